"""A post or article as others cite it: files for reference managers, tags for indexes, and who has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.discussion import actions
from collegium.forums.tests.factory import make_topic
from collegium.magazine.tests.factory import make_article, make_issue

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
EVERYBODY = ("vera", "gus", "mia", "lars", "mo")


@pytest.fixture
def post(cast):
    return make_post(make_blog(cast.petra), "Eleven hours on hold", MEMBERS, at=AT)


@pytest.fixture
def article(cast):
    by = reader_for(cast.ed)
    return make_article(by, issue=make_issue(by), pages="12–18", at=AT)


def file_of(cast, who, piece, form="ris"):
    return cast.client(who).get(f"/pieces/{piece.pk}/citation.{form}")


@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_sees_the_teaser_takes_the_citation_along(cast, post, who):
    answer = file_of(cast, who, post)
    assert answer["Content-Disposition"] == f'attachment; filename="{post.slug}.ris"'
    assert answer.text == (
        "TY  - BLOG\r\nTI  - Eleven hours on hold\r\nAU  - Halvorsen, P\r\nPY  - 2026\r\nDA  - 2026/11/02/\r\n"
        f"T2  - Tamarack Society for Oncology Practice\r\nUR  - http://localhost:8000{post.get_absolute_url()}\r\nER  - \r\n\r\n"
    )


def test_an_article_is_cited_as_of_a_journal(cast, article):
    ris, bib = file_of(cast, "vera", article).text, file_of(cast, "vera", article, "bib").text
    for line in ("TY  - JOUR", "AU  - Standish, L", "T2  - Magazine", "VL  - 14", "IS  - 6", "SP  - 12", "EP  - 18"):
        assert f"{line}\r\n" in ris
    assert bib.startswith("@article{")
    for line in ("author = {Standish, L.}", "journal = {Magazine}", "pages = {12--18}"):
        assert line in bib
    assert "before the plow" not in ris + bib


@pytest.mark.parametrize("who", ["vera", "mia"])
def test_pages_lead_to_the_files_and_name_the_authors_to_indexes(cast, post, article, who):
    for piece, author in ((post, "Petra Halvorsen"), (article, "Leora Standish")):
        page = cast.client(who).get(piece.get_absolute_url()).text
        assert "Cite this" in page
        assert f'href="/pieces/{piece.pk}/citation.ris"' in page
        assert f'<meta name="citation_author" content="{author}">' in page
        assert f'<meta name="citation_title" content="{piece.title}">' in page
        assert '<meta name="citation_publication_date" content="2026/11/02">' in page


@pytest.mark.parametrize("who", EVERYBODY)
def test_drafts_scheduled_and_hidden_pieces_cannot_be_cited(cast, who):
    blog = make_blog(cast.petra)
    draft, later = make_draft(blog), make_post(blog, "Later", PUBLIC, at=timezone.now() + timedelta(days=1))
    hidden = make_post(blog, "Hidden", PUBLIC)
    actions.hide(hidden, cast.mo, "Names a patient’s employer.")
    for piece in (draft, later, hidden):
        assert file_of(cast, who, piece).status_code == 404
    assert "citation_title" not in cast.client("petra").get(draft.get_absolute_url()).text
    assert "Cite this" not in cast.client("petra").get(draft.get_absolute_url()).text


@pytest.mark.parametrize("who", EVERYBODY)
def test_topics_and_other_forms_cannot_be_cited(cast, post, who):
    for address in (f"/pieces/{make_topic(cast.mia).pk}/citation.ris", f"/pieces/{post.pk}/citation.doc"):
        assert cast.client(who).get(address).status_code == 404
    assert cast.client(who).get("/pieces/999999/citation.ris").status_code == 404
