from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.discussion.actions import post_reply
from collegium.discussion.models import Piece
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic


def aged(topic: Topic, days: float) -> Topic:
    then = timezone.now() - timedelta(days=days)
    Piece.objects.filter(pk=topic.pk).update(published_at=then, moved_at=then)
    return topic


@pytest.mark.parametrize(
    ("days", "said"),
    [(300, ""), (366, "The last reply was a year ago."), (800, "The last reply was 2 years ago."),
     (1500, "The last reply was 4 years ago.")],
)  # fmt: skip
def test_old_topic_warns_above_the_composer(cast, days, said):
    topic = make_topic(cast.otto)
    post_reply(topic, Words.plain("On day three."), cast.reader("grace"))
    page = cast.client("mia").get(aged(topic, days).get_absolute_url()).text
    assert ("The last reply was" in page) == bool(said)
    if said:
        assert page.index(said) < page.index('id="reply"')
        assert f'href="/forums/gi-oncology/new/?after={topic.pk}"' in page


def test_topic_that_nobody_answered_says_so_in_the_readers_language(cast):
    topic = aged(make_topic(cast.otto), 800)
    cast.mia.__class__.objects.filter(handle="mia").update(language="es")
    assert "This was written 2 years ago." in cast.client("grace").get(topic.get_absolute_url()).text
    assert "hace 2 años" in cast.client("mia").get(topic.get_absolute_url()).text


def test_new_topic_begins_with_title_and_link_of_the_old_one(cast):
    topic = aged(make_topic(cast.otto, title="An old question about calls"), 800)
    page = cast.client("mia").get(f"/forums/gi-oncology/new/?after={topic.pk}").text
    assert 'value="An old question about calls"' in page
    assert "This goes on from an earlier topic: http" in page
    assert topic.get_absolute_url() in page


def test_title_of_an_old_topic_cannot_be_read_by_who_may_not_read_it(cast):
    topic = aged(make_topic(cast.otto, title="An old question about calls"), 800)
    Piece.objects.filter(pk=topic.pk).update(readers=cast.closed)
    page = cast.client("mia").get(f"/forums/gi-oncology/new/?after={topic.pk}")
    assert page.status_code == 200
    assert "An old question" not in page.text
    assert "earlier topic" not in page.text


def test_who_cannot_reply_is_not_warned(cast):
    topic = aged(make_topic(cast.otto, make_forum(readers=1)), 800)
    assert "years ago" in cast.client("mia").get(topic.get_absolute_url()).text
    assert "out of date" not in cast.client("vera").get(topic.get_absolute_url()).text
