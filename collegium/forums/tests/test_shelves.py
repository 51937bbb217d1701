"""Long lists of topics: what stands on shelves is listed and counted as the rows say, for everybody, at one price."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.discussion import actions, moderating, opening
from collegium.discussion.models import Piece, ReadMark, Reply
from collegium.discussion.tests.long import WORDS, analyzed, cost_of
from collegium.forums import shelves
from collegium.forums.actions import pin, remove_topic
from collegium.forums.lists import LIST_SIZE, page_of_group, pinned_first
from collegium.forums.models import Shelf, Tally, Topic
from collegium.forums.moving import move_topic
from collegium.forums.shelves import SIZE, counts, ids_of, misplaced, place_of, tidy
from collegium.forums.splitting import split_topic
from collegium.forums.tasks import tidy_shelves
from collegium.forums.tests.factory import make_forum, make_many
from collegium.groups.tests.factory import make_group
from collegium.outbox.management.data_checks import counter_faults, mend_counters

MANY, PAGE = 2 * SIZE + 40, 130
SHELF = SIZE * (
    100 if connection.vendor == "sqlite" else 12
)  # steps or rows to sort one; all topics take four times as many
PEOPLE = (None, "gus", "mia", "grace", "mo")


@pytest.fixture
def place(cast):
    """A forum of 540 topics, a third each for members, guests and everybody; all but the latest put away."""
    forum = make_forum()
    make_many(MANY, cast.mia, forum, readers=(MEMBERS, GUESTS, PUBLIC))
    tidy()
    return forum


def away(place, at=0):
    """A topic that stands on a shelf."""
    return Topic.objects.filter(forum=place).exclude(shelf=None).order_by("-moved_at")[at]


def asked(cast, name):
    return reader_for(getattr(cast, name)) if name else reader_for(None)


def listed(place, reader, *, waiting=False):
    topics = (place.topics if place else Topic.objects.filter(group=None)).readable_by(reader)
    known, where, found = counts(reader), place_of(place), []
    chosen, rules = topics.waiting() if waiting else topics, {"waiting": waiting, "pinned": place is not None}
    for start in range(0, known.total(place.pk if place else None, waiting=waiting), PAGE):
        found += ids_of(chosen, known, where, slice(start, start + PAGE), reader, **rules)
    return found


def agree(cast, *places):
    """Every page and number says what the rows say, for every one of the cast."""
    assert misplaced() == []
    for reader in (asked(cast, name) for name in PEOPLE):
        known = counts(reader)
        everywhere = Topic.objects.filter(group=None).readable_by(reader)
        assert listed(None, reader) == list(everywhere.moved_first().values_list("pk", flat=True))
        assert known.total() == everywhere.count()
        for place in places:
            rows = place.topics.readable_by(reader)
            assert listed(place, reader) == list(pinned_first(rows).values_list("pk", flat=True))
            assert known.total(place.pk) == rows.count()
            assert known.total(place.pk, waiting=True) == rows.waiting().count()


def test_every_page_says_what_the_rows_say(cast, place):
    assert Shelf.objects.count() == 1
    other = make_forum("Corridor")
    make_many(30, cast.petra, other, before=MANY - 20)
    for topic in Topic.objects.filter(forum=other):
        shelves.put_right(Topic.objects.filter(pk=topic.pk))
    agree(cast, place, other)
    assert listed(place, asked(cast, "mia"), waiting=True) == listed(place, asked(cast, "mia"))


def test_readers_cannot_count_what_is_for_others(cast, place):
    third = MANY // 3
    totals = [counts(asked(cast, name)).total() for name in PEOPLE]
    assert totals == [third, 2 * third, MANY, MANY, MANY]
    narrower = away(place)
    before = counts(asked(cast, "gus")).total()
    Piece.objects.filter(pk=narrower.pk).update(readers_id=MEMBERS)
    shelves.put_right(Topic.objects.filter(pk=narrower.pk))
    assert counts(asked(cast, "gus")).total() == before - (narrower.readers_id != MEMBERS)
    assert narrower.pk not in listed(place, asked(cast, "gus"))


def test_deeds_on_shelves_are_counted_at_once(cast, place):
    mo = cast.mo
    topic = away(place)
    reply = actions.post_reply(topic, WORDS, reader_for(cast.mia))
    assert Topic.objects.get(pk=topic.pk).shelf is None
    agree(cast, place)
    actions.remove_reply(reply)
    agree(cast, place)
    topic = away(place, 5)
    actions.hide(topic, mo, "Names a patient’s employer.")
    agree(cast, place)
    actions.unhide(topic)
    agree(cast, place)
    members = Topic.objects.filter(forum=place, readers=MEMBERS).exclude(shelf=None).first()
    opening.open_to_guests(members, by=mo)
    agree(cast, place)
    opening.close_to_guests(members, by=mo)
    agree(cast, place)
    moderating.narrow(away(place, 9), MEMBERS) if away(place, 9).readers_id != MEMBERS else None
    remove_topic(Topic.objects.get(pk=away(place, 20).pk), reader_for(cast.mia))
    agree(cast, place)


def test_topics_that_move_to_another_place_are_counted_there(cast, place):
    other = make_forum("Corridor")
    topic = away(place, 3)
    move_topic(topic, other)
    agree(cast, place, other)
    assert counts(asked(cast, "mia")).total(other.pk) == 1


def test_replies_that_leave_a_shelved_topic_take_it_back_in_time(cast, place):
    topic = away(place, 7)
    for _ in range(2):
        actions.post_reply(topic, WORDS, reader_for(cast.otto))
    topic.refresh_from_db()
    Reply.objects.filter(piece=topic, number=1).update(created_at=topic.published_at + timedelta(minutes=1))
    split_topic(topic, Reply.objects.filter(piece=topic, number=2), "Of its own", topic.readers)
    assert Topic.objects.get(pk=topic.pk).shelf is not None
    agree(cast, place)


def test_pinned_topics_come_first_wherever_they_stand(cast, place):
    first, second = away(place, 30), Topic.objects.filter(forum=place, shelf=None).order_by("moved_at").first()
    for topic in (first, second):
        pin(topic, cast.mo, on=True)
    agree(cast, place)
    assert listed(place, asked(cast, "mia"))[:2] == [second.pk, first.pk]
    pin(first, cast.mo, on=True, until=timezone.now() - timedelta(minutes=1))
    agree(cast, place)


def test_shelves_that_grew_are_divided_and_small_ones_emptied(cast, place):
    oldest = Shelf.objects.order_by("ends_at").first()
    make_many(2 * SIZE, cast.petra, place, before=MANY)
    Topic.objects.filter(shelf=None, moved_at__lt=oldest.ends_at).update(shelf=oldest)
    tidy_shelves.func()
    assert max(shelf.topics.count() for shelf in Shelf.objects.all()) <= 2 * SIZE
    agree(cast, place)
    some = Shelf.objects.order_by("ends_at")[0]
    kept = list(some.topics.values_list("pk", flat=True)[:10])
    Topic.objects.filter(shelf=some).exclude(pk__in=kept).delete()
    tidy()
    assert not Shelf.objects.filter(pk=some.pk).exists()
    agree(cast, place)


def test_topics_of_one_instant_cannot_be_torn_apart(cast):
    forum = make_forum()
    make_many(2 * SIZE + 100, cast.mia, forum)
    Piece.objects.update(moved_at=timezone.now() - timedelta(days=3))
    assert tidy() == 0
    agree(cast, forum)


def test_a_group_lists_its_shelved_topics_to_those_in_it(cast):
    group = make_group(cast.otto, "closed", cast.grace)
    make_many(2 * SIZE + 100, cast.grace, group, readers=(group.audience_id,))
    tidy()
    assert Tally.objects.filter(group=group).exists()
    for name, there in (("grace", 2 * SIZE + 100), ("mia", 0), (None, 0)):
        reader = asked(cast, name)
        pages, rows = page_of_group(Topic.objects.filter(group=group).readable_by(reader), group, 40, reader)
        assert (pages.total, len(rows)) == (there, LIST_SIZE if there else 0)
    assert counts(asked(cast, "grace")).total() == 0


def test_check_finds_and_mends_what_was_written_past_the_deeds(cast, place):
    topic = away(place)
    Piece.objects.filter(pk=topic.pk).update(moved_at=timezone.now())
    assert misplaced() == [topic.pk]
    Topic.objects.filter(pk=topic.pk).update(shelf=None)
    assert any("shelves of 1 topics" in fault for fault in counter_faults())
    mend_counters()
    agree(cast, place)


def test_a_page_far_down_cannot_cost_more_than_the_first(cast, place):
    make_many(2 * MANY, cast.mia, place, before=MANY)
    tidy()
    client = cast.client("mia")
    client.get("/")
    client.get("/forums/gi-oncology/")
    ReadMark.objects.all().delete()
    type(cast.mia).objects.update(start_of_reading=timezone.now())
    analyzed()
    costs = [cost_of(lambda n=n: client.get(f"/forums/gi-oncology/?page={n}")) for n in (1, 20, 70, 3 * MANY // 15)]
    for statements, steps in costs[1:]:
        assert statements <= costs[0][0] + 1
        assert steps - costs[0][1] < SHELF


def test_three_times_as_many_topics_cannot_cost_more(cast, place):
    client = cast.client("mia")
    type(cast.mia).objects.update(start_of_reading=timezone.now())
    client.get("/forums/gi-oncology/")
    analyzed()
    short = cost_of(lambda: client.get("/forums/gi-oncology/"))
    make_many(2 * MANY, cast.mia, place, before=MANY)
    tidy()
    assert Topic.objects.filter(shelf=None).count() <= 2 * SIZE
    analyzed()
    statements, steps = cost_of(lambda: client.get("/forums/gi-oncology/"))
    assert statements <= short[0]
    assert steps - short[1] < SHELF  # what moved lately are 290 of 540 topics, and some more of 1,620
    assert Piece.objects.filter(reply_count=F("last_number")).count() == 3 * MANY
