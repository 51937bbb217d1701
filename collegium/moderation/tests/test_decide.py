"""Decisions: with a reason, logged, told to the author, never telling who reported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS
from collegium.audience.reader import reader_for
from collegium.discussion.actions import Refused, post_reply
from collegium.discussion.models import Reply, Revision
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.magazine.actions import open_window
from collegium.magazine.tests.factory import make_article
from collegium.moderation.models import Decision, Report
from collegium.moderation.tests.factory import make_held, make_reply, make_report
from collegium.outbox import audit
from collegium.outbox.models import Mail


@pytest.fixture
def decide(cast):
    def post(thing, act, reason="It attacks a colleague.", kind="reply", who="mo", **more):
        address = f"/desk/reports/{kind}/{thing.pk}/decide/"
        return cast.client(who).post(address, {"act": act, "reason": reason, **more})

    return post


def test_hiding_tells_the_author_why_and_never_who_reported(cast, decide):
    reply = make_reply(cast.otto)
    make_report(reply, cast.mia)
    assert decide(reply, "hide").status_code == 303
    reply.refresh_from_db()
    assert (reply.hidden_by, reply.hidden_reason) == (cast.mo, "It attacks a colleague.")
    mail = Mail.objects.get(kind="moderation")
    assert mail.person == cast.otto
    assert "It attacks a colleague." in mail.text
    assert "/decisions/" in mail.text
    assert "Mia" not in mail.text + mail.subject
    assert "What they said" not in mail.text
    assert Report.objects.get().outcome == "acted"
    assert audit.about("reply", reply.pk)[0].why == "It attacks a colleague."
    assert "What they said." not in cast.client("grace").get(reply.piece.get_absolute_url()).text


def test_moderator_is_told_what_was_done(cast):
    reply = make_reply(cast.otto)
    make_report(reply, cast.mia)
    form = {"act": "dismiss", "reason": "Plain speech, no attack."}
    page = cast.client("mo").post(f"/desk/reports/reply/{reply.pk}/decide/", form, follow=True).text
    assert "The report is closed, and nothing is changed." in page


def test_first_words_are_released(cast, decide):
    reply = make_held(cast.nina, cast.petra)
    assert "My first words." not in cast.client("mia").get(reply.piece.get_absolute_url()).text
    assert decide(reply, "release", reason="").status_code == 303
    assert "My first words." in cast.client("mia").get(reply.piece.get_absolute_url()).text
    assert Mail.objects.get(kind="moderation").person == cast.nina


def test_released_words_come_last_and_are_new_to_whoever_was_there(cast, decide):
    held = make_held(cast.nina, cast.petra)
    topic = held.piece
    later = make_reply(cast.otto, "Said while it waited.", topic)
    client = cast.client("mia")
    client.get(topic.get_absolute_url())
    moved = Topic.objects.get(pk=topic.pk).moved_at
    decide(held, "release", reason="")
    assert list(Reply.objects.filter(piece=topic).order_by("number").values_list("number", "pk")) == [
        (1, later.pk), (2, held.pk),
    ]  # fmt: skip
    row = Topic.objects.get(pk=topic.pk)
    assert row.moved_at > moved
    assert row.last_by == "Nina Okafor"
    assert "1 new" in client.get(f"/forums/{row.forum.slug}/").text
    assert client.get(f"/pieces/{topic.pk}/unread/")["Location"].endswith("#reply-2")


def test_released_topic_begins_when_it_appears(cast, decide):
    topic = make_topic(cast.nina, make_forum(readers=GUESTS, writers=GUESTS))
    assert topic.held_at
    decide(topic, "release", reason="", kind="piece")
    row = Topic.objects.get(pk=topic.pk)
    assert row.held_at is None
    assert row.published_at > topic.held_at


def test_reports_are_dismissed_and_the_words_stay(cast, decide):
    reply = make_reply(cast.otto)
    make_report(reply, cast.mia)
    decide(reply, "dismiss", reason="Plain speech, no attack.")
    assert Report.objects.get().outcome == "kept"
    assert not Decision.objects.exists()
    assert "What they said." in cast.client("grace").get(reply.piece.get_absolute_url()).text


def test_taking_back_erases_every_version(cast, decide):
    reply = make_reply(cast.otto)
    from collegium.discussion.actions import edit

    edit(reply, Words.plain("What they said, again."), cast.reader("otto"))
    decide(reply, "take-back", reason="A date of birth.")
    reply.refresh_from_db()
    assert (reply.body, reply.text) == ("", "")
    assert not Revision.objects.filter(reply=reply).exists()
    assert "Taken back to protect a patient." in cast.client("grace").get(reply.piece.get_absolute_url()).text


def test_taken_back_topic_loses_its_title_and_address(cast, decide):
    topic = make_topic(cast.petra, title="The case of somebody we know")
    decide(topic, "take-back", kind="piece", reason="A name.")
    topic.refresh_from_db()
    assert topic.slug == f"taken-back-{topic.pk}"
    assert "somebody we know" not in cast.client("mo").get(topic.get_absolute_url()).text
    assert "somebody we know" not in Mail.objects.get(kind="moderation").text


def test_lock_and_narrow(cast, decide):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS))
    decide(topic, "lock", kind="piece")
    decide(topic, "narrow", kind="piece", readers=MEMBERS)
    topic.refresh_from_db()
    assert (topic.is_locked, topic.readers_id) == (True, MEMBERS)
    assert cast.client("gus").get(topic.get_absolute_url()).status_code == 403


def test_moderator_cannot_move_to_more_readers(cast, decide):
    topic = make_topic(cast.petra)
    assert decide(topic, "narrow", kind="piece", readers=GUESTS).status_code == 422
    topic.refresh_from_db()
    assert topic.readers_id == MEMBERS


def test_window_to_come_cannot_open_what_was_moved_to_fewer_readers(cast, decide):
    article = make_article(cast.reader("ed"), readers=GUESTS)
    open_window(article, timezone.now() + timedelta(hours=1), None, cast.reader("ed"))
    assert decide(article, "narrow", kind="piece", readers=MEMBERS).status_code == 303
    article.refresh_from_db()
    assert article.open_until <= timezone.now() < article.open_from


def test_paused_person_reads_and_cannot_write(cast, decide):
    reply = make_reply(cast.otto)
    decide(reply, "pause", days="7")
    reader = reader_for(cast.otto)
    assert reader.is_member
    with pytest.raises(Refused, match="paused"):
        post_reply(reply.piece, Words.plain("But I must."), reader)
    answer = cast.client("otto").get(f"/forums/{reply.piece.topic.forum.slug}/new/")
    assert answer.status_code == 403
    assert "paused your writing" in answer.text
    until = cast.otto.standings.get(kind="paused").until
    assert 6 < (until - timezone.now()).days + 1 <= 7


def test_whoever_holds_a_role_cannot_be_paused(cast, decide):
    answer = decide(make_reply(cast.ada), "pause", days="7")
    assert answer.status_code == 422
    assert "holds a role" in answer.text


@pytest.mark.parametrize("act", ["hide", "take-back", "lock", "dismiss", "pause", "narrow"])
def test_nothing_can_be_decided_without_a_reason(cast, decide, act):
    reply = make_reply(cast.otto)
    answer = decide(reply, act, reason=" ", days="7", readers=MEMBERS)
    assert answer.status_code == 422
    assert "Write the reason" in answer.text
    assert not Decision.objects.exists()


def test_profile_cannot_be_hidden(cast, decide):
    assert decide(cast.otto, "hide", kind="profile").status_code == 422


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("otto", 404), ("ed", 404)])
def test_others_cannot_decide(cast, decide, who, status):
    reply = make_reply(cast.otto)
    assert decide(reply, "hide", who=who).status_code == status
    assert Reply.objects.get(pk=reply.pk).hidden_at is None


def undo(cast, decision, reason="It was only blunt.", who="ada"):
    return cast.client(who).post(f"/desk/reports/decisions/{decision.pk}/undo/", {"reason": reason})


def test_moderator_takes_a_decision_back_with_a_reason(cast, decide):
    reply = make_reply(cast.otto)
    decide(reply, "hide")
    assert "Take the decision back" in cast.client("mo").get(f"/desk/reports/reply/{reply.pk}/").text
    assert undo(cast, Decision.objects.get()).status_code == 303
    assert Reply.objects.get(pk=reply.pk).hidden_at is None
    assert audit.about("reply", reply.pk)[0].why == "It was only blunt."


@pytest.mark.parametrize(("who", "reason", "status"), [("ada", " ", 422), ("mia", "x", 404), ("otto", "x", 404)])
def test_decision_cannot_be_taken_back_without_a_reason_or_by_others(cast, decide, who, reason, status):
    reply = make_reply(cast.otto)
    decide(reply, "hide")
    assert undo(cast, Decision.objects.get(), reason, who).status_code == status
    assert Reply.objects.get(pk=reply.pk).hidden_at
