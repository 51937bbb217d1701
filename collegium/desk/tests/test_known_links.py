"""What other apps know of whose line it is: an ORCID iD that signed in proves somebody, where somebody works is asked."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.socialaccount.models import SocialAccount

from collegium.audience.reader import reader_for
from collegium.membership.models import MatchProposal, Membership
from collegium.membership.records import apply_record
from collegium.organizations.models import Affiliation
from collegium.organizations.tests.factory import make_organization
from collegium.signon.models import Provider

ORCID = "0000-0002-1825-0097"
RECORD = {
    "member_id": "009300", "first_name": "Guso", "last_name": "Quux", "member_type": "HON", "status": "A",
    "orcid": ORCID, "email": "quux@example.net", "paid_thru": (date.today() + timedelta(days=9)).isoformat(),
}  # fmt: skip


def test_orcid_that_signed_in_proves_the_person(cast):
    row = Provider.objects.create(kind=Provider.Kind.ORCID, slug="orcid", name="ORCID", issuer="https://orcid.org")
    SocialAccount.objects.create(user=cast.gus, provider=row.slug, uid=ORCID)
    apply_record(RECORD, "push: AMS")
    assert Membership.objects.get(member_id="009300").person == cast.gus
    assert reader_for(cast.gus).standing == "member"


def test_orcid_that_nobody_signed_in_with_cannot_prove_anybody(cast):
    SocialAccount.objects.create(user=cast.gus, provider="another", uid=ORCID)
    apply_record(RECORD, "push: AMS")
    assert Membership.objects.get(member_id="009300").person != cast.gus
    assert reader_for(cast.gus).standing == "guest"


def test_where_a_guest_works_is_asked_about_and_cannot_merge_by_itself(cast):
    place = make_organization("Dry Creek Oncology")
    Affiliation.objects.create(person=cast.gus, organization=place)
    apply_record(
        RECORD | {"first_name": "Gus", "last_name": "Adler", "company": place.name, "city": place.city}, "push: AMS"
    )
    asked = MatchProposal.objects.get()
    assert (asked.person, asked.why) == (cast.gus, "place")
    assert Membership.objects.get(member_id="009300").person != cast.gus
