"""Polls for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.discussion.words import Words
from collegium.forums.actions import start_topic
from collegium.forums.models import Forum, Topic
from collegium.forums.tests.factory import make_forum
from collegium.polls.actions import Asked, cast_vote
from collegium.polls.models import Poll

OPTIONS = ["Day three", "Day seven", "Not at all"]


def make_poll(author: User, forum: Forum | None = None, **more: Any) -> Poll:
    """A topic with a poll that stays open for two weeks."""
    asked = Asked(
        more.get("question", ""), more.get("options", OPTIONS), more.get("several", False),
        more.get("closes_at", timezone.now() + timedelta(days=14)),
    )  # fmt: skip
    topic = start_topic(
        forum or make_forum(), "When do you make the first call?", Words.plain("We differ here."), reader_for(author),
        poll=asked,
    )  # fmt: skip
    return Poll.objects.get(piece=topic)


def topic_of(poll: Poll) -> Topic:
    return Topic.objects.get(pk=poll.piece_id)


def vote(poll: Poll, person: User, *texts: str) -> None:
    cast_vote(poll, list(poll.options.filter(text__in=texts).values_list("pk", flat=True)), reader_for(person))


def counts(poll: Poll) -> tuple[int, list[int]]:
    """How many people voted, and the votes of each option in order."""
    poll.refresh_from_db()
    return poll.voters, list(poll.options.values_list("votes", flat=True))


def end(poll: Poll) -> None:
    """Its day has passed."""
    Poll.objects.filter(pk=poll.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
