"""The table of article types, and the type on the article."""

from __future__ import annotations

from collegium.magazine.forms import ArticleForm
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import department, make_draft
from collegium.magazine.types import NOTICES, TYPES

JATS = {  # NISO Z39.96, suggested values of article-type
    "addendum", "announcement", "article-commentary", "book-review", "calendar", "correction", "editorial",
    "expression-of-concern", "letter", "meeting-report", "news", "obituary", "reply", "research-article", "retraction",
}  # fmt: skip


def test_every_type_has_a_value_of_the_standard():
    assert {kind.jats for kind in TYPES.values()} == JATS
    assert set(NOTICES) == {"correction", "retraction", "concern", "addendum"}


def test_a_new_article_is_a_feature_until_somebody_says_what_it_is(cast):
    assert make_draft(cast.reader("ed")).type == "feature"
    assert make_draft(cast.reader("ed"), type="obituary").is_a.jats == "obituary"


def test_an_unknown_type_cannot_be_chosen(cast):
    data = {"title": "Weather", "body": "Wind.", "readers": 3, "department": department().pk, "author_lines": "Leo"}
    for kind, fits in (("obituary", True), ("poem", False), ("", False)):
        form = ArticleForm({**data, "type": kind}, reader=cast.reader("ed"))
        assert ("type" not in form.errors) is fits, kind
    assert not Article.objects.exists()
