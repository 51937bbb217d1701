"""A reply that is posted while its topic is moved, split or merged lands in the right place."""

from __future__ import annotations

from typing import Any

import pytest

from collegium.audience.models import Audience
from collegium.discussion import actions as discussion
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.moderation import tending
from collegium.moderation.models import Decision
from collegium.moderation.tests.factory import make_reply
from collegium.outbox.management import data_checks
from tests.at_once import at_once, kinds
from tests.cast import Cast

WHY, TITLE = "It belongs there.", "A topic of its own"


def _post(topic: Topic, cast: Cast, text: str) -> Any:
    reader, piece = cast.reader("mia"), Piece.objects.get(pk=topic.pk)
    return lambda: discussion.post_reply(piece, Words.plain(text), reader)


@pytest.mark.parametrize("time", range(3))
def test_reply_cannot_be_lost_in_a_merge(apart: Cast, time: int) -> None:
    older = make_topic(apart.otto, make_forum(), title="The older of two topics")
    newer = make_topic(apart.petra, title="The newer of two topics")
    make_reply(apart.grace, "Before.", newer)
    newer, mo = Topic.objects.get(pk=newer.pk), apart.mo
    results = at_once(_post(newer, apart, "At the same moment."), lambda: tending.merge(newer, older, mo, WHY))
    assert kinds(results) == ["Decision", "Reply"], results
    assert set(Reply.objects.values_list("piece", flat=True)) == {older.pk}
    assert sorted(Reply.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert list(data_checks.counter_faults()) == []


def test_reply_stays_in_a_topic_while_others_are_split_off_or_it_moves(apart: Cast) -> None:
    topic, other = make_topic(apart.otto, make_forum()), make_forum("Another forum")
    chosen, mo = [make_reply(apart.grace, f"Said {n}.", topic) for n in range(3)][1:], apart.mo
    topics = [Topic.objects.get(pk=topic.pk) for _time in range(2)]
    readers = Audience.objects.get(pk=topic.readers_id)
    results = at_once(
        _post(topic, apart, "At the same moment."),
        lambda: tending.split(topics[0], chosen, TITLE, readers, mo, WHY),
        lambda: tending.move(topics[1], other, mo, WHY),
    )
    assert kinds(results) == ["Decision", "Reply", "Topic"], results
    topic.refresh_from_db()
    assert topic.forum == other
    assert set(Reply.objects.filter(piece=topic).values_list("text", flat=True)) == {"Said 0.", "At the same moment."}
    assert topic.reply_count == 2
    assert list(data_checks.counter_faults()) == []


def test_two_topics_cannot_be_merged_into_each_other(apart: Cast) -> None:
    one = make_topic(apart.otto, make_forum(), title="The older of two topics")
    two, mo = make_topic(apart.petra, title="The newer of two topics"), apart.mo
    rows = [(Topic.objects.get(pk=a.pk), Topic.objects.get(pk=b.pk)) for a, b in ((one, two), (two, one))]
    results = at_once(*[lambda a=a, b=b: tending.merge(a, b, mo, WHY) for a, b in rows])
    assert kinds(results) == ["Decision", "Refused"], results
    assert Topic.objects.filter(merged_into=None).count() == 1
    assert Decision.objects.values("act").distinct().count() == 1
