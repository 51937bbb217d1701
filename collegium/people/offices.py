"""Offices of people in lists and on profiles, as the membership app knows them."""

from __future__ import annotations

from collections.abc import Collection

from collegium.accounts.models import User
from collegium.membership.models import Term, society_today
from collegium.membership.offices import offices_by_person


def titles_now(people: Collection[int]) -> dict[int, str]:
    """The highest office each of these people holds now, in one query: person id -> title."""
    return {person: terms[0].title for person, terms in offices_by_person(people).items()} if people else {}


def offices_held(person: User) -> list[Term]:
    """Every term that has begun, latest first."""
    begun = Term.objects.filter(person=person, start__lte=society_today())
    return list(begun.select_related("office", "body").order_by("-start", "office__order", "pk"))
