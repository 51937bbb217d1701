"""News of blogs: what passes between a leader, their helpers and co-authors."""

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


@dataclass(frozen=True, slots=True)
class CoAuthorAsked(Talk):
    """Somebody is asked whether a version of a draft may come out under their name, too."""

    co_author_id: int


@dataclass(frozen=True, slots=True)
class CoAuthorAgreed(Talk):
    """They agree to that version."""

    co_author_id: int


@dataclass(frozen=True, slots=True)
class CoAuthorGone(Talk):
    """A name was taken off a draft, by the person or by its leader or an editor."""

    post_id: int
    person_id: int
    by_themselves: bool
