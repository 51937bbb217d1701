"""News of blogs: what passes between a leader and their helpers."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.discussion.events import Talk


@dataclass(frozen=True, slots=True)
class ApprovalAsked(Talk):
    """A helper asks the leader to publish a version of a draft."""

    approval_id: int


@dataclass(frozen=True, slots=True)
class ApprovalAnswered(Talk):
    """The leader published that version, or sent it back with a note."""

    approval_id: int
