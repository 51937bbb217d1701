"""What is worked out once for all readers with the same audiences: never longer than it is true, never for others."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.shared import MOST, Results, as_of, own_number, results, shared
from collegium.discussion.models import Piece
from collegium.forums.tests.factory import make_topic
from collegium.web import versions
from collegium.web.models import KeptVersion


@pytest.fixture
def reading(db):
    KeptVersion.touch()
    versions.begin_request(reading=True)
    yield
    versions.end_request()


@pytest.fixture
def made():
    return []


def ask(cast, handle, made):
    return shared(cast.reader(handle), "key", lambda anybody: made.append(anybody) or handle)


def test_those_with_the_same_audiences_share(cast, reading, made):
    assert [ask(cast, handle, made) for handle in ("mia", "otto", "mia")] == ["mia"] * 3
    assert len(made) == 1


def test_what_is_worked_out_cannot_know_who_asked(cast, reading, made):
    ask(cast, "mia", made)
    assert (made[0].person_id, made[0].person) == (None, None)
    assert made[0].audiences == cast.reader("mia").audiences


@pytest.mark.parametrize("other", ["vera", "gus", "lars", "mo", "ada"])
def test_others_cannot_get_what_members_have(cast, reading, made, other):
    ask(cast, "mia", made)
    assert ask(cast, other, made) == other


def test_a_deed_ends_it_even_in_another_process(cast, reading, made):
    ask(cast, "mia", made)
    KeptVersion.touch()
    assert ask(cast, "otto", made) == "otto"


def test_nothing_is_shared_where_something_changes(cast, db, made):
    KeptVersion.touch()
    versions.begin_request(reading=False)
    assert [ask(cast, handle, made) for handle in ("mia", "otto")] == ["mia", "otto"]
    versions.end_request()


def test_nothing_outlives_the_next_instant(cast, reading):
    topic = make_topic(cast.petra)
    Piece.objects.filter(pk=topic.pk).update(published_at=timezone.now() + timedelta(seconds=20))
    now = [time.time()]
    some = Results(clock=lambda: now[0])
    some.put("key", 1, now[0], "result")
    now[0] += 19
    assert some.get("key", 1) == ("result",)
    now[0] += 2
    assert some.get("key", 1) is None


def test_an_instant_that_came_while_it_was_made_ends_it_at_once(cast, reading):
    topic = make_topic(cast.petra)
    Piece.objects.filter(pk=topic.pk).update(published_at=timezone.now())
    some = Results()
    some.put("key", 1, time.time() - 2, "result")
    assert some.get("key", 1) is None


def test_a_minute_is_the_longest(cast, reading):
    now = [time.time()]
    some = Results(clock=lambda: now[0])
    some.put("key", 1, now[0], "result")
    now[0] += 61
    assert some.get("key", 1) is None


def test_memory_is_bounded(cast, reading, monkeypatch):
    monkeypatch.setattr(results, "most", 3)
    for number in range(9):
        shared(cast.reader("mia"), number, lambda _anybody: 1)
    assert len(results._kept) == 3


def test_as_of_stands_until_something_changes(cast, reading):
    first = as_of(cast.reader("mia"))
    assert as_of(cast.reader("otto")) == first
    assert as_of(cast.reader("gus")) != first
    KeptVersion.touch()
    assert as_of(cast.reader("mia")) != first


def test_numbers_of_single_people_take_no_place_of_what_is_shared(cast, reading, made):
    ask(cast, "mia", made)
    otto = cast.reader("otto")
    for number in range(MOST + 1):
        assert own_number(otto, ("count", number), lambda n=number: n) == number
    ask(cast, "otto", made)
    assert len(made) == 1


def test_a_number_of_ones_own_cannot_be_anothers(cast, reading):
    assert own_number(cast.reader("mia"), "count", lambda: 1) == 1
    assert own_number(cast.reader("otto"), "count", lambda: 2) == 2
    assert own_number(cast.reader("mia"), "count", lambda: 3) == 1
