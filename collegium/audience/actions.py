"""The only ways access changes: grant and end standings, let people in and out of closed audiences."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from collegium.audience.models import Audience, Belonging, Standing
from collegium.web import news
from collegium.web.statements import store_each

if TYPE_CHECKING:
    from collegium.accounts.models import User


class AccessChanged(news.Event):
    """Somebody's standing or belonging changed."""


@transaction.atomic
def grant(
    person: User, kind: str, *, since: datetime | None = None, until: datetime | None = None, source: str = ""
) -> Standing:
    """Give a person a standing or role from `since` (default now) until `until` (default: no end).

    A row of the same kind that counts now is changed instead of doubled.
    """
    since = since or timezone.now()
    row = Standing.objects.filter(person=person, kind=kind).at().first()
    if row is None:
        row = Standing(person=person, kind=kind, since=since)
    row.until, row.source = until, source or row.source
    row.save()
    news.tell(AccessChanged())
    return row


@transaction.atomic
def grant_all(rows: list[Standing]) -> None:
    """Give many people standings at once: new rows, and rows whose end or source is another now."""
    held = [row for row in rows if row.pk is not None]
    Standing.objects.bulk_create(row for row in rows if row.pk is None)
    store_each(held, ["until", "source"])
    news.tell(AccessChanged())


@transaction.atomic
def end(person: User, kind: str, *, at: datetime | None = None) -> int:
    """End what the person holds of this kind at `at` (default now). Returns the number of rows ended."""
    moment = at or timezone.now()
    ended = Standing.objects.filter(person=person, kind=kind).at().update(until=moment)
    news.tell(AccessChanged())
    return ended


@transaction.atomic
def let_in(person: User, audience: Audience) -> Belonging:
    """Put a person into a closed audience, now and without an end."""
    row = Belonging.objects.filter(person=person, audience=audience).at().first()
    row = row or Belonging.objects.create(person=person, audience=audience)
    news.tell(AccessChanged())
    return row


@transaction.atomic
def let_out(person: User, audience: Audience) -> None:
    """End a person's belonging to a closed audience, effective on the next request everywhere."""
    Belonging.objects.filter(person=person, audience=audience).at().update(until=timezone.now())
    news.tell(AccessChanged())
