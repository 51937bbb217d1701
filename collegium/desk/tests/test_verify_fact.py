"""Staff verify facts of people on the desk: with how they know, logged; nobody else does."""

from __future__ import annotations

import pytest

from collegium.outbox.models import AuditLine
from collegium.people.models import Specialty, Verification
from collegium.people.tests.factory import make_profile
from collegium.people.verification import marks_of

ADDRESS = "/desk/membership/people/petra/facts/"
NPI = {"fact": "npi", "about": "0", "on": "1", "why": "Looked it up in the public register."}


def test_verified_with_how_and_logged(cast):
    make_profile(cast.petra, npi="1234567893")
    assert "1234567893" in cast.client("ada").get("/desk/membership/people/petra/").text
    assert cast.client("ada").post(ADDRESS, NPI).status_code == 303
    row = marks_of(cast.petra)["npi", 0][0]
    assert (row.source, row.by) == ("staff", cast.ada)
    line = AuditLine.objects.get(what="verified a fact")
    assert (line.why, line.about_id) == ("Looked it up in the public register.", cast.petra.pk)
    assert "staff" in cast.client("mia").get("/members/petra/").text


def test_specialty_is_shown_by_its_name(cast):
    specialty = Specialty.objects.create(slug="gi-oncology", name="Gastrointestinal oncology")
    make_profile(cast.petra, specialty=specialty)
    page = cast.client("ada").get("/desk/membership/people/petra/").text
    assert "Gastrointestinal oncology" in page
    assert "<b>Specialty</b> gi-oncology" not in page


def test_ended_again(cast):
    make_profile(cast.petra, npi="1234567893")
    cast.client("ada").post(ADDRESS, NPI)
    cast.client("ada").post(ADDRESS, NPI | {"on": "0"})
    assert marks_of(cast.petra) == {}
    assert AuditLine.objects.filter(what="ended a verification").exists()


@pytest.mark.parametrize("values", [{"why": ""}, {"fact": "orcid"}, {"fact": "affiliation", "about": "7"}])
def test_without_how_or_fact_nothing_can_be_verified(cast, values):
    make_profile(cast.petra, npi="1234567893")
    cast.client("ada").post(ADDRESS, NPI | values)
    assert not Verification.objects.exists()


def test_unknown_fact_is_refused(cast):
    assert cast.client("ada").post(ADDRESS, NPI | {"fact": "everything"}).status_code == 404


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "petra", "ed", "mo", "otto"])
def test_others_cannot_verify(cast, who):
    make_profile(cast.petra, npi="1234567893")
    assert cast.client(who).post(ADDRESS, NPI).status_code in (403, 404)
    assert not Verification.objects.exists()
