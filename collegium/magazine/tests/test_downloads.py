"""Issues and articles as files: who gets what of them, and that nothing else gets in."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.files import actions as files
from collegium.magazine import pdf
from collegium.magazine.actions import publish_article, start_article, unpublish_article
from collegium.magazine.edition import edition_of
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import department, make_draft, make_issue, writing
from collegium.magazine.tests.test_article_detail import FULL
from collegium.magazine.tests.word_files import png

WORDS = {PUBLIC: "for everybody word", GUESTS: "for guests word", MEMBERS: "for members word"}


@pytest.fixture
def issue(cast):
    """One article for each audience, a draft, and a letter."""
    by = cast.reader("ed")
    made = make_issue(by)
    for readers, words in WORDS.items():
        place = {"department": department(), "issue": made}
        article = start_article(
            writing(f"Article {readers}", readers, f"<p>A {words}.</p>"), by, ["Leora Standish"], **place
        )
        publish_article(article, by)
        post_reply(article, Words.plain("A remarkable parrot."), cast.reader("mia"))
    make_draft(by, title="A draft of it", issue=made)
    return made


def epub_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith((".xhtml", ".opf")))


def test_each_of_the_cast_gets_in_an_epub_what_they_have_in_full(cast, issue):
    for name in FULL[PUBLIC]:
        answer = cast.client(name).get(f"/magazine/{issue.slug}/epub/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/epub+zip"), name
        text = epub_text(answer.content)
        for readers, words in WORDS.items():
            assert (words in text) == (name in FULL[readers]), (name, words)
            assert f"Article {readers}" in text
        assert "Three clinics and a road." in text


def test_each_of_the_cast_gets_in_a_pdf_what_they_have_in_full(cast, issue, monkeypatch):
    seen: list[str] = []
    whole = pdf._compiled
    monkeypatch.setattr(pdf, "_compiled", lambda text, *more: seen.append(text.decode()) or whole(text, *more))
    monkeypatch.setattr(pdf, "kept", pdf.Kept())
    for name in ("vera", "gus", "lars", "mia"):
        answer = cast.client(name).get(f"/magazine/{issue.slug}/pdf/")
        assert answer.content.startswith(b"%PDF-"), name
        for readers, words in WORDS.items():
            assert (words in seen[-1]) == (name in FULL[readers]), (name, words)
        if name == "lars":
            assert len(seen) == 2  # a lapsed member gets the guest's file: made once
    assert len(seen) == 3


def test_comments_and_drafts_cannot_get_into_files(cast, issue):
    for name in ("mia", "ed"):
        text = epub_text(cast.client(name).get(f"/magazine/{issue.slug}/epub/").content)
        assert "parrot" not in text
        assert "A draft of it" not in text
    assert not {"parrot", "A draft of it"} & set(
        str(pdf.data_of(edition_of(issue, cast.reader("ed")), "issue")).split()
    )


@pytest.mark.parametrize("kind", ["epub", "pdf"])
def test_issue_that_is_not_out_cannot_be_taken_as_a_file(cast, kind):
    waiting = make_issue(cast.reader("ed"), number=5, out=False)
    for name in ("vera", "mia", "ed"):
        assert cast.client(name).get(f"/magazine/{waiting.slug}/{kind}/").status_code == 404
    assert cast.client("mia").get(f"/magazine/none/{kind}/").status_code == 404


def test_article_pdf_is_for_who_has_it_in_full_and_a_door_for_others(cast, issue):
    article = issue.articles.get(title=f"Article {MEMBERS}")
    address = f"/magazine/articles/{article.slug}/pdf/"
    answer = cast.client("mia").get(address)
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="{article.slug}.pdf"'
    for name in ("vera", "gus", "lars", "sam"):
        refused = cast.client(name).get(address)
        assert refused.status_code == 403, name
        assert article.title not in refused.text


def test_draft_cannot_be_taken_as_a_pdf(cast):
    draft = make_draft(cast.reader("ed"), [cast.petra])
    for name in ("vera", "mia", "petra", "ed"):
        assert cast.client(name).get(f"/magazine/articles/{draft.slug}/pdf/").status_code == 404


def test_unpublished_words_are_gone_from_the_next_file(cast, issue):
    article = issue.articles.get(title=f"Article {PUBLIC}")
    unpublish_article(article, cast.reader("ed"))
    text = epub_text(cast.client("mia").get(f"/magazine/{issue.slug}/epub/").content)
    assert WORDS[PUBLIC] not in text
    assert "Article 1" not in text


def test_free_window_opens_the_file_by_the_clock(cast, issue):
    article = issue.articles.get(title=f"Article {MEMBERS}")
    hour = timedelta(hours=1)
    Article.objects.filter(pk=article.pk).update(open_to=PUBLIC, open_from=timezone.now() + hour)
    assert WORDS[MEMBERS] not in epub_text(cast.client("vera").get(f"/magazine/{issue.slug}/epub/").content)
    Article.objects.filter(pk=article.pk).update(open_from=timezone.now() - hour)
    assert WORDS[MEMBERS] in epub_text(cast.client("vera").get(f"/magazine/{issue.slug}/epub/").content)


def test_files_are_no_business_of_shared_caches(cast, issue):
    first = cast.client("mia").get(f"/magazine/{issue.slug}/epub/")
    assert first["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first["Vary"]
    again = cast.client("mia").get(f"/magazine/{issue.slug}/epub/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert cast.client("vera").get(f"/magazine/{issue.slug}/epub/")["ETag"] != first["ETag"]


def test_same_edition_gives_the_same_bytes(cast, issue):
    monkeyed = pdf.Kept()
    pages = [cast.client("mia").get(f"/magazine/{issue.slug}/{kind}/").content for kind in ("epub", "pdf")]
    pdf.kept = monkeyed
    assert pages == [cast.client("mia").get(f"/magazine/{issue.slug}/{kind}/").content for kind in ("epub", "pdf")]


def test_picture_of_somebody_else_cannot_be_drawn_into_a_file(cast, issue):
    by = cast.reader("ed")
    other = files.store(png(9, 9), "other.png", cast.mia)  # attached to nothing: hers alone
    body = f'<p>A word.</p><figure><img src="/files/{other.pk}/320/" alt="Not mine"></figure>'
    article = start_article(writing("Borrowed", PUBLIC, body), by, ["L"], department=department(), issue=issue)
    publish_article(article, by)
    assert edition_of(issue, by).pictures == {}
    text = epub_text(cast.client("vera").get(f"/magazine/{issue.slug}/epub/").content)
    assert "Not mine" not in text


def test_too_many_files_are_refused(cast, issue, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"download": ("2/h", "1/h")}
    client = cast.client("mia")
    assert [client.get(f"/magazine/{issue.slug}/epub/").status_code for _time in range(3)] == [200, 200, 429]


def test_pdf_is_tagged_has_a_language_and_says_that_it_is_accessible(cast, issue):
    data = cast.client("mia").get(f"/magazine/{issue.slug}/pdf/").content
    assert b"/Marked true" in data
    assert re.search(rb"/Lang ?\(en", data)
    assert b"pdfuaid" in data


def test_issue_without_articles_cannot_be_taken_as_a_file(cast):
    empty = make_issue(cast.reader("ed"), number=4)
    for kind in ("epub", "pdf", "jats"):
        assert cast.client("mia").get(f"/magazine/{empty.slug}/{kind}/").status_code == 404, kind
    assert f"/magazine/{empty.slug}/epub/" not in cast.client("mia").get(f"/magazine/{empty.slug}/").text
