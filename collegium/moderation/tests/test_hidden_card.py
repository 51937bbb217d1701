"""An answer card is reported, hidden and shown again on its own; its topic stays as it is."""

from __future__ import annotations

import re

import pytest

from collegium.answers.models import Card
from collegium.answers.tests.factory import WORDS, make_card
from collegium.audience.models import GUESTS
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.moderation import actions
from collegium.moderation.models import Appeal, Decision, Report
from collegium.moderation.sheet import sheet_of
from collegium.moderation.things import found
from collegium.notifications.models import Notification
from collegium.outbox.models import Mail

pytestmark = pytest.mark.django_db
ANSWER = "nurse who knows the plan"


@pytest.fixture
def card(cast):
    return make_card(make_topic(cast.mia, make_forum("GI oncology"), title="Calls after discharge"))


def page(cast, who, card):
    return cast.client(who).get(card.topic.get_absolute_url()).text


def found_by(cast, who):
    return re.sub(r"</?mark>", "", cast.client(who).get("/search/?q=working").text)


def hidden(cast, card):
    return actions.hide(found("card", card.pk), cast.mo, "The answer is unsafe.")


def test_a_reader_reports_the_card_and_a_moderator_hides_it_with_a_reason(cast, card):
    address = f"/report/?kind=card&id={card.pk}"
    assert address.replace("&", "&amp;") in page(cast, "grace", card)
    assert cast.client("grace").post(address, {"reason": "unsafe", "note": "Not so."}).status_code == 303
    moderator = cast.client("mo")
    assert "Answer card" in moderator.get("/desk/reports/").text
    sheet = moderator.get(f"/desk/reports/card/{card.pk}/").text
    assert ANSWER in sheet
    assert 'value="hide"' in sheet
    sent = {"act": "hide", "reason": "The answer is unsafe."}
    assert moderator.post(f"/desk/reports/card/{card.pk}/decide/", sent).status_code == 303
    decision = Decision.objects.get()
    assert (decision.kind, decision.author_id, decision.act) == ("card", cast.mia.pk, "hide")
    assert Report.objects.get().outcome == "acted"
    assert Mail.objects.filter(person=cast.mia, about_kind="decision").exists()
    assert Notification.objects.filter(person=cast.mia).exists()
    told = cast.client("mia").get(decision.get_absolute_url()).text
    assert "The answer is unsafe." in told
    assert "Calls after discharge" in told
    assert "Grace" not in told


def test_a_hidden_card_cannot_be_read_anywhere(cast, card):
    assert ANSWER in page(cast, "grace", card)
    assert ANSWER in found_by(cast, "grace")
    hidden(cast, card)
    for who in ("grace", "mia", "mo", "ada"):
        assert ANSWER not in page(cast, who, card)
        assert ANSWER not in found_by(cast, who)
        assert WORDS["question"] not in cast.client(who).get("/").text
    assert not Topic.objects.get(pk=card.pk).has_card
    assert cast.client("mia").get(f"/topics/{card.pk}/card/versions/").status_code == 404


def test_its_author_cannot_bring_a_hidden_card_back_by_writing_it_again(cast, card):
    hidden(cast, card)
    answer = cast.client("mia").get(f"/topics/{card.pk}/card/")
    assert answer.status_code == 403
    sent = {"question": "The same question again?", "answer": "The same answer.", "version": "1"}
    assert cast.client("mia").post(f"/topics/{card.pk}/card/", sent).status_code == 403
    assert Card.objects.get().answer == WORDS["answer"]
    assert Card.objects.get().hidden_at


def test_an_upheld_appeal_shows_it_again(cast, card):
    decision = hidden(cast, card)
    assert (
        cast.client("mia").post(decision.get_absolute_url(), {"text": "It is what five sites do."}).status_code == 303
    )
    row = Appeal.objects.get()
    actions.answer_appeal(row, found("card", card.pk), cast.ada, "You are right.", upheld=True)
    assert ANSWER in page(cast, "grace", card)
    assert ANSWER in found_by(cast, "grace")


def test_a_card_taken_back_cannot_be_shown_again(cast, card):
    decision = actions.take_back(found("card", card.pk), cast.mo, "It names a patient.")
    row = Card.objects.get()
    assert (row.question, row.answer, row.did) == ("", "", [])
    assert not decision.can_be_appealed
    with pytest.raises(actions.Refused):
        actions.undo(decision, found("card", card.pk), cast.ada, "By mistake.")


def test_a_card_hidden_and_then_erased_cannot_come_back_empty(cast, card):
    decision = hidden(cast, card)
    actions.take_back(found("card", card.pk), cast.mo, "It names a patient.")
    actions.undo(decision, found("card", card.pk), cast.ada, "Not so bad.")
    assert not Topic.objects.get(pk=card.pk).has_card


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 403), ("lars", 403)])
def test_who_cannot_read_the_topic_cannot_report_its_card(cast, card, who, status):
    answer = cast.client(who).post(f"/report/?kind=card&id={card.pk}", {"reason": "unsafe"})
    assert answer.status_code == status
    assert "Calls after discharge" not in answer.text
    assert not Report.objects.exists()


def test_a_card_for_members_cannot_be_reported_by_guests_of_an_opened_topic(cast, card):
    Topic.objects.filter(pk=card.pk).update(readers=GUESTS)
    assert cast.client("gus").post(f"/report/?kind=card&id={card.pk}", {"reason": "unsafe"}).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("who", ["mia", "grace", "petra", "ed"])
def test_others_cannot_decide_about_a_card(cast, card, who):
    sent = {"act": "hide", "reason": "I think so."}
    assert cast.client(who).post(f"/desk/reports/card/{card.pk}/decide/", sent).status_code == 404
    assert not Card.objects.get().hidden_at


def test_a_card_of_a_closed_group_cannot_be_looked_at_unless_it_is_reported(cast):
    from collegium.groups.tests.factory import make_group, make_group_topic

    topic = make_group_topic(make_group(cast.otto, "closed", cast.grace), cast.grace, "Behind a door")
    card = make_card(topic)
    assert cast.client("mo").get(f"/desk/reports/card/{card.pk}/").status_code == 404
    actions.report(found("card", card.pk), cast.otto, "unsafe")
    assert ANSWER in cast.client("mo").get(f"/desk/reports/card/{card.pk}/").text


def test_its_author_cannot_be_offered_to_write_it_again(cast, card):
    cast.client("grace").post(f"/pieces/{card.pk}/replies/", {"body": "On day three."})
    hidden(cast, card)
    shown = page(cast, "mia", card)
    assert "Write the answer card" not in shown
    assert "A moderator hid the answer card" in shown
    for who in ("grace", "vera"):
        assert "A moderator hid the answer card" not in page(cast, who, card)
    decision = Decision.objects.get()
    actions.undo(decision, found("card", card.pk), cast.ada, "Not so bad.")
    assert "A moderator hid the answer card" not in page(cast, "mia", card)


def test_a_card_taken_back_can_be_written_anew(cast, card):
    cast.client("grace").post(f"/pieces/{card.pk}/replies/", {"body": "On day three."})
    hidden(cast, card)
    actions.take_back(found("card", card.pk), cast.mo, "It names a patient.")
    assert "Write the answer card" in page(cast, "mia", card)


def test_hidden_cards_cannot_be_missing_from_what_was_hidden_before(cast, card):
    assert sheet_of(found("card", card.pk), cast.reader("mo")).hidden == 0
    hidden(cast, card)
    sheet = sheet_of(found("piece", card.pk), cast.reader("mo"))
    assert (sheet.said, sheet.hidden) == (2, 1)
