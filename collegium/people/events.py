"""News of people: what search and the brief listen to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class ProfileChanged(Event):
    """Name, credentials, a field or its privacy changed."""

    person_id: int


@dataclass(frozen=True, slots=True)
class DisclosuresDue(Event):
    """These people last confirmed their disclosures more than twelve months ago."""

    moves_directories: ClassVar[bool] = False
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FollowChanged(Event):
    """Somebody began or stopped following something; directories ask for it each time."""

    moves_directories: ClassVar[bool] = False
    person_id: int
    kind: str
    target_id: int
