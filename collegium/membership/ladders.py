"""Ladders: President-Elect, President, Immediate Past President, Past President, each following by itself.

An office names the one that follows it (`Office.next_key`). As soon as somebody has the first rung, the rungs after it
stand as future terms of their own (source "ladder"): every question about a day, past or to come, is answered by the
rows alone, and no job promotes anybody. A term that staff or the roster gave is never changed here; it takes the place
of what the ladder had planned.

Source: common bylaws (one year each, all at one handover, "Past President" for life).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from collegium.accounts.actions import Refused
from collegium.accounts.models import User
from collegium.membership.models import Membership, Office, Term, society_today
from collegium.outbox import audit
from collegium.web.models import KeptVersion

SOURCE = "ladder"
_Kept = tuple[int, int, int | None, date]  # person, office, body, start


@dataclass(frozen=True, slots=True)
class Change:
    """What one person is before a handover and after it; either may be empty."""

    person: User
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Handover:
    """One day to come on which terms begin or end, what looks wrong about it (sentences), whether it can be moved."""

    day: date
    changes: list[Change]
    doubts: list[str]
    may_move: bool


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def settle() -> int:
    """Make the planned terms agree with those that were given; twice is once. Returns how many rows changed."""
    offices = {office.key: office for office in Office.objects.all()}
    terms = list(Term.objects.select_for_update(of=("self",)).select_related("office").order_by("start", "pk"))
    given = [term for term in terms if term.source != SOURCE]
    wanted = {_key(term): term for term in _planned(given, offices)}
    stale = []
    for term in (term for term in terms if term.source == SOURCE):
        plan = wanted.pop(_key(term), None)
        if plan is None or plan.end != term.end:
            stale.append(term.pk)
            if plan is not None:
                wanted[_key(plan)] = plan
    Term.objects.filter(pk__in=stale).delete()
    Term.objects.bulk_create(wanted.values())
    if stale or wanted:
        KeptVersion.touch()  # visitors see offices on some pages
    return len(stale) + len(wanted)


def _key(term: Term) -> _Kept:
    return term.person_id, term.office_id, term.body_id, term.start


def _planned(given: list[Term], offices: dict[str, Office]) -> Iterator[Term]:
    """What follows from the terms that were given, in the order of time."""
    held: dict[tuple[int, int, int | None], list[Term]] = defaultdict(list)
    for term in given:
        held[(term.person_id, term.office_id, term.body_id)].append(term)
    died = dict(Membership.objects.exclude(deceased_at=None).values_list("person_id", "deceased_at__date"))
    for term in given:
        last = died.get(term.person_id, date.max)
        step, passed = term, {term.office.key}
        while (
            step.is_followed
            and step.end is not None
            and step.end < last
            and (office := offices.get(step.office.next_key))
        ):
            if office.key in passed:
                break  # a ladder that staff bent into a ring
            passed.add(office.key)
            rivals = held[(term.person_id, office.pk, term.body_id)]
            if any(other.end is None or other.end >= step.end for other in rivals):
                break  # given by somebody: that term has its own ladder
            end = years_later(step.end, office.years) if office.years else None
            step = Term(
                person_id=term.person_id, office=office, body_id=term.body_id, start=step.end, end=end, source=SOURCE,
            )  # fmt: skip
            held[(term.person_id, office.pk, term.body_id)].append(step)
            yield step


def handovers(today: date | None = None) -> list[Handover]:
    """The days to come on which offices change hands, soonest first."""
    today = today or society_today()
    terms = list(Term.objects.touching(today, None).highest_first().select_related("person"))
    days = {day for term in terms for day in (term.start, term.end) if day is not None and day > today}
    return [_handover(day, terms) for day in sorted(days)]


def _handover(day: date, terms: list[Term]) -> Handover:
    before, after = _titles(terms, day - timedelta(days=1)), _titles(terms, day)
    people = {term.person_id: term.person for term in terms}
    moved = [person for person in people if before.get(person) != after.get(person)]
    changes = [Change(people[one], ", ".join(before.get(one, ())), ", ".join(after.get(one, ()))) for one in moved]
    may_move = any(term.source != SOURCE and day in (term.start, term.end) for term in terms)
    return Handover(day, changes, list(_doubts(day, terms)), may_move)


def _titles(terms: list[Term], day: date) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for term in terms:
        if term.start <= day and (term.end is None or term.end > day):
            found[term.person_id] += (term.title,)
    return dict(found)


def _doubts(day: date, terms: list[Term]) -> Iterator[str]:
    """Offices of a ladder that nobody takes over, or two people at once."""
    rungs = [term for term in terms if term.office.next_key and term.office.years]
    titles = {(term.office_id, term.body_id): term.title for term in rungs}
    for place, title in titles.items():
        here = [term for term in rungs if (term.office_id, term.body_id) == place]
        holders = {term.person_id for term in here if term.start <= day and (term.end is None or term.end > day)}
        if not holders and any(term.end == day for term in here):
            yield _("Nobody is %(office)s from this day.") % {"office": title}
        if len(holders) > 1 and any(term.start == day for term in here):
            yield _("%(number)d people are %(office)s from this day.") % {"number": len(holders), "office": title}


@transaction.atomic
def move_handover(day: date, to: date, by: User | None, why: str) -> int:
    """Move everything that changes hands on `day` to another day, in one act: the meeting was put off.

    Returns how many terms moved.
    Raises:
        Refused: one of the days is not to come, nothing changes on it, or a term would end before it begins.
    """
    today = society_today()
    if day <= today or to <= today:
        raise Refused(_("Only handovers to come can be moved, and only to a day to come."))
    rows = Term.objects.select_for_update(of=("self",)).exclude(source=SOURCE)
    begin, finish = list(rows.filter(start=day)), list(rows.filter(end=day))
    if not begin and not finish:
        raise Refused(_("Nothing changes hands on this day any more. Look at the list again."))
    if any(term.start >= to for term in finish) or any(term.end is not None and term.end <= to for term in begin):
        raise Refused(
            _("On that day a term would end before it begins. Choose another day, or change that term first.")
        )
    Term.objects.filter(pk__in=[term.pk for term in begin]).update(start=to)
    Term.objects.filter(pk__in=[term.pk for term in finish]).update(end=to)
    settle()
    detail = {"from": day.isoformat(), "to": to.isoformat(), "terms": len({term.pk for term in begin + finish})}
    KeptVersion.touch()
    audit.log(by, "moved a handover", about=("society", 1), why=why, detail=detail)
    return len({term.pk for term in begin + finish})
