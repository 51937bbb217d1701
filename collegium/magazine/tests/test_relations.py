"""Corrections, retractions and related articles: linked both ways, free, labelled; and what nobody learns too early."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.magazine.actions import (
    announce_due_articles,
    edit_article,
    publish_article,
    start_article,
    unpublish_article,
)
from collegium.magazine.forms import ArticleForm
from collegium.magazine.models import Article, Relation
from collegium.magazine.relations import ties_of
from collegium.magazine.tests.factory import department, make_article, make_draft, make_issue, writing
from collegium.magazine.types import NOTICES
from collegium.web.models import Society


def make_notice(cast, about: Article, kind: str = "correction", title: str = "Weather and gas", out: bool = True):
    by = cast.reader("ed")
    notice = start_article(writing(title), by, ["The editors"], about=[about], type=kind, department=department())
    if out:
        publish_article(notice, by)
    return notice


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def linked(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_is_free_and_both_pages_link_to_each_other(cast, kind):
    article = make_article(cast.reader("ed"))
    notice = make_notice(cast, article, kind)
    assert notice.readers_id == PUBLIC
    page = cast.client("vera").get(notice.get_absolute_url()).text
    assert "before the plow" in page
    assert article.get_absolute_url() in page
    assert notice.get_absolute_url() in cast.client("vera").get(article.get_absolute_url()).text
    assert notice.get_absolute_url() in cast.client("mia").get(article.get_absolute_url()).text


def test_a_notice_cannot_be_kept_for_members_by_its_form(cast):
    notice = make_notice(cast, make_article(cast.reader("ed")))
    edit_article(notice, writing("Weather and gas", MEMBERS), cast.reader("ed"), type="correction")
    assert fresh(notice).readers_id == PUBLIC


def test_a_correction_does_not_open_the_article_it_corrects(cast):
    article = make_article(cast.reader("ed"))
    make_notice(cast, article)
    assert "before the plow" not in cast.client("vera").get(article.get_absolute_url()).text


def test_the_label_stands_in_the_title_once(cast):
    notice = make_notice(cast, make_article(cast.reader("ed")))
    assert notice.title == "Correction: Weather and gas"
    edit_article(notice, writing("Correction: Weather, gas"), cast.reader("ed"))
    assert fresh(notice).title == "Correction: Weather, gas"


def test_a_retracted_article_is_marked_wherever_it_is_listed_and_stays_readable(cast):
    by, issue = cast.reader("ed"), make_issue(cast.reader("ed"))
    article = make_article(by, issue=issue)
    make_notice(cast, article, "retraction")
    for place in ("/magazine/", "/magazine/feed/", "/search/?q=weather", article.get_absolute_url()):
        assert "RETRACTED: Weather and gas" in cast.client("mia").get(place).text, place
    page = cast.client("mia").get(article.get_absolute_url()).text
    assert "before the plow" in page
    assert 'data-mark="RETRACTED"' in page
    words = ["This article was retracted", "before the plow", "JATS XML"]  # whoever takes it along has read it first
    assert sorted(words, key=page.index) == words
    assert "RETRACTED: Weather and gas" in cast.client("vera").get(article.get_absolute_url()).text


def test_machines_are_told_of_types_corrections_and_retractions(cast):
    article = make_article(cast.reader("ed"))
    notice = make_notice(cast, article, "retraction")
    told = linked(cast.client("vera").get(article.get_absolute_url()).text)
    assert told["creativeWorkStatus"] == "Retracted"
    assert told["correction"][0]["url"].endswith(notice.get_absolute_url())
    assert told["headline"].startswith("RETRACTED: ")
    of_notice = cast.client("vera").get(notice.get_absolute_url()).text
    assert linked(of_notice)["genre"] == "retraction"
    assert linked(of_notice)["about"][0]["url"].endswith(article.get_absolute_url())
    assert '<meta name="citation_article_type" content="retraction">' in of_notice


@pytest.mark.parametrize("kind", ["correction", "retraction"])
def test_a_notice_that_is_not_out_cannot_be_seen_on_the_article(cast, kind):
    by, article = cast.reader("ed"), make_article(cast.reader("ed"), readers=PUBLIC)
    notice = make_notice(cast, article, kind, title="A hasty word", out=False)
    publish_article(notice, by, at=timezone.now() + timedelta(days=1))
    for name in ("vera", "mia", "ed"):
        page = cast.client(name).get(article.get_absolute_url()).text
        assert "hasty" not in page
        assert "RETRACTED" not in page


def test_a_scheduled_retraction_marks_when_its_time_comes_and_withdrawing_it_takes_the_mark_away(cast):
    by, article = cast.reader("ed"), make_article(cast.reader("ed"), readers=PUBLIC)
    notice = make_notice(cast, article, "retraction", out=False)
    publish_article(notice, by, at=timezone.now() + timedelta(days=1))
    Article.objects.filter(pk=notice.pk).update(published_at=timezone.now())
    announce_due_articles()
    assert fresh(article).title == "RETRACTED: Weather and gas"
    unpublish_article(fresh(notice), by)
    assert (fresh(article).title, fresh(article).retracted_at) == ("Weather and gas", None)


def test_an_edit_cannot_take_the_mark_of_a_retraction_away(cast):
    article = make_article(cast.reader("ed"))
    make_notice(cast, article, "retraction")
    edit_article(article, writing("Wind and gas"), cast.reader("ed"))  # as fetched before the retraction
    assert fresh(article).title == "RETRACTED: Wind and gas"


def test_labels_are_in_the_language_of_the_society(cast):
    society = Society.current()
    society.language = "es"
    society.save()
    article = make_article(cast.reader("ed"))
    notice = make_notice(cast, article, "retraction")
    assert fresh(article).title == "RETRACTADO: Weather and gas"
    unpublish_article(notice, cast.reader("ed"))
    assert fresh(article).title == "Weather and gas"


def test_a_notice_cannot_be_saved_without_what_it_is_about(cast):
    data = {"title": "Weather", "body": "Wind.", "readers": 3, "department": department().pk, "author_lines": "Leo"}
    article = make_article(cast.reader("ed"))
    address = f"https://example.org{article.get_absolute_url()}?as=guest"
    for about, fits in ((address, True), (article.slug, True), ("nothing-there", False), ("", False)):
        form = ArticleForm({**data, "type": "correction", "about": about}, reader=cast.reader("ed"))
        assert ("about" not in form.errors) is fits, about


def test_related_articles_name_each_other_and_what_is_let_go_is_forgotten(cast):
    by = cast.reader("ed")
    first, second = make_article(by, title="First one", readers=PUBLIC), make_article(by, title="Second one")
    edit_article(first, writing("First one", PUBLIC), by, about=[second, first])
    assert "Related articles" in cast.client("vera").get(first.get_absolute_url()).text
    assert "First one" in cast.client("vera").get(second.get_absolute_url()).text
    edit_article(first, writing("First one", PUBLIC), by, about=[])
    assert "First one" not in cast.client("vera").get(second.get_absolute_url()).text
    assert not Relation.objects.exists()
    assert not fresh(second).is_related


def test_a_draft_cannot_be_named_as_related(cast):
    by = cast.reader("ed")
    article, draft = make_article(by, readers=PUBLIC), make_draft(by, title="Half a thought")
    edit_article(article, writing("Weather and gas", PUBLIC), by, about=[draft])
    for name in ("vera", "mia", "ed"):
        assert "Half a thought" not in cast.client(name).get(article.get_absolute_url()).text


def test_an_article_without_relations_pays_no_query_for_them(cast, django_assert_num_queries):
    article, reader = make_article(cast.reader("ed")), cast.reader("mia")
    with django_assert_num_queries(0):
        assert ties_of(article, reader) == []
