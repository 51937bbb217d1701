"""News of conversations: what notifications listen to. Nothing here is for search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class MessageSent(Event):
    """A message is there. Who may hear of it: `message.people_to_tell()`, asked again when mail goes."""

    moves_directories: ClassVar[bool] = False
    message_id: int


@dataclass(frozen=True, slots=True)
class PersonBlocked(Event):
    """Somebody blocks somebody, who is not told."""

    moves_directories: ClassVar[bool] = False
    person_id: int
    blocked_id: int
