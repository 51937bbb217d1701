"""Who has which field of a profile: the one place that says so (docs/access.md, "profile field")."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Case, F, Q, When

from collegium.audience.reader import Reader
from collegium.people.models import FIELDS, Profile

Seen = Profile.Seen
ALL = frozenset(FIELDS)
Shares = Callable[[int, Collection[int]], set[int]]
Wrote = Callable[[int, Reader], bool]
_shares: Shares | None = None
_wrote: Wrote | None = None


def groups_are_shared_by(lookup: Shares) -> None:
    """Called once at start: (person id, others' ids) -> the others who are in a group with that person."""
    global _shares
    _shares = lookup


def messages_are_told_by(lookup: Wrote) -> None:
    """Called once at start: (person id, reader) -> whether that person wrote a message that this reader has."""
    global _wrote
    _wrote = lookup


def wrote_to(person_id: int, reader: Reader) -> bool:
    """Whether this person wrote the reader a message; who did is known to them (docs/access.md, "profile page")."""
    return reader.person_id is not None and _wrote is not None and _wrote(person_id, reader)


def sharing_a_group(reader: Reader, people: Collection[int]) -> set[int]:
    """Those of these people who are in a group with the reader, in one query."""
    if not reader.is_member or reader.person_id is None or _shares is None or not people:
        return set()
    return _shares(reader.person_id, people)


def fields_seen(profile: Profile, reader: Reader, *, shares: bool = False) -> frozenset[str]:
    """The fields of `FIELDS` that this reader has.

    Args:
        shares: whether the two are in a group together.
    """
    if (reader.person_id is not None and reader.person_id == profile.person_id) or reader.is_administrator:
        return ALL
    if not reader.is_member:
        return frozenset()
    open_to = {Seen.MEMBERS, Seen.GROUPS} if shares else {Seen.MEMBERS}
    return frozenset(name for name in FIELDS if getattr(profile, f"seen_{name}") in open_to)


def open_to_members(field: str, prefix: str = "profile__") -> Q:
    """The condition that every member has this field: what search and facets of the directory may look at."""
    return Q(**{f"{prefix}seen_{field}": Seen.MEMBERS})


def if_open_to_members(field: str, value: str) -> Case:
    """A column of a person's profile as the directory may look at it: NULL where not every member has the field.

    Args:
        field: one of `FIELDS`.
        value: the column, which the field's choice covers.
    """
    return Case(When(open_to_members(field), then=F(f"profile__{value}")), default=None)
