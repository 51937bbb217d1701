"""News of connections, for notifications. They move no directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class ConnectionAsked(Event):
    """`person_id` asks `other_id` to connect."""

    moves_directories: ClassVar[bool] = False
    person_id: int
    other_id: int


@dataclass(frozen=True, slots=True)
class Connected(Event):
    """`other_id` agreed to what `person_id` had asked."""

    moves_directories: ClassVar[bool] = False
    person_id: int
    other_id: int


@dataclass(frozen=True, slots=True)
class RequestGone(Event):
    """The request of `person_id` is answered, withdrawn, put off or ended by a block: nothing speaks of it any more."""

    moves_directories: ClassVar[bool] = False
    person_id: int
    other_id: int
