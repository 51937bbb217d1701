"""Colleagues confirm each other: "I know this person works here", only within one organization.

Whoever confirms must be known there by more than another colleague's word, so that two strangers cannot vouch for each
other in a circle.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.organizations.lookups import works_at
from collegium.organizations.models import Affiliation
from collegium.people.models import Verification
from collegium.people.verification import Fact, Source, end, marks_of, record


def may_confirm(reader: Reader, person_id: int, organizations: Collection[int]) -> set[int]:
    """Those of these organizations at which the reader may say that the person works there."""
    if not reader.is_member or reader.person is None or reader.person_id == person_id or not organizations:
        return set()
    here = works_at([reader.person.pk]).get(reader.person.pk, set()) & set(organizations)
    if not here:
        return set()
    marks = marks_of(reader.person)
    known = {about for (fact, about), rows in marks.items() if fact == Fact.AFFILIATION and _is_proven(rows)}
    return here & known


def _is_proven(rows: list[Verification]) -> bool:
    return any(row.source != Source.COLLEAGUE for row in rows)


@transaction.atomic
def vouch(reader: Reader, person: User, organization_id: int, *, on: bool) -> bool:
    """Say, or no longer say, that a colleague works there. Returns whether the reader may."""
    shown = Affiliation.objects.current().consented().filter(person=person, organization=organization_id)
    if organization_id not in may_confirm(reader, person.pk, [organization_id]) or not shown.exists():
        return False
    if on:
        record(person, Fact.AFFILIATION, Source.COLLEAGUE, by=reader.person, about=organization_id)
    else:
        end(person, Fact.AFFILIATION, source=Source.COLLEAGUE, by=reader.person, about=organization_id)
    return True
