"""How we know: recording that a fact about a person was found true, and asking which of that still holds.

A verification holds while the fact is what it was then: the fingerprint of its value is compared whenever it is shown,
and news of a change ends it for good. What is verified says nothing of who sees it: a mark is shown beside its fact.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from collegium.people.models import Profile, Verification

if TYPE_CHECKING:
    from collegium.accounts.models import User

Fact, Source = Verification.Fact, Verification.Source
Marks = dict[tuple[str, int], list[Verification]]
Values = dict[tuple[str, int], str]
Works = Callable[[Collection[int]], dict[int, set[int]]]
_works: Works | None = None


def works_come_from(lookup: Works) -> None:
    """Called by organizations at start: person ids -> for each the ids of the organizations where
    they work now."""
    global _works
    _works = lookup


def values_of(people: Collection[User]) -> dict[int, Values]:
    """The facts of these people that can be verified, as they are now; empty ones are left out. In two queries."""
    ids = [person.pk for person in people]
    profiles = {row.person_id: row for row in Profile.objects.select_related("specialty").filter(person__in=ids)}
    works = _works(ids) if _works else {}
    return {
        person.pk: _values(person, profiles.get(person.pk) or Profile(person=person), works.get(person.pk, ()))
        for person in people
    }


def _values(person: User, profile: Profile, works: Iterable[int]) -> Values:
    values: Values = {
        (Fact.NAME, 0): person.name,
        (Fact.CREDENTIALS, 0): person.credentials,
        (Fact.SPECIALTY, 0): profile.specialty.slug if profile.specialty else "",
        (Fact.NPI, 0): profile.npi,
        (Fact.ORCID, 0): profile.orcid,
    }
    values |= {(Fact.AFFILIATION, organization): str(organization) for organization in works}
    return {key: value for key, value in values.items() if value}


def fingerprint(value: str) -> str:
    """What is stored of a value: enough to see that it changed."""
    return hashlib.sha256(value.strip().casefold().encode()).hexdigest()[:16]


@transaction.atomic
def record(
    person: User, fact: str, source: str, *, by: User | None = None, about: int = 0, value: str | None = None,
) -> Verification | None:  # fmt: skip
    """Note that a source found a fact true, now.

    Args:
        fact: a `Verification.Fact`, such as "npi".
        source: a `Verification.Source`, such as "roster".
        by: the colleague, manager or administrator who says so; None for the roster, mail and ORCID.
        about: the organization's id, for "affiliation".
        value: what the source said; nothing is recorded when the person's own value is another one.

    Returns:
        The verification; None when there is no such fact, or the source said something else.
    """
    own = values_of([person])[person.pk].get((fact, about), "")
    if not own or (value is not None and fingerprint(value) != fingerprint(own)):
        return None
    same = Verification.objects.standing().filter(person=person, fact=fact, about=about, source=source)
    if source == Source.COLLEAGUE:
        same = same.filter(by=by)
    kept = same.first()
    if kept is not None and kept.of_value == fingerprint(own) and kept.by_id == (by.pk if by else None):
        return kept
    same.update(ended_at=timezone.now())
    return Verification.objects.create(
        person=person, fact=fact, about=about, source=source, by=by, of_value=fingerprint(own)
    )


def end(person: User, fact: str, *, source: str | None = None, about: int = 0, by: User | None = None) -> int:
    """End what was recorded of a fact, of one source or of one colleague only. Returns how many ended."""
    rows = Verification.objects.standing().filter(person=person, fact=fact, about=about)
    rows = rows.filter(source=source) if source else rows
    return (rows.filter(by=by) if by else rows).update(ended_at=timezone.now())


def marks_of(person: User) -> Marks:
    """What holds now: (fact, about) -> verifications, the latest first."""
    rows = list(Verification.objects.standing().filter(person=person).order_by("-at", "-pk"))
    values = values_of([person])[person.pk] if rows else {}
    found: Marks = defaultdict(list)
    for row in rows:
        if fingerprint(values.get((row.fact, row.about), "")) == row.of_value:
            found[row.fact, row.about].append(row)
    return dict(found)


def end_what_changed(person_ids: Iterable[int]) -> int:
    """End for good what was verified of these people and is not so any more. Returns how many ended."""
    rows = list(Verification.objects.standing().filter(person__in=list(person_ids)).select_related("person"))
    values = values_of(list({row.person_id: row.person for row in rows}.values())) if rows else {}
    stale = [
        row.pk for row in rows
        if fingerprint(values[row.person_id].get((row.fact, row.about), "")) != row.of_value
    ]  # fmt: skip
    return Verification.objects.filter(pk__in=stale).update(ended_at=timezone.now()) if stale else 0
