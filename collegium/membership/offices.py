"""Who holds which office on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.membership.models import Term, society_today

if TYPE_CHECKING:
    from collegium.accounts.models import User


def _day(at: date | datetime | None) -> date:
    return society_today(at) if at is None or isinstance(at, datetime) else at


def offices_of(person: User | int, at: date | datetime | None = None) -> list[Term]:
    """The terms a person holds at a day or instant (default: now), highest office first."""
    pk = person if isinstance(person, int) else person.pk
    return held_by((pk,), _day(at))


def held_by(people: tuple[int, ...], day: date) -> list[Term]:
    """The terms that a few people (ids) hold on a day, highest office first."""
    return _held.objects(VISITOR, people=people, day=day)


@prepared
def _held(_reader: Reader, people: tuple[int, ...], day: date) -> QuerySet[Term]:
    return Term.objects.filter(person_id__in=people).on(day).highest_first()


def offices_by_person(people: Iterable[int], at: date | datetime | None = None) -> dict[int, list[Term]]:
    """The same for many people (ids), with one query."""
    found: dict[int, list[Term]] = {}
    for term in Term.objects.filter(person_id__in=set(people)).on(_day(at)).highest_first():
        found.setdefault(term.person_id, []).append(term)
    return found


def office_fact(person: User) -> dict[str, Any]:
    """What a byline says: the highest office held at this moment (docs/glossary.md, "byline")."""
    shown = [term for term in offices_of(person, timezone.now()) if term.office.in_byline]
    return {"office": shown[0].title} if shown else {}
