"""The third direction of the one definition: which people are in an audience (for mail, mentions, completion)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from collegium.audience import moment
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Belonging, Readable, Standing

if TYPE_CHECKING:
    from collegium.accounts.models import User

Kind = Standing.Kind


def people_in(audiences: Iterable[int]) -> QuerySet[User]:
    """The people who belong to at least one of these audiences now.

    Args:
        audiences: ids. Public and Guests both mean everyone registered (visitors have no account to write to).
    """
    ids = set(audiences)
    now = moment.now()
    rows = Standing.objects.filter(person=OuterRef("pk"), since__lte=now)
    counting = rows.filter(Q(until=None) | Q(until__gt=now))
    member = Exists(counting.filter(kind__in=[Kind.MEMBER, Kind.STAFF]))
    people: QuerySet[User] = apps.get_model("accounts", "User").objects.filter(
        ~Exists(counting.filter(kind__in=[Kind.SUSPENDED, Kind.DECEASED])), is_active=True
    )
    if ids & {PUBLIC, GUESTS}:
        registered = Exists(rows.filter(kind=Kind.MEMBER)) | Exists(counting.filter(kind__in=[Kind.GUEST, Kind.STAFF]))
        return people.filter(registered)
    if MEMBERS in ids:
        return people.filter(member)
    return people.filter(member, Exists(Belonging.objects.filter(person=OuterRef("pk"), audience__in=ids).at()))


def people_who_may_read(thing: Readable) -> QuerySet[User]:
    """The people who have this thing in full now; nobody while it is not out."""
    people = people_in(thing.reader_ids())
    return people if thing.is_published else people.none()
