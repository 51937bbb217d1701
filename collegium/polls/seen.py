"""A poll as one reader sees it: what they chose, whether they may vote, and numbers only once they may see them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.audience.shared import shared
from collegium.discussion.models import Piece
from collegium.polls.actions import refusal_to_change, refusal_to_close, refusal_to_vote
from collegium.polls.models import Option, Poll, Vote
from collegium.web.keep import age


@dataclass(frozen=True, slots=True)
class Line:
    """An option; `votes` and `share` (of the voters, in percent) are None while this reader may not know them."""

    pk: int
    text: str
    is_own: bool
    votes: int | None
    share: int | None


@dataclass(frozen=True, slots=True)
class SeenPoll:
    """What a page prints. `voters` is None until the numbers are this reader's to see (docs/access.md, "poll")."""

    poll: Poll
    question: str
    lines: list[Line]
    voters: int | None
    is_closed: bool
    has_voted: bool
    refusal: str
    may_change: bool
    may_close: bool

    @property
    def key(self) -> Hashable:
        """Everything that decides how it is printed, for `web.keep`."""
        lines = tuple((line.pk, line.text, line.is_own, line.votes) for line in self.lines)
        return (
            self.poll.pk, self.question, lines, self.poll.several, self.voters, self.is_closed, self.has_voted,
            self.refusal, self.may_change, self.may_close, self.poll.closes_at, age(self.poll.closes_at),
        )  # fmt: skip


@prepared
def _own(reader: Reader, poll: int) -> QuerySet[Vote, Any]:
    return Vote.objects.filter(poll=poll, person_id=reader.person_id).values_list("option_id")


def _asked(piece_id: int) -> tuple[Poll, list[Option]] | None:
    poll = Poll.objects.filter(piece=piece_id).first()
    return (poll, list(poll.options.all())) if poll else None


def seen_poll(piece: Piece, reader: Reader) -> SeenPoll | None:
    """The poll of a piece that this reader has in full, or None when it was erased.

    Ask only where the piece says that it has one: a page without a poll pays nothing.
    """
    asked = shared(reader, ("poll", piece.pk), lambda _who: _asked(piece.pk))
    if asked is None:
        return None
    poll, options = asked
    closed, refusal = poll.is_closed, refusal_to_vote(poll, piece, reader)
    may_change, may_close = not refusal_to_change(poll, piece, reader), not refusal_to_close(poll, piece, reader)
    is_known = reader.person_id is not None and not closed
    own = {option for (option,) in _own.rows(reader, poll=poll.pk)} if is_known else set()
    shown = closed or bool(own)
    lines = [
        Line(
            option.pk, option.text, option.pk in own, option.votes if shown else None,
            round(100 * option.votes / poll.voters) if shown and poll.voters else 0 if shown else None,
        )
        for option in options
    ]  # fmt: skip
    return SeenPoll(
        poll, poll.question or piece.title, lines, poll.voters if shown else None, closed, bool(own), refusal,
        may_change, may_close,
    )  # fmt: skip
