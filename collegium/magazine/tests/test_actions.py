"""Deeds of the magazine, and who may not do them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.discussion.actions import Refused
from collegium.discussion.events import PiecePublished
from collegium.magazine.actions import (
    announce_due_articles,
    edit_article,
    open_window,
    publish_article,
    publish_issue,
    start_article,
    unpublish_article,
)
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import department, make_article, make_draft, make_issue, writing
from collegium.web import news

OTHERS = ["mia", "petra", "mo", "gus", "lars"]


@pytest.mark.parametrize("name", OTHERS)
def test_others_cannot_make_the_magazine(cast, name):
    by, editor = cast.reader(name), cast.reader("ed")
    issue, article = make_issue(editor, out=False), make_draft(editor, [cast.mia])
    for deed in (
        lambda: make_issue(by, 5),
        lambda: start_article(writing(), by, ["Me"], department=department()),
        lambda: edit_article(article, writing("Mine"), by),
        lambda: publish_article(article, by),
        lambda: unpublish_article(article, by),
        lambda: publish_issue(issue, by),
        lambda: open_window(article, timezone.now(), None, by),
    ):
        with pytest.raises(Refused):
            deed()
    article.refresh_from_db()
    assert (article.title, article.published_at) == ("Weather and gas", None)


def test_scheduled_article_is_told_exactly_once_with_the_bylines_of_then(cast, monkeypatch):
    heard: list[int] = []
    monkeypatch.setitem(news._listeners, PiecePublished, [lambda event: heard.append(event.piece_id)])
    petra, by = cast.petra, cast.reader("ed")
    article = make_article(by, [petra], at=timezone.now() + timedelta(hours=1))
    petra.credentials = "MD, PhD"
    petra.save()
    assert announce_due_articles() == 0
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    assert [announce_due_articles(), announce_due_articles()] == [1, 0]
    assert heard == [article.pk]
    article.refresh_from_db()
    assert article.bylines[0]["credentials"] == "MD, PhD"
    assert article.byline["credentials"] == "MD, PhD"


def test_authors_cannot_be_changed_after_it_came_out(cast):
    by = cast.reader("ed")
    article = make_article(by, [cast.petra])
    edit_article(article, writing(), by, [cast.mia], seen_version=1)
    article.refresh_from_db()
    assert [line["handle"] for line in article.bylines] == ["petra"]


def test_address_follows_the_title_of_a_draft_and_cannot_move_once_it_was_out(cast):
    article, by = make_draft(cast.reader("ed")), cast.reader("ed")
    edit_article(article, writing("Weather, gas and dust"), by)
    assert article.slug == "weather-gas-and-dust"
    publish_article(article, by)
    edit_article(article, writing("Weather alone"), by)
    article.refresh_from_db()
    assert article.slug == "weather-gas-and-dust"


def test_second_editor_cannot_overwrite(cast):
    by = cast.reader("ed")
    article = make_draft(by)
    edit_article(article, writing(body="<p>First.</p>"), by, seen_version=1)
    with pytest.raises(Refused):
        edit_article(article, writing(body="<p>Second.</p>"), cast.reader("ada"), seen_version=1)
    article.refresh_from_db()
    assert article.body == "<p>First.</p>"


def test_fixed_words_cannot_become_the_slug_of_an_issue(cast):
    for slug in ("articles", "feed", "new"):
        with pytest.raises(Refused):
            make_issue(cast.reader("ed"), slug=slug)


def test_same_title_gets_its_own_address(cast):
    by = cast.reader("ed")
    assert [make_draft(by).slug, make_draft(by).slug] == ["weather-and-gas", "weather-and-gas-2"]
