"""News of the discussion: what upper apps (search, notifications, brief, live) listen to. All of it is talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collegium.web.news import Event


class Talk(Event):
    """What people write, and what becomes of it."""

    moves_directories: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PiecePublished(Talk):
    """A topic, post or article is out, or will be at its scheduled time."""

    piece_id: int


@dataclass(frozen=True, slots=True)
class PieceChanged(Talk):
    """Words, readers or state of a piece changed (edited, narrowed, opened, hidden, removed, released)."""

    piece_id: int


@dataclass(frozen=True, slots=True)
class ReplyPosted(Talk):
    """A reply is there for its readers (posted, or released from the queue)."""

    reply_id: int


@dataclass(frozen=True, slots=True)
class ReplyChanged(Talk):
    """Words or state of a reply changed (edited, hidden, removed, taken back)."""

    reply_id: int


@dataclass(frozen=True, slots=True)
class WordsHeld(Talk):
    """A guest's first words wait for a moderator."""

    piece_id: int
    reply_id: int | None


@dataclass(frozen=True, slots=True)
class Mentioned(Talk):
    """Somebody who may read it was named."""

    person_id: int
    piece_id: int
    reply_id: int | None


@dataclass(frozen=True, slots=True)
class Reacted(Talk):
    """Somebody reacted to a piece or reply."""

    piece_id: int
    reply_id: int | None
    person_id: int


@dataclass(frozen=True, slots=True)
class AnswerAccepted(Talk):
    """Another reply answers a topic from now on, or none (`reply_id`); `before` did until now."""

    piece_id: int
    reply_id: int | None
    before: int | None
    by_id: int | None


@dataclass(frozen=True, slots=True)
class RepliesImported(Talk):
    """Replies `first` to `last` of a piece were appended together; nobody is notified of them."""

    piece_id: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RepliesMoved(Talk):
    """Replies of one piece stand in another from now on; nobody is notified of them."""

    source_id: int
    target_id: int


@dataclass(frozen=True, slots=True)
class HeadMoved(Talk):
    """The first words of a piece became a reply of another (`back`: became them again)."""

    piece_id: int
    reply_id: int
    target_id: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class AgreementAsked(Talk):
    """Somebody is asked whether guests may read what they wrote before a piece was opened."""

    person_id: int
    piece_id: int
