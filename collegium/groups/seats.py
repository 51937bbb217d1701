"""Where a reader stands in a group: what they have of it. The one place that fetches a group for a screen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404

from collegium.audience.doors import Door
from collegium.audience.models import MEMBERS, Belonging
from collegium.audience.people import people_in
from collegium.audience.reader import Reader
from collegium.groups.models import Group, Place


@dataclass(frozen=True, slots=True)
class Seat:
    """A reader in a group. `role` is "" for who neither asked, is invited nor is in it."""

    group: Group
    reader: Reader
    place: Place | None

    @property
    def role(self) -> str:
        """Asked, invited, member, owner or nothing."""
        return self.place.role if self.place else ""

    @property
    def is_in(self) -> bool:
        """Among its people now; a place rests while the membership is lapsed."""
        return self.group.writers_id in self.reader.audiences

    @property
    def has_all(self) -> bool:
        """Reads what is in the group."""
        return self.group.audience_id in self.reader.audiences

    @property
    def is_owner(self) -> bool:
        """Admits, removes, announces."""
        return self.is_in and self.role == Place.Role.OWNER

    @property
    def sees_people(self) -> bool:
        """Who reads the group, and administrators of a closed one (docs/access.md, "who is in it")."""
        return self.has_all or (self.group.kind == Group.Kind.CLOSED and self.reader.is_administrator)


def get_seat(reader: Reader, slug: str) -> Seat:
    """The group at this address, as this reader may know of it: in full, or as a card.

    Raises:
        Door: an open or closed group, for members.
        Http404: absent, not confirmed, or secret and not for this reader.
    """
    group = Group.objects.confirmed().select_related("audience", "writers", "announced_by").filter(slug=slug).first()
    places = Place.objects.filter(group__slug=slug, person_id=reader.person_id)
    place = places.first() if reader.person_id else None  # asked of an absent group too: no time tells them apart
    if group is None:
        raise Http404
    seat = Seat(group, reader, place)
    if seat.has_all:
        return seat
    if group.kind == Group.Kind.SECRET:
        if group.kind in Group.with_card_for(reader) or (seat.role == Place.Role.INVITED and reader.is_member):
            return seat
        raise Http404
    if not reader.is_member:
        raise Door
    return seat


def get_full_seat(reader: Reader, slug: str) -> Seat:
    """The same, for what is inside.

    Raises:
        Door: the reader has its card only.
        Http404: as above; also a secret group one is only invited to.
    """
    seat = get_seat(reader, slug)
    if seat.has_all:
        return seat
    if seat.group.kind == Group.Kind.SECRET:
        raise Http404
    raise Door


def get_owners_seat(reader: Reader, slug: str) -> Seat:
    """The same, for the owner's desk; it does not exist for others who read the group.

    Raises:
        Http404: not an owner.
    """
    seat = get_full_seat(reader, slug)
    if not seat.is_owner:
        raise Http404
    return seat


def get_keepers_seat(reader: Reader, slug: str) -> Seat:
    """The same, for what administrators who read the group set there too.

    Raises:
        Http404: neither an owner nor an administrator.
    """
    seat = get_full_seat(reader, slug)
    if not (seat.is_owner or reader.is_administrator):
        raise Http404
    return seat


def people_counts(groups: Collection[Group]) -> dict[int, int]:
    """Group id -> how many people are in it now, in one query; places of lapsed members do not count."""
    by_audience = {group.writers_id: group.pk for group in groups}
    rows = Belonging.objects.filter(audience__in=by_audience, person__in=people_in({MEMBERS}).values("pk")).at()
    counts = rows.order_by().values_list("audience").annotate(n=Count("person", distinct=True))
    return {by_audience[audience]: n for audience, n in counts}
