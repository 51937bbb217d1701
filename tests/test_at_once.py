"""Two people, or one person twice, at the same moment: one effect, and numbers without gaps or doubles.

Each test runs on a committed copy of the test database, so that threads see one another as they do on a site.
"""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from collegium.audience.models import GUESTS
from collegium.audience.reader import reader_for
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups import actions as groups
from collegium.groups.models import Place
from collegium.groups.tests.factory import make_group
from collegium.moderation import actions as moderation
from collegium.moderation.models import Decision, Report
from collegium.moderation.tests.factory import make_held, make_reply, make_report
from collegium.moderation.things import found
from collegium.organizations.actions import Refused, decide, make_statement
from collegium.organizations.models import Manager
from collegium.organizations.tests.factory import make_organization
from collegium.web import versions
from collegium.web.counts import count
from collegium.web.models import KeptVersion
from tests.at_once import at_once, kinds
from tests.cast import Cast


def test_replies_of_six_people_have_numbers_without_gaps_or_doubles(apart: Cast) -> None:
    topic = make_topic(apart.mia, make_forum())
    readers = [apart.reader(name) for name in ("mia", "grace", "petra", "mo", "otto", "ed")]

    def write(reader: Any) -> list[int]:
        return [post_reply(Piece.objects.get(pk=topic.pk), Words.plain(f"Line {n}"), reader).number for n in range(3)]

    results = at_once(*[lambda reader=reader: write(reader) for reader in readers])
    assert kinds(results) == ["list"] * 6, results
    numbers = list(Reply.objects.filter(piece=topic).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 19))
    fresh = Topic.objects.get(pk=topic.pk)
    assert (fresh.last_number, fresh.reply_count) == (18, 18)


def test_one_form_sent_twice_cannot_make_two_replies(apart: Cast) -> None:
    topic = make_topic(apart.mia, make_forum())
    form = {"body": "Sent by an impatient hand.", "token": "a" * 32}
    clients = [apart.client("grace") for _time in range(2)]
    answers = at_once(*[lambda client=client: client.post(f"/pieces/{topic.pk}/replies/", form) for client in clients])
    assert [getattr(answer, "status_code", answer) for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Reply.objects.filter(piece=topic).count() == 1


def test_one_form_sent_twice_cannot_make_two_topics(apart: Cast) -> None:
    forum = make_forum()
    clients = [apart.client("grace") for _time in range(2)]
    page = clients[0].get(f"/forums/{forum.slug}/new/").text
    token = re.search(r'name="token" value="([0-9a-f]{32})"', page)
    assert token
    form = {"title": "Who covers the weekend?", "body": "We trade Fridays.", "token": token[1]}
    answers = at_once(*[lambda client=client: client.post(f"/forums/{forum.slug}/new/", form) for client in clients])
    assert [getattr(answer, "status_code", answer) for answer in answers] == [303, 303]
    assert Topic.objects.filter(title=form["title"]).count() == 1


def test_one_claim_cannot_be_granted_twice(apart: Cast) -> None:
    place = make_organization()
    claim = make_statement(place, "I founded the practice and sign its papers.", reader_for(apart.otto))
    by = [apart.ada, apart.ed]
    results = at_once(*[lambda who=who: decide(claim, who, grant=True, reason="The papers agree.") for who in by])
    assert kinds(results) == ["NoneType", "Refused"], results
    assert any(isinstance(result, Refused) for result in results)
    assert Manager.objects.filter(organization=place).count() == 1


def test_two_moderators_cannot_decide_one_report_twice(apart: Cast) -> None:
    reply = make_reply(apart.otto, topic=make_topic(apart.mia, make_forum()))
    make_report(reply, apart.grace)
    things, by = [found("reply", reply.pk) for _time in range(2)], [apart.mo, apart.ada]
    pairs = zip(things, by, strict=True)
    results = at_once(*[lambda t=thing, who=who: moderation.hide(t, who, "Unkind.") for thing, who in pairs])
    assert kinds(results) == ["Decision", "Refused"], results
    assert Decision.objects.filter(kind="reply", target_id=reply.pk).count() == 1
    assert Report.objects.get().closed_by_id == Decision.objects.get().by_id
    assert Topic.objects.get().reply_count == 0


def test_first_words_cannot_be_released_twice(apart: Cast) -> None:
    reply = make_held(apart.nina, apart.mia)
    assert reply.readers_id == GUESTS
    things, by = [found("reply", reply.pk) for _time in range(2)], [apart.mo, apart.ada]
    pairs = zip(things, by, strict=True)
    results = at_once(*[lambda t=thing, who=who: moderation.release(t, who) for thing, who in pairs])
    assert kinds(results) == ["NoneType", "Refused"], results
    assert Topic.objects.get().reply_count == 1


def test_joining_twice_cannot_take_two_places(apart: Cast) -> None:
    group = make_group(apart.otto)
    results = at_once(*[lambda: groups.join(group, apart.mia)] * 2)
    assert kinds(results) == ["Place", "Place"], results
    assert Place.objects.filter(group=group, person=apart.mia).count() == 1


def test_nothing_of_this_is_left_in_the_other_tests_database(cast: Cast) -> None:
    assert not Topic.objects.exists()
    assert not Manager.objects.exists()


def test_counts_of_limits_hold_when_many_count(apart: Cast) -> None:
    until = int(time.time()) + 600
    names = [["hospital", "mia"], ["grace", "hospital"]]  # two people of one address, each in their own order
    results = at_once(*[lambda mine=mine: [count(mine, until) for _time in range(5)] for mine in names * 3])
    assert kinds(results) == ["list"] * 6, results
    counted = [dict(zip(mine, numbers, strict=True)) for mine, result in zip(names * 3, results, strict=True)
               for numbers in result]  # fmt: skip
    assert sorted(numbers["hospital"] for numbers in counted) == list(range(1, 31))
    for who in ("mia", "grace"):
        assert sorted(numbers[who] for numbers in counted if who in numbers) == list(range(1, 16))


def test_counters_of_what_is_kept_cannot_make_two_deeds_wait_for_each_other(apart: Cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite one transaction writes at a time.")
    topic = make_topic(apart.mia, make_forum())
    both_have_begun = threading.Barrier(2)

    def row() -> None:
        Topic.objects.select_for_update().get(pk=topic.pk)

    def deed(first: Any, then: Any) -> str:
        with transaction.atomic():
            first()
            both_have_begun.wait(20)
            then()
        return "done"

    results = at_once(lambda: deed(row, KeptVersion.touch), lambda: deed(KeptVersion.touch, row))
    assert results == ["done", "done"]


def test_no_change_can_be_lost_to_a_counter_when_many_count(apart: Cast) -> None:
    before = versions.counters()

    def change() -> str:
        for _time in range(5):
            with transaction.atomic():
                KeptVersion.touch(KeptVersion.PAGES)
        return "done"

    assert at_once(*[change] * 6) == ["done"] * 6
    after = versions.counters()
    assert after[KeptVersion.PAGES] == before[KeptVersion.PAGES] + 30
    assert after[KeptVersion.PEOPLE] == before[KeptVersion.PEOPLE]


def test_what_is_not_committed_cannot_move_a_counter_for_others(apart: Cast) -> None:
    before = versions.counters()
    with transaction.atomic():
        KeptVersion.touch()
        transaction.set_rollback(True)
    assert versions.counters() == before
