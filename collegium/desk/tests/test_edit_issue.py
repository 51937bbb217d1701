"""The builder of an issue on the editors' desk: `arrange_issue`, `publish_issue`, the PDF, what is missing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.magazine.models import Article, Issue
from collegium.magazine.tests.factory import department, make_article, make_draft, make_issue
from collegium.magazine.tests.test_building import PDF


@pytest.fixture(autouse=True)
def _no_second_factor_asked(settings):
    """The door of the second factor has tests of its own."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "accounts.middleware" not in name]


@pytest.fixture
def issue(cast) -> Issue:
    issue = make_issue(cast.reader("ed"), out=False)
    for number, title in enumerate(("First one", "Second one"), 1):
        make_draft(cast.reader("ed"), title=title, issue=issue, order=number)
    return issue


def titles(issue: Issue) -> list[str]:
    return [article.title for article in issue.articles.in_order()]


def test_one_button_moves_an_article_and_saves_the_pages(cast, issue):
    first, second = issue.articles.in_order()
    sent = {f"pages-{first.pk}": "3–5", f"pages-{second.pk}": "6", "move": f"{second.pk}:up"}
    answer = cast.client("ed").post(f"/desk/editorial/issues/{issue.pk}/arrange/", sent)
    assert answer["Location"] == f"/desk/editorial/issues/{issue.pk}/#a-{second.pk}"
    assert titles(issue) == ["Second one", "First one"]
    assert [article.pages for article in issue.articles.in_order()] == ["6", "3–5"]


def test_every_move_is_a_button_without_script(cast, issue):
    loose = make_article(cast.reader("ed"), title="Web first")
    page = cast.client("ed").get(f"/desk/editorial/issues/{issue.pk}/").text
    first = issue.articles.in_order()[0]
    for value in (f"{first.pk}:up", f"{first.pk}:down", f"{first.pk}:out", f"{loose.pk}:in"):
        assert f'name="move" value="{value}"' in page, value
    assert "Up: First one" in page


def test_an_article_of_another_issue_cannot_be_moved_here(cast, issue):
    other = make_issue(cast.reader("ed"), number=5, out=False)
    foreign = make_draft(cast.reader("ed"), title="Of another", issue=other, department=department("Policy"))
    for deed in ("in", "out", "up", f"{department().pk}.0"):
        answer = cast.client("ed").post(f"/desk/editorial/issues/{issue.pk}/arrange/", {"move": f"{foreign.pk}:{deed}"})
        assert answer.status_code == 404, deed
    assert Article.objects.get(pk=foreign.pk).issue == other


@pytest.mark.parametrize("move", ["", "x", ":up", "-1:up", "0:up", "99999:up", "1:" + "9" * 5000])
def test_nonsense_cannot_move_anything(cast, issue, move):
    answer = cast.client("ed").post(f"/desk/editorial/issues/{issue.pk}/arrange/", {"move": move})
    assert answer.status_code in (303, 404)
    assert titles(issue) == ["First one", "Second one"]


def test_what_is_missing_stands_beside_the_button_that_publishes(cast, issue):
    page = cast.client("ed").get(f"/desk/editorial/issues/{issue.pk}/").text
    assert "“First one” is not ready: assigned." in page
    assert "Publish all the same" in page


def test_a_second_press_cannot_publish_again(cast, issue):
    address = f"/desk/editorial/issues/{issue.pk}/publish/"
    assert cast.client("ed").post(address, {"at": ""}).status_code == 303
    moment = Issue.objects.get().published_at
    answer = cast.client("ada").post(address, {"at": ""})
    assert (answer.status_code, "This issue is out" in answer.text) == (422, True)
    assert Issue.objects.get().published_at == moment


def test_an_old_issue_is_a_pdf_with_a_date_in_the_archive(cast):
    sent = {
        "volume": "1", "number": "1", "title": "The first one", "cover_date": "2012-01-01", "date_text": "Winter",
        "cover_art": "map", "note": "", "pdf": SimpleUploadedFile("old.pdf", PDF), "pdf_for": "1",
    }  # fmt: skip
    assert cast.client("ed").post("/desk/editorial/issues/new/", sent).status_code == 303
    issue = Issue.objects.get()
    cast.client("ed").post(f"/desk/editorial/issues/{issue.pk}/publish/", {"at": ""})
    page = cast.client("vera").get("/magazine/1-1/").text
    assert f'href="/files/{issue.pdf_file}/"' in page
    assert "kept as a PDF" in page
    assert cast.client("vera").get(f"/files/{issue.pdf_file}/").content == PDF
    assert "The first one" in cast.client("vera").get("/magazine/?issues=all").text


def test_a_picture_cannot_be_taken_for_the_pdf(cast, issue):
    sent = {
        "volume": "14", "number": "6", "title": "The last mile", "cover_date": "2026-11-01", "date_text": "November",
        "cover_art": "map", "pdf": SimpleUploadedFile("not.pdf", b"Just words."),
    }  # fmt: skip
    answer = cast.client("ed").post(f"/desk/editorial/issues/{issue.pk}/", sent)
    assert answer.status_code == 422
    assert Issue.objects.get().pdf_file is None


@pytest.mark.parametrize("name", ["mia", "petra", "mo", "gus"])
def test_others_cannot_arrange_or_publish(cast, issue, name):
    client, first = cast.client(name), issue.articles.in_order()[0]
    address = f"/desk/editorial/issues/{issue.pk}"
    assert client.post(f"{address}/arrange/", {"move": f"{first.pk}:down"}).status_code == 404
    assert client.post(f"{address}/publish/", {"at": ""}).status_code == 404
    assert titles(issue) == ["First one", "Second one"]
