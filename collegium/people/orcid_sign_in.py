"""Who signed in at ORCID has that iD on the profile, verified; who unlinks it keeps the iD without the mark."""

from __future__ import annotations

from collegium.accounts.events import OrcidProven, OrcidUnlinked
from collegium.accounts.models import User
from collegium.people import verification
from collegium.people.models import Profile, Verification


def proven(event: OrcidProven) -> None:
    """Put the iD on a profile that has none, and record how it is known."""
    profile, _is_new = Profile.objects.get_or_create(person_id=event.person_id)
    if not profile.orcid:
        Profile.objects.filter(pk=profile.pk).update(orcid=event.orcid)
    person = User.objects.get(pk=event.person_id)
    verification.record(person, Verification.Fact.ORCID, Verification.Source.ORCID, value=event.orcid)


def unlinked(event: OrcidUnlinked) -> None:
    """What ORCID vouched for ends."""
    person = User.objects.get(pk=event.person_id)
    verification.end(person, Verification.Fact.ORCID, source=Verification.Source.ORCID)
