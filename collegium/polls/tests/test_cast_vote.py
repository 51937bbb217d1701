"""Voting: who votes, who sees numbers and when, what stays exact."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience import actions as audience
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion.actions import Refused, remove_reply, take_back
from collegium.discussion.moderating import lock
from collegium.discussion.words import Words
from collegium.forums.actions import open_to_guests, remove_topic
from collegium.forums.tests.factory import make_forum
from collegium.polls.actions import forget_votes
from collegium.polls.models import Option, Poll, Vote
from collegium.polls.tasks import forget_votes_of_closed_polls
from collegium.polls.tests.factory import OPTIONS, counts, end, make_poll, topic_of, vote
from collegium.web.models import KeptVersion
from tests.at_once import at_once

NUMBERS = "person voted", "people voted", "%</td>", "Your choice"


def page(cast, who: str, poll: Poll, query: str = "") -> str:
    return cast.client(who).get(topic_of(poll).get_absolute_url() + query).text


def shows_numbers(text: str) -> bool:
    return any(sign in text for sign in NUMBERS)


def post(cast, who: str, poll: Poll, *texts: str):
    options = list(poll.options.filter(text__in=texts).values_list("pk", flat=True))
    return cast.client(who).post(f"/pieces/{poll.piece_id}/poll/", {"option": options})


def test_member_votes_and_sees_the_numbers_from_then_on(cast):
    poll = make_poll(cast.petra)
    vote(poll, cast.otto, "Day seven")
    assert not shows_numbers(page(cast, "mia", poll))
    answer = post(cast, "mia", poll, "Day three")
    assert answer.status_code == 303
    assert answer["Location"].endswith("#poll")
    assert counts(poll) == (2, [1, 1, 0])
    text = page(cast, "mia", poll)
    assert "2 people voted" in text
    assert "50%" in text
    assert "Your choice" in text


@pytest.mark.parametrize("who", ["grace", "petra", "mo", "ada", "ed"])
def test_nobody_can_see_numbers_before_voting_neither_author_nor_staff(cast, who):
    poll = make_poll(cast.petra)
    vote(poll, cast.mia, "Day seven")
    KeptVersion.touch()
    page(cast, "mia", poll)  # a part of this page is kept with the numbers
    text = page(cast, who, poll)
    assert "Day seven" in text
    assert not shows_numbers(text)
    alone = cast.client(who).get(f"/pieces/{poll.piece_id}/poll/").text
    assert "Day seven" in alone
    assert not shows_numbers(alone)
    assert shows_numbers(page(cast, "mia", poll))


@pytest.mark.parametrize("who", ["mia", "mo", "ada", "petra"])
def test_nobody_can_see_who_chose_what(cast, who):
    poll = make_poll(cast.petra)
    vote(poll, cast.grace, "Day seven")
    vote(poll, getattr(cast, who), "Day three")
    end(poll)
    text = page(cast, who, poll)
    assert "2 people voted" in text
    assert "Grace Penhaligon" not in text


@pytest.mark.parametrize(("readers", "who"), [(PUBLIC, "vera"), (PUBLIC, "sam"), (GUESTS, "gus"), (MEMBERS, "otto")])
def test_everybody_who_reads_the_topic_sees_the_numbers_once_it_is_closed(cast, readers, who):
    poll = make_poll(cast.petra, make_forum(readers=readers, writers=MEMBERS))
    vote(poll, cast.mia, "Day seven")
    before = page(cast, who, poll)
    assert "Day seven" in before
    assert not shows_numbers(before)
    end(poll)
    KeptVersion.touch()
    after = page(cast, who, poll)
    assert "1 person voted" in after
    assert "100%" in after
    assert 'name="option"' not in after


@pytest.mark.parametrize("who", ["gus", "lars"])
def test_who_may_not_write_cannot_vote(cast, who):
    poll = make_poll(cast.petra, make_forum(readers=GUESTS, writers=MEMBERS))
    text = page(cast, who, poll)
    assert "Whoever may write here votes." in text
    assert 'name="option"' not in text
    answer = post(cast, who, poll, "Day three")
    assert answer.status_code == 422
    assert "Whoever may write here votes." in answer.text
    assert counts(poll) == (0, [0, 0, 0])
    assert post(cast, "mia", poll, "Day three").status_code == 303


@pytest.mark.parametrize("who", ["vera", "sam"])
def test_visitors_cannot_vote(cast, who):
    poll = make_poll(cast.petra, make_forum(readers=PUBLIC))
    assert "Sign in to vote." in page(cast, who, poll)
    assert post(cast, who, poll, "Day three").status_code == 403
    assert counts(poll) == (0, [0, 0, 0])


@pytest.mark.parametrize(("who", "status"), [("gus", 403), ("lars", 403), ("mia", 200)])
def test_who_cannot_read_the_topic_cannot_know_the_poll(cast, who, status):
    poll = make_poll(cast.petra)
    for answer in (cast.client(who).get(f"/pieces/{poll.piece_id}/poll/"), post(cast, who, poll)):
        assert answer.status_code == (status if status == 403 or answer.request["REQUEST_METHOD"] == "GET" else 422)
        assert ("Day three" in answer.text) == (status == 200)


def test_guests_vote_where_they_write(cast):
    poll = make_poll(cast.petra)
    open_to_guests(topic_of(poll), writing=True)
    assert post(cast, "gus", poll, "Day three").status_code == 303
    assert counts(poll) == (1, [1, 0, 0])
    assert not shows_numbers(page(cast, "mia", poll, "?as=guest"))


def test_paused_member_and_locked_topic_cannot_take_votes(cast):
    poll = make_poll(cast.petra)
    audience.grant(cast.grace, "paused")
    with pytest.raises(Refused, match="paused your writing"):
        vote(poll, cast.grace, "Day three")
    lock(topic_of(poll), cast.mo)
    with pytest.raises(Refused, match="locked"):
        vote(poll, cast.mia, "Day three")
    assert counts(poll) == (0, [0, 0, 0])


def test_a_vote_can_be_changed_until_the_poll_is_closed(cast):
    poll = make_poll(cast.petra)
    vote(poll, cast.mia, "Day three")
    vote(poll, cast.mia, "Day seven")
    vote(poll, cast.mia, "Day seven")
    assert counts(poll) == (1, [0, 1, 0])
    end(poll)
    with pytest.raises(Refused, match="closed"):
        vote(poll, cast.mia, "Day three")
    assert counts(poll) == (1, [0, 1, 0])


def test_several_answers_count_as_one_person(cast):
    poll = make_poll(cast.petra, several=True)
    vote(poll, cast.mia, "Day three", "Not at all")
    vote(poll, cast.grace, "Day three")
    assert counts(poll) == (2, [2, 0, 1])
    vote(poll, cast.mia, "Day seven")
    assert counts(poll) == (2, [1, 1, 0])
    assert "Several answers may be chosen" in page(cast, "otto", poll)


def test_one_answer_cannot_become_two_and_nothing_cannot_be_chosen(cast):
    poll, other = make_poll(cast.petra), make_poll(cast.grace, make_forum("Another"))
    two = post(cast, "mia", poll, "Day three", "Day seven")
    assert (two.status_code, "not offered" in two.text) == (422, True)
    none = post(cast, "mia", poll)
    assert (none.status_code, "Choose an answer" in none.text) == (422, True)
    foreign = Option.objects.filter(poll=other)[0].pk
    assert cast.client("mia").post(f"/pieces/{poll.piece_id}/poll/", {"option": foreign}).status_code == 422
    assert cast.client("mia").post(f"/pieces/{poll.piece_id}/poll/", {"option": "x"}).status_code == 422
    assert counts(poll) == counts(other) == (0, [0, 0, 0])


def test_votes_of_who_lapsed_or_was_suspended_or_erased_stay_counted(cast):
    poll = make_poll(cast.petra)
    for person in (cast.mia, cast.grace, cast.otto):
        vote(poll, person, "Day three")
    audience.end(cast.mia, "member")
    audience.grant(cast.grace, "suspended")
    cast.otto.delete()
    assert counts(poll) == (3, [3, 0, 0])
    assert Vote.objects.filter(poll=poll).count() == 2


def test_who_chose_what_cannot_be_known_once_the_poll_is_closed(cast):
    running, poll = make_poll(cast.grace, make_forum("Another")), make_poll(cast.petra)
    for one in (running, poll):
        vote(one, cast.mia, "Day three")
    end(poll)
    forget_votes_of_closed_polls.call()
    assert list(Vote.objects.values_list("poll", flat=True)) == [running.pk]
    assert counts(poll) == (1, [1, 0, 0])
    assert forget_votes() == 0


def test_words_of_a_poll_go_with_the_topics_first_words(cast):
    taken, removed = make_poll(cast.petra), make_poll(cast.petra, make_forum("Another"))
    take_back(topic_of(taken))
    from collegium.discussion.actions import post_reply

    reply = post_reply(topic_of(removed), Words.plain("An answer stays."), cast.reader("mia"))
    remove_reply(post_reply(topic_of(removed), Words.plain("Not this one."), cast.reader("mia")))
    assert Poll.objects.filter(pk=removed.pk).exists()
    remove_topic(topic_of(removed), cast.reader("petra"))
    assert not Option.objects.exists()
    text = cast.client("mia").get(f"/replies/{reply.pk}/", follow=True).text
    assert "An answer stays." in text
    assert OPTIONS[0] not in text
    assert not topic_of(removed).has_poll


def test_kept_pages_turn_at_the_moment_a_poll_closes(cast):
    from collegium.audience.instants import next_instant

    poll = make_poll(cast.petra, closes_at=timezone.now() + timedelta(seconds=30))
    assert next_instant(timezone.now().timestamp()) == pytest.approx(poll.closes_at.timestamp(), abs=0.01)


def test_votes_of_six_people_at_the_same_moment_are_counted_exactly(apart):
    poll = make_poll(apart.petra)
    people = [apart.mia, apart.grace, apart.petra, apart.mo, apart.otto, apart.ed]

    def often(person):
        for text in ("Day three", "Not at all", "Day seven"):
            vote(Poll.objects.get(pk=poll.pk), person, text)

    assert at_once(*[lambda person=person: often(person) for person in people]) == [None] * 6
    assert counts(poll) == (6, [0, 6, 0])


def test_one_person_cannot_vote_twice_at_the_same_moment(apart):
    poll = make_poll(apart.petra)
    options = list(poll.options.all())
    clients = [apart.client("mia") for _time in range(3)]
    address = f"/pieces/{poll.piece_id}/poll/"
    at_once(*[lambda c=c, o=o: c.post(address, {"option": o.pk}) for c, o in zip(clients, options, strict=True)])
    voters, votes = counts(poll)
    assert (voters, sum(votes)) == (1, 1)
    assert Vote.objects.filter(poll=poll).count() == 1
