"""News of groups: what search and notifications listen to."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class GroupChanged(Event):
    """Confirmed, or its name, words or announcement changed."""

    group_id: int


@dataclass(frozen=True, slots=True)
class GroupProposed(Event):
    """A member proposed a group; staff decide."""

    group_id: int


@dataclass(frozen=True, slots=True)
class GroupDecided(Event):
    """Staff confirmed or declined a proposal; `group.confirmed_at` says which."""

    group_id: int


@dataclass(frozen=True, slots=True)
class PlaceAsked(Event):
    """Somebody asked to join; the owners decide."""

    place_id: int


@dataclass(frozen=True, slots=True)
class PlaceOffered(Event):
    """Somebody was invited."""

    place_id: int


@dataclass(frozen=True, slots=True)
class PlaceGiven(Event):
    """Somebody was let in after asking."""

    place_id: int


@dataclass(frozen=True, slots=True)
class PlaceRefused(Event):
    """An owner turned down somebody who had asked."""

    group_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class PlaceTaken(Event):
    """An owner took somebody out of the group."""

    group_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Announced(Event):
    """An owner announced something to the people of the group."""

    group_id: int
