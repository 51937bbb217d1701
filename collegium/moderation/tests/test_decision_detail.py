"""A decision and its appeal: the author answers once, a moderator answers back."""

from __future__ import annotations

import pytest

from collegium.audience.actions import end
from collegium.discussion.models import Reply
from collegium.moderation import actions
from collegium.moderation.models import Appeal, Decision
from collegium.moderation.tests.factory import make_reply, make_report
from collegium.moderation.things import found
from collegium.outbox.models import Mail


@pytest.fixture
def decision(cast):
    reply = make_reply(cast.otto)
    make_report(reply, cast.mia)
    return actions.hide(found("reply", reply.pk), cast.mo, "It attacks a colleague.")


def appeal(cast, decision):
    return cast.client("otto").post(decision.get_absolute_url(), {"text": "I attacked the rule, not the colleague."})


def test_author_reads_the_reason_and_answers_once(cast, decision):
    page = cast.client("otto").get(decision.get_absolute_url()).text
    assert "It attacks a colleague." in page
    assert "Mia" not in page
    assert appeal(cast, decision).status_code == 303
    assert appeal(cast, decision).status_code == 422
    assert Appeal.objects.count() == 1
    assert "Appeal" in cast.client("mo").get("/desk/reports/").text


def test_author_reads_where_the_words_stood(cast, decision):
    reply = Reply.objects.select_related("piece").get(pk=decision.target_id)
    page = cast.client("otto").get(decision.get_absolute_url()).text
    assert f'<a href="/replies/{reply.pk}/">{reply.piece.title}</a>' in page
    assert reply.piece.title in cast.client("otto").get(f"/replies/{reply.pk}/", follow=True).text


def test_author_cannot_read_the_title_of_what_was_closed_to_them(cast, decision):
    reply = Reply.objects.select_related("piece").get(pk=decision.target_id)
    end(cast.otto, "member")
    page = cast.client("otto").get(decision.get_absolute_url()).text
    assert "It attacks a colleague." in page
    assert reply.piece.title not in page


def test_upheld_appeal_shows_the_words_again(cast, decision):
    appeal(cast, decision)
    row = Appeal.objects.get()
    client = cast.client("ada")
    answer = client.post(f"/desk/reports/appeals/{row.pk}/", {"answer": "You are right.", "upheld": "1"})
    assert answer.status_code == 303
    assert "Your answer is on its way to whoever appealed." in client.get("/desk/reports/").text
    assert "What they said." in cast.client("grace").get(f"/replies/{decision.target_id}/", follow=True).text
    assert "You are right." in cast.client("otto").get(decision.get_absolute_url()).text
    assert "You are right." in Mail.objects.filter(kind="moderation").latest("pk").text


def test_decision_that_stays_keeps_the_words_hidden(cast, decision):
    appeal(cast, decision)
    cast.client("ada").post(
        f"/desk/reports/appeals/{Appeal.objects.get().pk}/", {"answer": "It was personal.", "upheld": "0"}
    )
    assert Decision.objects.get().undone_at is None
    assert "What they said." not in cast.client("grace").get(f"/replies/{decision.target_id}/", follow=True).text


def test_appeal_cannot_be_answered_twice(cast, decision):
    appeal(cast, decision)
    address = f"/desk/reports/appeals/{Appeal.objects.get().pk}/"
    cast.client("ada").post(address, {"answer": "It was personal.", "upheld": "0"})
    assert cast.client("mo").post(address, {"answer": "No, right.", "upheld": "1"}).status_code == 422
    assert Decision.objects.get().undone_at is None


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("mia", 404), ("grace", 404), ("mo", 404), ("ada", 404)])
def test_others_cannot_read_a_decision(cast, decision, who, status):
    answer = cast.client(who).get(decision.get_absolute_url())
    assert answer.status_code == status
    assert "attacks" not in answer.text


def test_erased_words_cannot_be_appealed_for(cast):
    reply = make_reply(cast.otto)
    decision = actions.take_back(found("reply", reply.pk), cast.mo, "A date of birth.")
    assert appeal(cast, decision).status_code == 422
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("who", ["mia", "otto", "ed"])
def test_others_cannot_answer_an_appeal(cast, decision, who):
    appeal(cast, decision)
    row = Appeal.objects.get()
    assert cast.client(who).post(f"/desk/reports/appeals/{row.pk}/", {"answer": "x", "upheld": "1"}).status_code == 404
    row.refresh_from_db()
    assert row.answered_at is None
