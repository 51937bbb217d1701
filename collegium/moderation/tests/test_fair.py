"""Moderators are people of the society too: reported, they learn no names and decide nothing; appeals go to others."""

from __future__ import annotations

import pytest
from django.utils import timezone

from collegium.audience.actions import end
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.tests.factory import make_group
from collegium.moderation import actions
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.tests.factory import make_reply
from collegium.moderation.things import found
from collegium.organizations.models import Manager
from collegium.organizations.tests.factory import make_organization
from tests.cast import Cast

NOTE = "He said it to me on the ward."


@pytest.fixture
def reply(cast: Cast):
    reply = make_reply(cast.mo, topic=make_topic(cast.petra))
    actions.report(found("reply", reply.pk), cast.mia, "harassment", NOTE)
    return reply


def sheet(cast: Cast, who: str, thing, kind: str = "reply") -> str:
    return cast.client(who).get(f"/desk/reports/{kind}/{thing.pk}/").text


def test_reported_moderator_cannot_learn_by_whom(cast, reply):
    page = sheet(cast, "mo", reply)
    assert "so another moderator decides" in page
    for words in (cast.mia.name, NOTE):
        assert words not in page
        assert words in sheet(cast, "ada", reply)


def test_only_moderator_there_is_decides_and_still_cannot_learn_by_whom(cast, reply):
    end(cast.ada, "administrator")
    page = sheet(cast, "mo", reply)
    assert 'value="dismiss"' in page
    for words in (cast.mia.name, NOTE):
        assert words not in page
    form = {"act": "dismiss", "reason": "It was a joke."}
    assert cast.client("mo").post(f"/desk/reports/reply/{reply.pk}/decide/", form).status_code == 303


@pytest.mark.parametrize("act", ["dismiss", "hide", "lock"])
def test_reported_moderator_cannot_decide_about_it(cast, reply, act):
    form = {"act": act, "reason": "Nothing to see here."}
    answer = cast.client("mo").post(f"/desk/reports/reply/{reply.pk}/decide/", form)
    assert answer.status_code == 422
    assert cast.mia.name not in answer.text
    assert Report.objects.waiting().count() == 1
    assert cast.client("ada").post(f"/desk/reports/reply/{reply.pk}/decide/", form | {"act": "hide"}).status_code == 303


def test_moderator_cannot_take_back_what_was_decided_about_their_own_words(cast, reply):
    decision = actions.hide(found("reply", reply.pk), cast.ada, "It attacks a colleague.")
    answer = cast.client("mo").post(f"/desk/reports/decisions/{decision.pk}/undo/", {"reason": "It does not."})
    assert answer.status_code == 422
    decision.refresh_from_db()
    assert decision.undone_at is None


@pytest.mark.parametrize("kind", ["organization", "group", "profile"])
def test_moderator_who_keeps_a_page_cannot_learn_who_reported_it(cast, kind):
    if kind == "organization":
        thing = make_organization()
        Manager.objects.create(organization=thing, person=cast.mo)
    else:
        thing = make_group(owner=cast.mo) if kind == "group" else cast.mo
    actions.report(found(kind, thing.pk), cast.mia, "commercial", NOTE)
    page = sheet(cast, "mo", thing, kind)
    assert "so another moderator decides" in page
    assert NOTE not in page
    assert cast.mia.name not in page
    assert NOTE in sheet(cast, "ada", thing, kind)


def test_moderator_locks_an_own_topic_that_nobody_reported(cast):
    topic = make_topic(cast.mo)
    form = {"act": "lock", "reason": "The meeting is over."}
    assert cast.client("mo").post(f"/desk/reports/piece/{topic.pk}/decide/", form).status_code == 303


@pytest.fixture
def appeal(cast: Cast) -> Appeal:
    reply = make_reply(cast.otto, topic=make_topic(cast.petra))
    return actions.appeal(actions.hide(found("reply", reply.pk), cast.mo, "It attacks a colleague."), "It does not.")


def answer(cast: Cast, who: str, appeal: Appeal, upheld: str = "0") -> int:
    form = {"answer": "I looked at it again.", "upheld": upheld}
    return cast.client(who).post(f"/desk/reports/appeals/{appeal.pk}/", form).status_code


def test_whoever_decided_cannot_answer_the_appeal(cast, appeal):
    page = sheet(cast, "mo", found("reply", appeal.decision.target_id))
    assert "so another moderator answers" in page
    assert "It does not." in page
    assert 'name="upheld"' not in page
    assert answer(cast, "mo", appeal) == 422
    appeal.refresh_from_db()
    assert appeal.answered_at is None
    assert answer(cast, "ada", appeal) == 303


def test_only_moderator_there_is_answers(cast, appeal):
    end(cast.ada, "administrator")
    assert answer(cast, "mo", appeal) == 303


def test_moderator_cannot_answer_an_own_appeal(cast, reply):
    decision = actions.hide(found("reply", reply.pk), cast.ada, "It attacks a colleague.")
    appeal = actions.appeal(decision, "It does not.")
    assert answer(cast, "mo", appeal, upheld="1") == 422
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_taking_a_narrowing_back_cannot_open_what_was_narrowed_again(cast):
    topic = make_topic(cast.otto, make_forum("Open", readers=PUBLIC, writers=GUESTS))
    thing = found("piece", topic.pk)
    first = actions.narrow(thing, cast.mo, "Press reads along.", GUESTS)
    second = actions.narrow(thing, cast.ada, "Patients read along.", MEMBERS)
    actions.undo(first, thing, cast.mo, "They do not.")
    assert cast.client("gus").get(topic.get_absolute_url()).status_code == 403
    second = Decision.objects.get(pk=second.pk)
    actions.undo(second, thing, cast.ada, "Nor they.")
    topic.refresh_from_db()
    assert (topic.readers_id, topic.writers_id) == (PUBLIC, GUESTS)


def test_taking_a_pause_back_cannot_end_a_longer_one(cast):
    thing = found("reply", make_reply(cast.otto).pk)
    week = actions.pause(thing, cast.mo, "Rude.", 7)
    month = actions.pause(thing, cast.ada, "Rude again.", 30)
    actions.undo(week, thing, cast.mo, "It was not.")
    assert reader_for(cast.otto).is_paused
    assert (cast.otto.standings.filter(kind="paused").latest("until").until - timezone.now()).days >= 28
    actions.undo(month, thing, cast.ada, "Nor that.")
    assert not reader_for(cast.otto).is_paused


def test_taking_a_lock_back_cannot_lift_that_of_a_moderator(cast):
    topic = make_topic(cast.otto)
    thing = found("piece", topic.pk)
    first = actions.lock(thing, cast.petra, "Enough.")
    actions.lock(thing, cast.mo, "Enough, says a moderator.")
    actions.undo(first, thing, cast.ada, "It is not.")
    topic.refresh_from_db()
    assert topic.locked_at
