"""Which facts of people the society's roster says too; worked out in jobs, so that no roster waits for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from collegium.membership.events import MembershipChanged
from collegium.membership.models import Membership
from collegium.people.models import Profile, Verification
from collegium.people.verification import Fact, Source, end_what_changed, fingerprint


def heard(event: MembershipChanged) -> None:
    """The roster changed what is known of people: look at their facts once that is stored."""
    from collegium.people.tasks import A_JOB, verify_by_roster

    ids = list(event.person_ids)
    for start in range(0, len(ids), A_JOB):
        verify_by_roster.enqueue(ids[start : start + A_JOB])


@transaction.atomic
def verify(person_ids: Iterable[int]) -> int:
    """Record by the roster what it says as the person does; what it says no longer ends. Returns how many are new."""
    ids = list(person_ids)
    end_what_changed(ids)
    said = Membership.objects.filter(person__in=ids, is_from_roster=True, merged_into=None)
    said = said.select_related("person__profile__specialty")
    rows = Verification.objects.standing().filter(person__in=ids, source=Source.ROSTER)
    known = {(row.person_id, row.fact): row for row in rows.exclude(fact=Fact.AFFILIATION)}
    new: list[Verification] = []
    for membership in said:
        for fact, value in _agreed(membership):
            if known.pop((membership.person_id, fact), None) is None:
                new.append(
                    Verification(
                        person_id=membership.person_id, fact=fact, source=Source.ROSTER, of_value=fingerprint(value)
                    )
                )
    gone = [row.pk for row in known.values()]
    Verification.objects.filter(pk__in=gone).update(ended_at=timezone.now())
    Verification.objects.bulk_create(new)
    return len(new)


def _agreed(membership: Membership) -> list[tuple[str, str]]:
    """The facts that the roster and the person say alike."""
    person = membership.person
    profile = getattr(person, "profile", None) or Profile(person=person)
    specialty = profile.specialty
    pairs = [
        (Fact.NAME, person.name, membership.roster_name, person.name),
        (Fact.CREDENTIALS, person.credentials, membership.roster_credentials, person.credentials),
        (Fact.NPI, profile.npi, membership.npi, profile.npi),
        (Fact.ORCID, profile.orcid, membership.orcid, profile.orcid),
    ]
    if specialty is not None:
        pairs.append((Fact.SPECIALTY, specialty.name, membership.specialty, specialty.slug))
    return [(str(fact), value) for fact, own, said, value in pairs if own and fingerprint(own) == fingerprint(said)]
