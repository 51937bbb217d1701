"""Offices of people in lists and on profiles, as the membership app knows them."""

from __future__ import annotations

from collections.abc import Collection

from collegium.accounts.models import User
from collegium.membership.models import Term, society_today
from collegium.membership.offices import held_by


def titles_now(people: Collection[int]) -> dict[int, str]:
    """The highest office each of these people holds now, in one query: person id -> title."""
    titles: dict[int, str] = {}
    for term in held_by(tuple(people), society_today()):
        titles.setdefault(term.person_id, term.title)
    return titles


def offices_held(person: User) -> list[Term]:
    """Every term that has begun, latest first."""
    begun = Term.objects.filter(person=person, start__lte=society_today())
    return list(begun.select_related("office", "body").order_by("-start", "office__order", "pk"))
