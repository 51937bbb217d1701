"""What a poll asks and offers is found with its topic, by whoever reads that, as long as it is asked."""

from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS
from collegium.audience.reader import reader_for
from collegium.discussion.actions import hide, take_back
from collegium.forums.actions import remove_topic
from collegium.forums.tests.factory import make_forum
from collegium.polls.actions import Asked, change_poll
from collegium.polls.models import Poll
from collegium.polls.tests.factory import make_poll, topic_of, vote
from collegium.search import index

ASKED = {"question": "Who makes the callback?", "options": ["A navigator", "The pharmacist on duty"]}


def found(cast, who: str, words: str) -> str:
    return cast.client(who).get("/search/", {"q": words}).text


def is_found(cast, who: str, poll: Poll, words: str = "pharmacist on duty") -> bool:
    return topic_of(poll).get_absolute_url() in found(cast, who, words)


def test_question_and_answers_lead_to_the_topic_with_the_words_marked(cast):
    poll = make_poll(cast.petra, **ASKED)
    assert is_found(cast, "mia", poll)
    assert is_found(cast, "mia", poll, "callback")
    assert "<mark>pharmacist</mark>" in found(cast, "mia", "pharmacist")


@pytest.mark.parametrize("who", ["vera", "gus", "lars"])
def test_those_who_do_not_read_the_topic_cannot_find_what_it_asks(cast, who):
    poll = make_poll(cast.petra, **ASKED)
    assert is_found(cast, "mia", poll)
    assert not is_found(cast, who, poll)
    assert "<mark>" not in found(cast, who, "pharmacist")


def test_guests_find_what_a_forum_of_theirs_asks(cast):
    poll = make_poll(cast.petra, make_forum("Ask us", readers=GUESTS, writers=GUESTS), **ASKED)
    assert is_found(cast, "gus", poll)
    assert not is_found(cast, "vera", poll)


def test_what_is_not_asked_any_more_cannot_be_found(cast):
    poll = make_poll(cast.petra, **ASKED)
    again = Asked("Who calls back?", ["A nurse", "Nobody"], several=False, closes_at=poll.closes_at)
    change_poll(poll, again, reader_for(cast.petra))
    assert is_found(cast, "mia", poll, "nurse")
    assert not is_found(cast, "mia", poll)


def test_words_taken_back_cannot_be_found_in_a_poll(cast):
    poll = make_poll(cast.petra, **ASKED)
    take_back(topic_of(poll))
    assert not is_found(cast, "mia", poll)
    index.rebuild()
    assert "<mark>" not in found(cast, "mia", "pharmacist")


def test_removed_and_hidden_topics_cannot_be_found_by_their_polls(cast):
    poll, other = make_poll(cast.petra, **ASKED), make_poll(cast.otto, make_forum("Practice"), **ASKED)
    remove_topic(topic_of(poll), reader_for(cast.petra))
    hide(topic_of(other), cast.mo, "Names a patient’s employer.")
    assert not is_found(cast, "mia", poll)
    assert not is_found(cast, "mia", other)


def test_a_vote_does_not_change_what_is_found(cast):
    poll = make_poll(cast.petra, **ASKED)
    vote(poll, cast.mia, "A navigator")
    index.rebuild()
    assert is_found(cast, "otto", poll)
