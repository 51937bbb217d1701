"""How an article is cited, by people and by indexes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collegium.audience.reader import reader_for
from collegium.magazine.tests.factory import make_article, make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(cast):
    by = reader_for(cast.ed)
    return make_article(by, issue=make_issue(by), pages="12–18", at=datetime(2026, 11, 2, 12, tzinfo=UTC))


def test_an_article_says_how_it_is_cited(cast, article):
    page = cast.client("mia").get(article.get_absolute_url()).text
    assert "Standish L. Weather and gas. Magazine. 2026;14(6):12-18. Accessed " in page
    assert f"http://localhost:8000{article.get_absolute_url()}</p>" in page


@pytest.mark.parametrize("who", ["mia", "vera"])
def test_indexes_read_title_author_and_place_also_of_a_teaser(cast, article, who):
    page = cast.client(who).get(article.get_absolute_url()).text
    for name, value in [
        ("title", "Weather and gas"),
        ("author", "Leora Standish"),
        ("publication_date", "2026/11/02"),
        ("journal_title", "Magazine"),
        ("volume", "14"),
        ("issue", "6"),
        ("firstpage", "12"),
        ("lastpage", "18"),
    ]:
        assert f'<meta name="citation_{name}" content="{value}">' in page


def test_visitor_has_the_citation_of_a_teaser_and_no_word_more(cast, article):
    page = cast.client("vera").get(article.get_absolute_url()).text
    assert "Standish L. Weather and gas. Magazine. 2026;14(6):12-18. Accessed " in page
    assert "before the plow" not in page


def test_an_issue_that_is_not_out_cannot_be_read_from_a_citation(cast):
    by = reader_for(cast.ed)
    article = make_article(by, issue=make_issue(by, number=5, out=False), pages="12")
    page = cast.client("mia").get(article.get_absolute_url()).text
    assert "citation_title" in page
    assert "citation_volume" not in page
