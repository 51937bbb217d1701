"""Asking a poll with a new topic, changing it before the first vote, closing it early."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum
from collegium.groups.tests.factory import make_group
from collegium.polls.models import Poll, Vote
from collegium.polls.tests.factory import counts, end, make_poll, topic_of, vote

TOPIC = {"title": "When do you make the first call?", "body": "We differ here.", "body_format": "plain"}


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def asked(**more: str) -> dict[str, str]:
    return TOPIC | {"poll_options": "Day three\n\n Day seven \nNot at all", "poll_until": day(7)} | more


def test_author_asks_with_the_topic(cast):
    forum = make_forum()
    answer = cast.client("petra").post(f"/forums/{forum.slug}/new/", asked(poll_several="on"))
    assert answer.status_code == 303
    poll = Poll.objects.get()
    assert [option.text for option in poll.options.all()] == ["Day three", "Day seven", "Not at all"]
    assert poll.several
    assert timezone.localtime(poll.closes_at).date() == timezone.localdate() + timedelta(days=7)
    assert topic_of(poll).has_poll
    text = cast.client("mia").get(answer["Location"]).text
    assert text.count("When do you make the first call?") > 2  # it asks what the title asks
    assert 'type="checkbox" name="option"' in text
    assert "Poll" in cast.client("mia").get("/forums/").text


def test_a_groups_topic_asks_too(cast):
    group = make_group(cast.petra, "open", cast.mia)
    assert cast.client("mia").post(f"/groups/{group.slug}/topics/new/", asked()).status_code == 303
    assert Poll.objects.get().piece.author == cast.mia


def test_a_topic_without_answers_to_choose_from_has_no_poll(cast):
    forum = make_forum()
    assert cast.client("petra").post(f"/forums/{forum.slug}/new/", TOPIC | {"poll_until": day(7)}).status_code == 303
    assert not Poll.objects.exists()
    assert not Topic.objects.get().has_poll


WRONG = {
    "one": ({"poll_options": "Day three"}, "two to twelve answers"),
    "thirteen": ({"poll_options": "\n".join(f"Day {n}" for n in range(13))}, "two to twelve answers"),
    "twice": ({"poll_options": "Day three\nday THREE"}, "are the same"),
    "long": ({"poll_options": f"Day three\n{'x' * 201}"}, "longer than 200"),
    "no answers": ({"poll_options": "", "poll_question": "Which day?"}, "two to twelve answers"),
    "no day": ({"poll_until": ""}, "within a year"),
    "passed": ({"poll_until": day(-1)}, "within a year"),
    "far": ({"poll_until": day(400)}, "within a year"),
    "patient": ({"poll_options": "Day three\nAs for patient MRN 4471902"}, "could identify a patient"),
    "patient asked": ({"poll_question": "What about patient MRN 4471902?"}, "could identify a patient"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_cannot_be_asked_and_loses_nothing(cast, name):
    more, sentence = WRONG[name]
    answer = cast.client("petra").post(f"/forums/{make_forum().slug}/new/", asked(**more))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "We differ here." in answer.text
    assert not Topic.objects.exists()


def test_author_changes_what_nobody_has_voted_on(cast):
    poll = make_poll(cast.petra)
    address = f"/pieces/{poll.piece_id}/poll/edit/"
    assert "Day seven" in cast.client("petra").get(address).text
    data = {"poll_question": "Which day?", "poll_options": "Monday\nFriday", "poll_until": day(3)}
    assert cast.client("petra").post(address, data).status_code == 303
    poll.refresh_from_db()
    assert poll.question == "Which day?"
    assert [option.text for option in poll.options.all()] == ["Monday", "Friday"]
    wrong = cast.client("petra").post(address, data | {"poll_options": "Monday"})
    assert (wrong.status_code, "two to twelve" in wrong.text) == (422, True)


def test_what_is_asked_cannot_change_after_the_first_vote(cast):
    poll = make_poll(cast.petra)
    vote(poll, cast.mia, "Day three")
    address = f"/pieces/{poll.piece_id}/poll/edit/"
    data = {"poll_options": "Monday\nFriday", "poll_until": day(3)}
    for answer in (cast.client("petra").get(address), cast.client("petra").post(address, data)):
        assert answer.status_code == 403
        assert "Somebody has voted" in answer.text
    assert counts(poll) == (1, [1, 0, 0])


@pytest.mark.parametrize("who", ["mia", "mo", "ada"])
def test_others_cannot_change_or_close_it(cast, who):
    poll = make_poll(cast.petra)
    client = cast.client(who)
    for deed in ("edit", "close"):
        address = f"/pieces/{poll.piece_id}/poll/{deed}/"
        assert client.get(address).status_code == 403
        assert client.post(address, {"poll_options": "Mine\nMy own", "poll_until": day(3)}).status_code == 403
        assert address not in client.get(topic_of(poll).get_absolute_url()).text
    poll.refresh_from_db()
    assert not poll.is_closed
    assert poll.options.first().text == "Day three"


def test_author_closes_early_and_who_chose_what_is_forgotten_at_once(cast):
    poll = make_poll(cast.petra)
    vote(poll, cast.mia, "Day three")
    address = f"/pieces/{poll.piece_id}/poll/close/"
    assert "cannot be opened again" in cast.client("petra").get(address).text
    assert cast.client("petra").post(address).status_code == 303
    assert counts(poll) == (1, [1, 0, 0])
    assert not Vote.objects.exists()
    assert "1 person voted" in cast.client("otto").get(topic_of(poll).get_absolute_url()).text


def test_a_closed_poll_cannot_be_closed_again_or_changed(cast):
    poll = make_poll(cast.petra)
    end(poll)
    for deed in ("edit", "close"):
        assert cast.client("petra").post(f"/pieces/{poll.piece_id}/poll/{deed}/").status_code == 403
