"""ORCID iDs of authors as the record of an article may carry them: signed in for at ORCID, and open to this reader."""

from __future__ import annotations

from collections.abc import Iterable

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.people.models import Profile, Verification
from collegium.people.seen import fields_seen
from collegium.people.verification import marks_of


def orcid_of(person: User, profile: Profile | None, reader: Reader) -> str | None:
    """The iD of one person; None when there is none, nobody proved it, or this reader has no identifiers of theirs.

    A typed iD is a claim of whoever typed it: only a sign-in at ORCID authenticates one (JATS4R, "Authors and
    affiliations").
    """
    if profile is None or not profile.orcid or "identifiers" not in fields_seen(profile, reader):
        return None
    marks = marks_of(person).get((Verification.Fact.ORCID, 0), [])
    return profile.orcid if any(mark.source == Verification.Source.ORCID for mark in marks) else None


def orcids_of(people: Iterable[User], reader: Reader) -> dict[str, str]:
    """The iDs of several authors by their handles."""
    people = list(people)
    profiles = {row.person_id: row for row in Profile.objects.filter(person__in=people).exclude(orcid="")}
    found = {person.handle: orcid_of(person, profiles.get(person.pk), reader) for person in people}
    return {handle: orcid for handle, orcid in found.items() if orcid}
