"""Whoever asked accepts an answer; moderators may as well, others not."""

from __future__ import annotations

import pytest

from collegium.discussion.actions import hide, post_reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from collegium.notifications.models import Notification


@pytest.fixture
def reply(cast):
    return post_reply(make_topic(cast.petra), Words.plain("The order fires."), cast.reader("otto"))


def accept(cast, reply, who, number=None):
    topic = reply.piece.topic
    answer = cast.client(who).post(f"/topics/{topic.pk}/answer/", {"reply": reply.pk if number is None else number})
    topic.refresh_from_db()
    return answer, topic


@pytest.mark.parametrize("who", ["petra", "mo"])
def test_asker_and_moderator_accept(cast, reply, who):
    answer, topic = accept(cast, reply, who)
    assert (answer.status_code, topic.answer_id) == (303, reply.pk)
    page = cast.client("mia").get(topic.get_absolute_url()).text
    assert "Accepted answer" in page
    assert "Answered" in page


def test_it_can_be_taken_away_again(cast, reply):
    accept(cast, reply, "petra")
    assert accept(cast, reply, "petra", "")[1].answer_id is None


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 403), ("mia", 403), ("otto", 403), ("ed", 403)])
def test_others_cannot_accept(cast, reply, who, status):
    answer, topic = accept(cast, reply, who)
    assert (answer.status_code, topic.answer_id) == (status, None)


def test_reply_of_another_topic_cannot_be_the_answer(cast, reply):
    other = post_reply(make_topic(cast.petra, title="Another question of mine"), Words.plain("X."), cast.reader("otto"))
    assert accept(cast, reply, "petra", other.pk)[0].status_code == 404


def test_hidden_reply_cannot_be_the_answer(cast, reply):
    hide(reply, cast.mo, "Because.")
    assert accept(cast, reply, "petra")[0].status_code == 404


def test_its_author_is_told_once_and_no_more_when_another_is_chosen(cast, reply):
    second = post_reply(reply.piece, Words.plain("It fires twice."), cast.reader("mia"))
    told = Notification.objects.filter(kind="accepted")
    accept(cast, reply, "petra")
    accept(cast, reply, "petra")
    assert [(one.person, one.actor, one.reply) for one in told] == [(cast.otto, cast.petra, reply)]
    page = cast.client("otto").get("/notifications/").text
    assert "chose your reply as the answer to" in page
    assert f"/replies/{reply.pk}/" in page
    accept(cast, reply, "petra", second.pk)
    assert [(one.person, one.reply) for one in told.all()] == [(cast.mia, second)]
    accept(cast, reply, "petra", "")
    assert not told.all().exists()


def test_who_chose_their_own_reply_cannot_be_told_of_it(cast):
    own = post_reply(make_topic(cast.petra), Words.plain("I found it."), cast.reader("petra"))
    accept(cast, own, "petra")
    assert not Notification.objects.filter(kind="accepted").exists()
