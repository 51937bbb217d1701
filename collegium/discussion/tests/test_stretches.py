"""Places and news in a talk are asked of its stretches; they say what the rows say, whatever was done to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.discussion import actions, opening, stretches
from collegium.discussion.marks import first_unread, unread, unread_count
from collegium.discussion.models import Agreement, Reply, Stretch
from collegium.discussion.models.stretch import SIZE
from collegium.discussion.stretches import miscounted, number_at, position_of, said_in, totals_of, unread_in
from collegium.discussion.tests.long import WORDS, lengthen
from collegium.forums.models import Topic
from collegium.forums.splitting import join_again, split_topic
from collegium.forums.tests.factory import make_topic
from collegium.outbox.management.data_checks import counter_faults, mend_counters

LENGTH = 3 * SIZE - 50


@pytest.fixture
def topic(cast):
    """Opened to guests after 550 members' replies; then 50 more, which guests read."""
    topic = make_topic(cast.mia)
    lengthen(topic, LENGTH, cast.otto, cast.grace)
    opening.open_to_guests(topic, by=cast.mo)
    topic.refresh_from_db()
    return lengthen(topic, 50, cast.otto, cast.petra)


def shown(topic, reader):
    return list(Reply.objects.filter(piece=topic).shown_to(reader).order_by("number").values_list("number", flat=True))


def total_of(topic, reader):
    return sum(n for _place, n in totals_of(topic, reader))


def at(topic, place, reader):
    return number_at(topic, place, reader, totals_of(topic, reader))


def agree(cast, topic):
    """For every one of the cast, stretches and rows give the same."""
    assert miscounted() == []
    for person in (None, cast.gus, cast.mia, cast.otto, cast.mo, cast.nina):
        reader = reader_for(person)
        rows = shown(topic, reader)
        assert total_of(topic, reader) == len(rows)
        for place in {1, SIZE, SIZE + 1, len(rows) // 2, len(rows)} - {0}:
            number = at(topic, place, reader)
            assert number == (rows[place - 1] if place <= len(rows) else None)
            assert number is None or position_of(topic, number, reader) == place
        assert at(topic, len(rows) + 1, reader) is None
        said = Reply.objects.filter(piece=topic).with_words().shown_to(reader).count()
        assert said_in([topic.pk], reader).get(topic.pk, 0) == said
        for mark in (None, 0, 3, SIZE - 1, SIZE, 400, topic.last_number):
            new = unread(topic, reader, mark)
            assert unread_count(topic, reader, mark) == new.count()
            assert unread_in({topic.pk: mark}, reader).get(topic.pk, 0) == new.count()
            assert first_unread(topic, reader, mark) == new.order_by("number").values_list("pk", "number").first()


def test_replies_written_one_by_one_and_at_once_are_counted(cast, topic):
    actions.post_reply(topic, WORDS, reader_for(cast.gus))
    topic.refresh_from_db()
    agree(cast, topic)
    assert Stretch.objects.filter(piece=topic, open_to=GUESTS).exists()


def test_guests_cannot_count_what_was_written_for_members(cast, topic):
    assert total_of(topic, reader_for(cast.gus)) == 50
    assert total_of(topic, reader_for(cast.mia)) == LENGTH + 50
    assert total_of(topic, reader_for(None)) == 0
    assert at(topic, 1, reader_for(cast.gus)) == LENGTH + 1


def test_hiding_removing_and_taking_back_keep_places_and_take_words(cast, topic):
    first, second, third = Reply.objects.filter(piece=topic, number__in=[7, 250, LENGTH + 3]).order_by("number")
    actions.hide(first, cast.mo, "Names a patient’s employer.")
    actions.remove_reply(second)
    actions.take_back(third)
    agree(cast, topic)
    actions.unhide(first)
    agree(cast, topic)


def test_what_waits_cannot_be_counted_by_others(cast, topic):
    waiting = actions.post_reply(topic, WORDS, reader_for(cast.nina))
    topic.refresh_from_db()
    assert waiting.held_at
    agree(cast, topic)
    assert total_of(topic, reader_for(cast.nina)) == 51
    assert total_of(topic, reader_for(cast.gus)) == 50
    lengthen(topic, SIZE, cast.otto)
    actions.release(waiting)
    topic.refresh_from_db()
    agree(cast, topic)
    assert total_of(topic, reader_for(cast.gus)) == 51 + SIZE


def test_an_author_who_agrees_opens_their_own_and_nobody_elses(cast, topic):
    opening.answer(Agreement.objects.get(piece=topic, person=cast.grace), agreed=True)
    agree(cast, topic)
    assert total_of(topic, reader_for(cast.gus)) == 50 + LENGTH // 2


def test_an_opening_that_ended_cannot_be_counted_as_open(cast, topic):
    past = timezone.now() - timedelta(minutes=1)
    assert total_of(topic, reader_for(cast.gus)) == 50
    Reply.objects.filter(piece=topic, open_to=GUESTS).update(open_until=past)
    stretches.recount_from(topic.pk, 1)
    agree(cast, topic)
    assert total_of(topic, reader_for(cast.gus)) == 0


def test_replies_that_leave_and_come_back_are_counted_where_they_are(cast, topic):
    chosen = Reply.objects.filter(piece=topic, number__gt=SIZE, number__lt=SIZE + 20)
    new, detail = split_topic(Topic.objects.get(pk=topic.pk), chosen, "A topic of its own", topic.readers)
    topic.refresh_from_db()
    agree(cast, topic)
    agree(cast, new)
    assert (total_of(new, reader_for(cast.mia)), topic.reply_count) == (19, LENGTH + 31)
    join_again(Topic.objects.get(pk=topic.pk), detail)
    topic.refresh_from_db()
    agree(cast, topic)
    assert topic.reply_count == LENGTH + 50
    assert topic.moved_at == Reply.objects.get(piece=topic, number=LENGTH + 50).created_at


def test_check_finds_and_mends_what_was_written_past_the_deeds(cast, topic):
    Reply.objects.filter(piece=topic, number__lte=3).update(readers_id=PUBLIC)
    assert miscounted() == [topic.pk]
    assert any("stretches of 1 talks" in fault for fault in counter_faults())
    mend_counters()
    assert miscounted() == []
    assert total_of(topic, reader_for(None)) == 3


def test_other_talks_cannot_be_counted_in(cast, topic):
    other = lengthen(make_topic(cast.otto, title="Another topic about calls"), 5, cast.grace)
    assert total_of(other, reader_for(cast.mia)) == 5
    assert said_in([topic.pk, other.pk], reader_for(cast.mia)) == {topic.pk: LENGTH + 50, other.pk: 5}
    assert other.readers_id == MEMBERS
    assert said_in([other.pk], reader_for(cast.gus)) == {}
