"""The editors' desk: issues and articles from the first draft to publishing; nobody else comes in."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from collegium.audience.models import MEMBERS
from collegium.blogs.actions import retire_blog
from collegium.blogs.models import Blog
from collegium.blogs.tests.factory import make_blog
from collegium.blogs.tests.factory import make_draft as make_post_draft
from collegium.discussion.actions import Refused
from collegium.magazine.actions import publish_article, publish_issue
from collegium.magazine.models import Article, Issue
from collegium.magazine.tests.factory import department, make_article, make_draft, make_issue
from collegium.outbox import audit
from collegium.outbox.models import Mail


@pytest.fixture(autouse=True)
def _no_second_factor_asked(settings):
    """The door of the second factor has tests of its own."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "accounts.middleware" not in name]


def article_data(**changes: Any) -> dict[str, Any]:
    data = {
        "title": "Weather and gas", "deck": "A road.", "body": "<p>The truck left.</p>", "body_format": "html",
        "readers": MEMBERS, "type": "feature", "department": department().pk, "author_lines": "@petra\nLeora Standish, Staff writer",
    }  # fmt: skip
    return data | changes


ISSUE = {
    "volume": 14, "number": 6, "title": "The last mile", "cover_date": "2026-11-01", "date_text": "November–December",
    "cover_art": "map", "note": "Short is fine.",
}  # fmt: skip


@pytest.mark.parametrize("name", ["mia", "petra", "mo", "gus"])
def test_others_cannot_find_the_desk_of_editors(cast, name):
    article, issue = make_draft(cast.reader("ed")), make_issue(cast.reader("ed"), out=False)
    client = cast.client(name)
    for address in (
        "/desk/editorial/",
        "/desk/editorial/issues/new/",
        f"/desk/editorial/issues/{issue.pk}/",
        "/desk/editorial/articles/new/",
        f"/desk/editorial/articles/{article.pk}/",
        "/desk/editorial/blogs/new/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/desk/editorial/articles/{article.pk}/publish/", {"version": 1}).status_code == 404
    assert not Article.objects.published().exists()


def test_visitor_cannot_enter(cast):
    assert cast.client("vera").get("/desk/editorial/").status_code == 403


def test_desk_shows_what_is_not_out(cast):
    make_draft(cast.reader("ed"))
    make_post_draft(make_blog(cast.petra), "A leader’s draft")
    page = cast.client("ed").get("/desk/editorial/").text
    assert "Weather and gas" in page
    assert "A leader’s draft" in page


def test_issue_from_its_front_to_publishing_with_its_article(cast):
    client = cast.client("ed")
    assert client.post("/desk/editorial/issues/new/", ISSUE).status_code == 303
    issue = Issue.objects.get()
    assert issue.slug == "14-6"
    answer = client.post("/desk/editorial/articles/new/", article_data(issue=issue.pk))
    assert answer.status_code == 303
    article = Article.objects.get()
    assert [line["name"] for line in article.bylines] == ["Petra Halvorsen", "Leora Standish"]
    assert client.post(f"/desk/editorial/issues/{issue.pk}/publish/", {"at": ""}).status_code == 303
    page = cast.client("vera").get("/magazine/").text
    assert "The last mile" in page
    assert "Weather and gas" in page


def test_same_number_twice_is_refused_with_a_sentence(cast):
    make_issue(cast.reader("ed"))
    answer = cast.client("ed").post("/desk/editorial/issues/new/", ISSUE | {"slug": "other"})
    assert answer.status_code == 422
    assert "this volume and number" in answer.text


def test_a_new_issue_begins_with_the_next_number(cast):
    make_issue(cast.reader("ed"), 6)
    page = cast.client("ed").get("/desk/editorial/issues/new/").text
    assert re.search(r'name="volume"[^>]*value="14"|value="14"[^>]*name="volume"', page)
    assert re.search(r'name="number"[^>]*value="7"|value="7"[^>]*name="number"', page)


def test_fixed_word_cannot_become_an_issues_address(cast):
    answer = cast.client("ed").post("/desk/editorial/issues/new/", ISSUE | {"slug": "articles"})
    assert answer.status_code == 422
    assert not Issue.objects.exists()


def test_unknown_author_is_refused_with_a_sentence(cast):
    answer = cast.client("ed").post("/desk/editorial/articles/new/", article_data(author_lines="@nobody"))
    assert answer.status_code == 422
    assert "Nobody has the profile name" in answer.text


def test_second_editor_is_shown_the_difference(cast):
    article = make_draft(cast.reader("ed"))
    address = f"/desk/editorial/articles/{article.pk}/"
    assert cast.client("ed").post(address, article_data(version=1, body="<p>First.</p>")).status_code == 303
    answer = cast.client("ada").post(address, article_data(version=1, body="<p>Second.</p>"))
    assert answer.status_code == 422
    assert "<del>First.</del>" in answer.text
    article.refresh_from_db()
    assert article.body == "<p>First.</p>"


def test_free_window_is_set_and_an_endless_one_refused(cast):
    article = make_article(cast.reader("ed"))
    address = f"/desk/editorial/articles/{article.pk}/open/"
    bad = cast.client("ed").post(address, {"since": "2026-05-02", "until": "2026-05-01"})
    assert bad.status_code == 422
    assert cast.client("ed").post(address, {"since": "2020-05-02"}).status_code == 303
    assert "before the plow" in cast.client("vera").get(article.get_absolute_url()).text


def test_editor_opens_a_blog_and_cannot_write_in_it(cast):
    data = {"owner_handle": "petra", "title": "Notes", "slug": "notes", "description": "By the sea."}
    assert cast.client("ed").post("/desk/editorial/blogs/new/", data).status_code == 303
    assert Blog.objects.get().owner == cast.petra
    assert cast.client("ed").get("/blogs/notes/new/").status_code == 403
    assert cast.client("petra").get("/blogs/notes/new/").status_code == 200


def test_unpublish_cannot_be_done_by_get(cast):
    article = make_article(cast.reader("ed"))
    assert cast.client("ed").get(f"/desk/editorial/articles/{article.pk}/unpublish/").status_code == 405
    assert cast.client("ed").post(f"/desk/editorial/articles/{article.pk}/unpublish/").status_code == 303
    assert not Article.objects.published().exists()


def picture(size: tuple[int, int] = (900, 1200)) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", size, (20, 90, 70)).save(stream, "JPEG")
    return SimpleUploadedFile("cover.jpg", stream.getvalue(), "image/jpeg")


def test_cover_of_an_issue_is_seen_by_readers_once_it_is_out(cast):
    by = cast.reader("ed")
    issue = make_issue(by, out=False)
    answer = cast.client("ed").post(
        f"/desk/editorial/issues/{issue.pk}/", ISSUE | {"slug": issue.slug, "cover": picture()}
    )
    assert answer.status_code == 303
    issue.refresh_from_db()
    address = f"/files/{issue.cover_file}/640/"
    assert cast.client("mia").get(address).status_code == 404
    assert cast.client("ed").get(address).status_code == 200
    publish_issue(issue, by)
    assert cast.client("vera").get(address).status_code == 200
    assert address[:-4] in cast.client("vera").get("/magazine/").text


def test_cover_that_is_no_picture_is_refused_with_a_sentence(cast):
    issue = make_issue(cast.reader("ed"))
    bad = SimpleUploadedFile("cover.jpg", b"<svg onload=alert(1)></svg>", "image/jpeg")
    answer = cast.client("ed").post(f"/desk/editorial/issues/{issue.pk}/", ISSUE | {"slug": issue.slug, "cover": bad})
    assert answer.status_code == 422
    issue.refresh_from_db()
    assert issue.cover_file is None


def test_picture_above_an_article_belongs_to_its_teaser_and_those_in_its_words_do_not(cast):
    client = cast.client("ed")
    upload = client.post("/files/upload/", {"file": picture((700, 500))}).json()
    body = f'<p>Seen.</p><figure><img src="{upload["url"]}" data-file="{upload["id"]}" alt="A chart"></figure>'
    data = article_data(body=body, hero=picture(), hero_alt="A road")
    assert client.post("/desk/editorial/articles/new/", data).status_code == 303
    article = Article.objects.get()
    inside, above = f"/files/{upload['id']}/", f"/files/{article.hero_file}/"
    assert [cast.client("mia").get(address).status_code for address in (inside, above)] == [404, 404]
    publish_article(article, cast.reader("ed"))
    assert [cast.client("mia").get(address).status_code for address in (inside, above)] == [200, 200]
    assert [cast.client("vera").get(address).status_code for address in (inside, above)] == [403, 200]


def test_picture_without_a_description_is_refused(cast):
    answer = cast.client("ed").post("/desk/editorial/articles/new/", article_data(hero=picture()))
    assert answer.status_code == 422
    assert "what the picture shows" in answer.text


def test_editor_retires_a_blog_with_a_reason_and_opens_it_again(cast):
    blog = make_blog(cast.petra)
    address = f"/desk/editorial/blogs/{blog.slug}/retire/"
    ed = cast.client("ed")
    assert f'href="{address}"' in ed.get("/desk/editorial/").text
    assert ed.post(address, {"on": "1", "why": ""}).status_code == 422
    assert ed.post(address, {"on": "1", "why": "Her term is over."}).status_code == 303
    blog.refresh_from_db()
    assert blog.is_retired
    assert audit.about("blog", blog.pk).get().why == "Her term is over."
    assert "Her term is over." in mail.outbox[-1].body
    assert cast.client("petra").get(f"/blogs/{blog.slug}/new/").status_code in (403, 404)
    assert "Open the blog again" in ed.get(address).text
    ed.post(address, {"on": "0", "why": "Elected once more."})
    blog.refresh_from_db()
    assert not blog.is_retired
    assert Mail.objects.filter(person=cast.petra).count() == 2


@pytest.mark.parametrize("name", ["petra", "mia", "mo"])
def test_others_cannot_retire_a_blog(cast, name):
    blog = make_blog(cast.petra)
    answer = cast.client(name).post(f"/desk/editorial/blogs/{blog.slug}/retire/", {"on": "1", "why": "No reason."})
    assert answer.status_code in (403, 404)
    blog.refresh_from_db()
    assert not blog.is_retired
    with pytest.raises(Refused):
        retire_blog(blog, cast.reader(name), "No reason.")
