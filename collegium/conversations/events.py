"""News of conversations: what notifications listen to. Nothing here is for search."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class MessageSent(Event):
    """A message is there. Who may hear of it: `message.people_to_tell()`, asked again when mail goes."""

    message_id: int
