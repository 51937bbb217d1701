"""The asker closes a question with a card; others read it, and only those it was written for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.answers.models import Card, CardVersion
from collegium.answers.tests.factory import WORDS, make_card
from collegium.audience.actions import grant
from collegium.audience.models import GUESTS
from collegium.discussion import actions, opening
from collegium.discussion.words import Words
from collegium.forums.actions import accept_answer
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.web import versions

SENT = {"question": WORDS["question"], "answer": WORDS["answer"], "did_1": WORDS["did"][0], "did_2": WORDS["did"][1]}


@pytest.fixture
def topic(cast):
    return make_topic(cast.petra)


def send(cast, topic, who="petra", **more):
    return cast.client(who).post(f"/topics/{topic.pk}/card/", SENT | more)


def test_asker_closes_a_question_and_everybody_who_reads_it_sees_the_card(cast, topic):
    assert send(cast, topic)["Location"] == topic.get_absolute_url()
    page = cast.client("mia").get(topic.get_absolute_url()).text
    assert page.index(WORDS["answer"]) < page.index("We call on day three.")
    assert "Four sites call on day two." in page
    assert "Petra Halvorsen, who asked" in page
    assert "Answered" in cast.client("mia").get("/forums/").text


def test_it_begins_with_the_accepted_answer_and_names_it(cast, topic):
    reply = actions.post_reply(topic, Words.plain("Day two, always."), cast.reader("otto"))
    accept_answer(topic, reply)
    assert "Day two, always." in cast.client("petra").get(f"/topics/{topic.pk}/card/").text
    send(cast, topic)
    assert f"/replies/{reply.pk}/" in cast.client("mia").get(topic.get_absolute_url()).text
    assert Card.objects.get().reply_id == reply.pk


def test_an_edit_is_noted_and_the_earlier_version_kept_for_asker_and_moderators(cast, topic):
    make_card(topic)
    send(cast, topic, version=1, answer="Within one working day.")
    assert "edited" in cast.client("mia").get(topic.get_absolute_url()).text
    for who in ("petra", "mo"):
        assert "<del>" in cast.client(who).get(f"/topics/{topic.pk}/card/versions/").text


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed"])
def test_others_cannot_see_earlier_versions(cast, topic, who):
    make_card(topic)
    send(cast, topic, version=1, answer="Within one working day.")
    assert cast.client(who).get(f"/topics/{topic.pk}/card/versions/").status_code in (403, 404)


def test_second_writer_cannot_overwrite(cast, topic):
    make_card(topic)
    send(cast, topic, version=1, answer="Within one working day.")
    answer = send(cast, topic, version=1, answer="Never call.")
    assert answer.status_code == 422
    assert "<del>" in answer.text
    assert Card.objects.get().answer == "Within one working day."


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed", "mo", "ada"])
def test_others_cannot_write_it_while_the_asker_is_there(cast, topic, who):
    assert send(cast, topic, who).status_code == 403
    assert not Card.objects.exists()


def test_moderator_writes_it_once_the_asker_is_gone_others_cannot(cast, topic):
    grant(cast.petra, "suspended")
    assert send(cast, topic, "mia").status_code == 403
    assert send(cast, topic, "mo").status_code == 303
    assert "Mo Castellan, for the asker" in cast.client("mia").get(topic.get_absolute_url()).text


def test_guest_whose_words_wait_cannot_write_one(cast):
    topic = make_topic(cast.nina, make_forum("Open", readers=GUESTS, writers=GUESTS))
    Topic.objects.filter(pk=topic.pk).update(held_at=None)
    assert send(cast, topic, "nina").status_code == 403


@pytest.mark.parametrize("field", ["question", "answer", "did_2", "outcome"])
def test_what_identifies_a_patient_cannot_pass_unasked(cast, topic, field):
    answer = send(cast, topic, **{field: "MRN 00482913, Jane Doe, born 7/2/1968, room 4"})
    assert answer.status_code == 422
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{"answer": ""}, {"question": "Short"}, {"did_1": "x" * 300}, {"remind_on": "2001-01-01"},
     {"remind_on": "9999-12-31"}, {"answer": "x" * 2000}],
)  # fmt: skip
def test_bad_input_cannot_be_stored(cast, topic, sent):
    assert send(cast, topic, **sent).status_code == 422
    assert not Card.objects.exists()


def test_a_topic_opened_later_cannot_take_the_card_along(cast, topic):
    make_card(topic)
    opening.open_to_guests(topic, by=cast.ada)
    page = cast.client("gus").get(topic.get_absolute_url()).text
    assert "We call on day three." in page
    assert WORDS["answer"] not in page
    assert WORDS["answer"] not in cast.client("gus").get("/search/?q=nurse").text
    assert WORDS["answer"] in cast.client("mia").get(topic.get_absolute_url()).text


def test_card_of_an_open_topic_from_a_members_reply_cannot_reach_guests(cast, topic):
    reply = actions.post_reply(topic, Words.plain("Day two, always."), cast.reader("otto"))
    accept_answer(topic, reply)
    opening.open_to_guests(topic, by=cast.ada)
    send(cast, topic)
    assert WORDS["answer"] not in cast.client("gus").get(topic.get_absolute_url()).text
    assert WORDS["answer"] in cast.client("otto").get(topic.get_absolute_url()).text


@pytest.mark.parametrize("who", ["vera", "gus", "lars"])
def test_who_cannot_read_the_topic_cannot_find_the_card(cast, topic, who):
    make_card(topic)
    assert WORDS["answer"] not in cast.client(who).get("/search/?q=nurse").text
    assert "nurse who knows" in cast.client("mia").get("/search/?q=working").text.replace("<mark>", "").replace(
        "</mark>", ""
    )


def test_hidden_source_hides_the_card_and_nobody_can_find_it(cast, topic):
    reply = actions.post_reply(topic, Words.plain("Day two, always."), cast.reader("otto"))
    accept_answer(topic, reply)
    send(cast, topic)
    actions.hide(reply, cast.mo, "Names a colleague.")
    assert WORDS["answer"] not in cast.client("mia").get(topic.get_absolute_url()).text
    assert "nurse who knows" not in cast.client("mia").get("/search/?q=working").text
    actions.unhide(reply)
    assert WORDS["answer"] in cast.client("mia").get(topic.get_absolute_url()).text


def test_taking_back_the_topic_or_the_source_erases_the_card(cast, topic):
    reply = actions.post_reply(topic, Words.plain("Day two, always."), cast.reader("otto"))
    other = make_topic(cast.petra, title="Another question of mine")
    accept_answer(topic, reply)
    send(cast, topic)
    send(cast, topic, version=1, answer="Within one day.")
    make_card(other)
    actions.take_back(reply)
    actions.take_back(other)
    assert [(card.text, card.byline) for card in Card.objects.all()] == [("", {}), ("", {})]
    assert not CardVersion.objects.exists()
    assert not Topic.objects.filter(has_card=True).exists()


def test_reminder_in_the_past_cannot_be_set_but_one_that_stands_is_kept(cast, topic):
    day = timezone.localdate() + timedelta(days=30)
    send(cast, topic, remind_on=day.isoformat())
    Card.objects.update(remind_on=timezone.localdate() - timedelta(days=1))
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert send(cast, topic, version=1, remind_on=yesterday).status_code == 303
    assert send(cast, topic, version=2, remind_on="2020-01-01").status_code == 422


def test_card_of_an_open_topic_is_for_guests_until_that_window_ends(cast, topic):
    soon = timezone.now() + timedelta(days=2)
    opening.open_to_guests(topic, by=cast.ada, until=soon)
    topic.refresh_from_db()
    make_card(topic)
    assert WORDS["answer"] in cast.client("gus").get(topic.get_absolute_url()).text
    assert "nurse" in cast.client("gus").get("/search/?q=working").text
    Card.objects.update(told_until=timezone.now() - timedelta(minutes=1))  # the window was prolonged since
    versions.forget_all()
    assert WORDS["answer"] not in cast.client("gus").get(topic.get_absolute_url()).text
