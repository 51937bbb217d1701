"""The polls of the demo: what a topic's headers ask, with votes of members."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from collegium.accounts.models import User
from collegium.forums.models import Topic
from collegium.polls.models import Option, Poll, Vote

OPEN_FOR = timedelta(days=9)  # from now
WAS_OPEN_FOR = timedelta(days=14)  # from the topic on


def load_poll(topic: Topic, headers: dict[str, str], voters: list[User]) -> None:
    """Ask what `headers` say (demo/README.md, "Polls"), in a topic without one.

    Args:
        voters: members; so many of them vote as the numbers say.
    """
    options = [text.strip() for text in headers["poll"].split("|")]
    votes = [int(number) for number in headers["poll_votes"].split()]
    several, is_closed = headers.get("poll_several") == "yes", headers.get("poll_state") == "closed"
    assert topic.published_at is not None
    poll = Poll.objects.create(
        piece=topic, question=headers.get("poll_question", ""), several=several, created_at=topic.published_at,
        closes_at=_end(topic.published_at) if is_closed else timezone.now() + OPEN_FOR,
        voters=max(max(votes), sum(votes) * 2 // 3) if several else sum(votes),
    )  # fmt: skip
    Topic.objects.filter(pk=topic.pk).update(has_poll=True)
    rows = [Option(poll=poll, order=n, text=text, votes=votes[n]) for n, text in enumerate(options)]
    Option.objects.bulk_create(rows)
    if not is_closed:  # who chose what in a closed one is forgotten
        chance = Random(topic.pk)
        people = chance.sample(voters, poll.voters)
        parts = [chance.sample(people, row.votes) for row in rows] if several else _dealt(people, votes)
        Vote.objects.bulk_create(
            Vote(poll=poll, option=row, person=person) for row, part in zip(rows, parts, strict=True) for person in part
        )


def _dealt(people: list[User], votes: list[int]) -> list[list[User]]:
    """Everybody once: so many to each option."""
    starts = [sum(votes[:place]) for place in range(len(votes))]
    return [people[start : start + number] for start, number in zip(starts, votes, strict=True)]


def _end(begun: datetime) -> datetime:
    return min(begun + WAS_OPEN_FOR, timezone.now() - timedelta(days=1))
