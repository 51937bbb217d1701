"""Organizations that may be one: proposed, compared, merged, and two again within thirty days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.organizations.actions import make_statement, merge
from collegium.organizations.merging import pairs
from collegium.organizations.models import Affiliation, Claim, Manager, Merger, Organization
from collegium.organizations.names import ACRONYM, name_of
from collegium.organizations.tests.factory import employ, make_manager, make_organization
from collegium.outbox import audit
from collegium.people.models import Follow

LIST = "/desk/organizations/duplicates/"


def two(**values):
    """Two that are alike in nothing but what is given."""
    bare = {"website": "", "domains": [], "description": ""}
    one = make_organization("Mesa Clinic", **(bare | {"city": "Mesa"} | values))
    other = make_organization("Verano House", **(bare | {"city": "Verano"} | values))
    return one, other


@pytest.mark.parametrize(("values", "reason"), [
    ({"ror": "03yrm5c26"}, "The same ROR ID"),
    ({"website": "https://www.mesa.example.org/en", "city": "Mesa"}, "The same website, in the same city"),
])  # fmt: skip
def test_alike_ones_are_proposed_with_the_reason(cast, values, reason):
    two(**values)
    assert [pair.reasons for pair in pairs()] == [(reason,)]
    assert reason in cast.client("ada").get(LIST).text


def test_same_name_in_the_same_city_is_proposed_however_it_is_written(cast):
    make_organization("The Núñez Clinic, Inc.", slug="a", website="")
    make_organization("NUNEZ  CLINIC", slug="b", website="")
    make_organization("Nunez Clinic", slug="c", website="", city="Elsewhere")
    assert [(pair.first.slug, pair.second.slug) for pair in pairs()] == [("a", "b")]


@pytest.mark.parametrize("values", [
    {"names": [name_of("MCC", ACRONYM)]}, {"city": "Mesa"}, {"website": "https://same.example.org"}, {"ror": ""},
])  # fmt: skip
def test_others_cannot_be_proposed(cast, values):
    two(**values)
    assert pairs() == []


def test_pair_that_staff_said_is_two_cannot_come_back(cast):
    one, other = two(ror="03yrm5c26")
    assert cast.client("ada").post(f"{LIST}{one.pk}/{other.pk}/", {"apart": "1"}).status_code == 303
    assert pairs() == []


@pytest.fixture
def merged(cast):
    """Two with everything that can belong to them, and the client of who merges the second into the first."""
    stays, gone = two(ror="03yrm5c26")
    gone.npi, gone.names = "1234567893", [name_of("VH", ACRONYM)]
    gone.save()
    employ(stays, cast.mia)
    employ(gone, cast.mia, cast.petra)
    make_manager(gone, cast.otto)
    make_statement(gone, "I am its medical director, call me.", cast.reader("grace"), "access")
    Follow.objects.create(person=cast.gus, kind="organization", target_id=gone.pk)
    cast.client("ada").post(f"{LIST}{stays.pk}/{gone.pk}/", {"survivor": str(stays.pk), "why": "One house."})
    return Organization.objects.get(pk=stays.pk), Organization.objects.get(pk=gone.pk)


def test_what_belongs_to_one_moves_to_the_other(cast, merged):
    stays, gone = merged
    assert (gone.merged_into, stays.npi, stays.claimed_at is not None) == (stays, "1234567893", True)
    assert {row.person for row in Affiliation.objects.filter(organization=stays)} == {cast.mia, cast.petra}
    assert Manager.objects.current().get(organization=stays).person == cast.otto
    assert Claim.objects.get().organization == stays
    assert Follow.objects.get(person=cast.gus).target_id == stays.pk
    assert [name["value"] for name in stays.names] == ["Verano House", "VH"]
    answer = cast.client("vera").get(gone.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, stays.get_absolute_url())
    assert audit.about("organization", gone.pk).filter(what="merged organizations", why="One house.").exists()


def test_merger_is_taken_back(cast, merged):
    stays, gone = merged
    assert "Verano House" in cast.client("ada").get(LIST).text
    merger = Merger.objects.get()
    assert cast.client("ada").post(f"/desk/organizations/mergers/{merger.pk}/undo/").status_code == 303
    stays.refresh_from_db()
    gone.refresh_from_db()
    assert (gone.merged_into, gone.state_of_page, stays.npi, stays.names) == (None, "active", "", [])
    assert {row.person for row in Affiliation.objects.filter(organization=gone)} == {cast.mia, cast.petra}
    assert [row.person for row in Affiliation.objects.filter(organization=stays)] == [cast.mia]
    assert Manager.objects.current().get().organization == gone
    assert (stays.claimed_at, gone.claimed_at is not None) == (None, True)
    assert Claim.objects.get().organization == gone
    assert Follow.objects.get(person=cast.gus).target_id == gone.pk
    assert cast.client("vera").get(gone.get_absolute_url()).status_code == 200


def test_what_changed_since_cannot_be_undone(cast, merged):
    stays, _gone = merged
    Organization.objects.filter(pk=stays.pk).update(npi="1000000004")
    merger = Merger.objects.get()
    cast.client("ada").post(f"/desk/organizations/mergers/{merger.pk}/undo/")
    stays.refresh_from_db()
    assert stays.npi == "1000000004"


def test_merger_cannot_be_taken_back_twice_or_after_thirty_days(cast, merged):
    merger = Merger.objects.get()
    Merger.objects.update(at=timezone.now() - timedelta(days=30, minutes=1))
    assert cast.client("ada").post(f"/desk/organizations/mergers/{merger.pk}/undo/").status_code == 404
    Merger.objects.update(at=timezone.now(), undone_at=timezone.now())
    assert cast.client("ada").post(f"/desk/organizations/mergers/{merger.pk}/undo/").status_code == 404


def test_merger_into_one_that_was_merged_since_cannot_be_taken_back(cast, merged):
    stays, _gone = merged
    merge(stays, make_organization("Third House"), cast.ada, "All three.")
    first = Merger.objects.order_by("pk")[0]
    assert cast.client("ada").post(f"/desk/organizations/mergers/{first.pk}/undo/").status_code == 422


@pytest.mark.parametrize("fields", [{}, {"survivor": "7"}, {"why": "One house."}, {"survivor": "{one}", "why": "x"}])
def test_half_filled_form_cannot_merge(cast, fields):
    one, other = two(ror="03yrm5c26")
    sent = {name: value.format(one=one.pk) for name, value in fields.items()}
    assert cast.client("ada").post(f"{LIST}{one.pk}/{other.pk}/", sent).status_code == 422
    assert not Merger.objects.exists()


def test_societys_own_page_cannot_be_merged_away(cast):
    one, other = two(ror="03yrm5c26")
    Organization.objects.filter(pk=other.pk).update(is_host=True)
    answer = cast.client("ada").post(f"{LIST}{one.pk}/{other.pk}/", {"survivor": str(one.pk), "why": "One house."})
    assert answer.status_code == 422
    assert "own page stays" in answer.text


@pytest.mark.parametrize("name", ["vera", "mia", "otto", "mo", "ed"])
def test_others_cannot_see_or_merge(cast, name):
    one, other = two(ror="03yrm5c26")
    for address in (LIST, f"{LIST}{one.pk}/{other.pk}/"):
        assert cast.client(name).get(address).status_code in (403, 404)
    fields = {"survivor": str(one.pk), "why": "One house."}
    assert cast.client(name).post(f"{LIST}{one.pk}/{other.pk}/", fields).status_code in (403, 404)
    assert not Merger.objects.exists()
