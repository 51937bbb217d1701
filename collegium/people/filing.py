"""Deeds of disclosures: add, change and remove a relationship, file nothing, confirm, remind once a year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.people.disclosures import DUE_AFTER, is_current, months_before
from collegium.people.events import DisclosuresDue, ProfileChanged
from collegium.people.models import Filing, Relationship
from collegium.web import news

if TYPE_CHECKING:
    from collegium.accounts.models import User


class Refused(Exception):
    """The act is not allowed; the message is one sentence for the person who tried."""


@transaction.atomic
def confirm(person: User, on: date | None = None) -> Filing:
    """File what stands there now, or say that it is still so; counts for twelve months."""
    day = on or timezone.localdate()
    values = {"confirmed_on": day, "reminded_on": None}
    filing, _new = Filing.objects.update_or_create(
        person=person, defaults=values, create_defaults=values | {"filed_on": day}
    )
    news.tell(ProfileChanged(person.pk))
    return filing


@transaction.atomic
def file_nothing(person: User) -> Filing:
    """State that there is nothing to disclose.

    Raises:
        Refused: a relationship on file runs now, or ran within 24 months.
    """
    if any(is_current(one, timezone.localdate(), 24) for one in person.relationships.all()):
        raise Refused(_("You have relationships on file from the last 24 months. Give them an end, or remove them."))
    return confirm(person)


@transaction.atomic
def save_relationship(person: User, values: dict[str, Any], which: Relationship | None = None) -> Relationship:
    """Add a relationship, or change this one; both file anew as of today.

    Args:
        values: names of Relationship fields with their values.
    """
    row = which or Relationship(person=person)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    confirm(person)
    return row


@transaction.atomic
def remove_relationship(row: Relationship) -> None:
    """Take away what was filed by mistake; what merely ended gets an end instead. Bylines keep what they say."""
    person = row.person
    row.delete()
    confirm(person)


@transaction.atomic
def remind_of_disclosures() -> int:
    """Tell people whose confirmation is older than twelve months, once for each. Returns how many."""
    today = timezone.localdate()
    old = Filing.objects.filter(confirmed_on__lt=months_before(today, DUE_AFTER), person__is_active=True)
    due = list(old.filter(Q(reminded_on=None) | Q(reminded_on__lt=F("confirmed_on"))).values_list("person", flat=True))
    Filing.objects.filter(person__in=due).update(reminded_on=today)
    if due:
        news.tell(DisclosuresDue(tuple(due)))
    return len(due)
