"""News of membership."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class PeopleMerged(Event):
    """The society merged two records: what the first wrote belongs to the second from now on."""

    loser_id: int
    survivor_id: int


@dataclass(frozen=True, slots=True)
class MembershipChanged(Event):
    """The roster changed what is known about these people (name, place, wish not to be listed)."""

    person_ids: tuple[int, ...]
