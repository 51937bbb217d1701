"""Offices of people in lists and on profiles, as the membership app knows them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from collegium.accounts.models import User
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.membership.models import Term, society_today


@prepared
def _held(_reader: Reader, people: tuple[int, ...], day: date) -> QuerySet[Term]:
    return Term.objects.filter(person_id__in=people).on(day).highest_first()


def titles_now(people: Collection[int]) -> dict[int, str]:
    """The highest office each of these people holds now, in one query: person id -> title."""
    titles: dict[int, str] = {}
    for term in _held.objects(VISITOR, people=tuple(people), day=society_today()):
        titles.setdefault(term.person_id, term.title)
    return titles


def offices_held(person: User) -> list[Term]:
    """Every term that has begun, latest first."""
    begun = Term.objects.filter(person=person, start__lte=society_today())
    return list(begun.select_related("office", "body").order_by("-start", "office__order", "pk"))
