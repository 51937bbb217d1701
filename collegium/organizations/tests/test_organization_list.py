"""The directory of organizations: for everyone, facets and counts exact."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.organizations.names import name_of
from collegium.organizations.tests.factory import employ, make_organization
from collegium.people.actions import leave_directory


@pytest.mark.parametrize("name", ["vera", "gus", "mia", "lars", "sam", "ada"])
def test_everybody_reads_it(cast, name):
    make_organization()
    answer = cast.client(name).get("/organizations/")
    assert answer.status_code == 200
    assert "Dry Creek Oncology" in answer.text
    assert "10–49 employees" in answer.text


def test_facets_count_what_they_give(cast):
    make_organization()
    make_organization("Big Society", kind="society", size_members=30000, state="VA", claimed_at=timezone.now())
    make_organization("Big Hospital", kind="hospital", size_employees=26000)
    client = cast.client("vera")
    page = client.get("/organizations/").text
    for text in ("25,000+<small>2</small>", "New Mexico<small>2</small>", "Not claimed yet<small>2</small>"):
        assert text in page
    assert "2 organizations" in client.get("/organizations/?size=25000").text
    both = client.get("/organizations/?size=25000&state=VA").text
    assert "1 organization<" in both
    assert "New Mexico<small>1</small>" in both
    assert "1 organization<" in client.get("/organizations/?claim=claimed").text


def test_what_does_not_fit_is_on_the_next_page(cast):
    for number in range(23):
        make_organization(f"Clinic {number:02}")
    first, second = (cast.client("vera").get(f"/organizations/?page={page}").text for page in (1, 2))
    assert "Clinic 02" in first
    assert "Clinic 22" not in first
    assert "Clinic 22" in second
    assert "Clinic 02" not in second


def test_search_by_name_other_name_and_city(cast):
    make_organization(names=[name_of("Old Feed Store Clinic")])
    client = cast.client("vera")
    for text in ("dry creek", "feed store", "oncology dry"):
        assert "Dry Creek Oncology" in client.get(f"/organizations/?q={text}").text
    assert "No organization like this" in client.get("/organizations/?q=nothing").text


def test_search_by_country_and_state(cast):
    make_organization()
    make_organization("Tano Valley Hospital", city="Sunyani", state="", country="Ghana")
    client = cast.client("vera")
    found = client.get("/organizations/?q=ghana").text
    assert "Tano Valley Hospital" in found
    assert "Dry Creek Oncology" not in found
    assert "Dry Creek Oncology" in client.get("/organizations/?q=new+mexico").text


def test_countries_are_a_facet_where_there_are_several(cast):
    make_organization()
    client = cast.client("vera")
    assert 'name="country"' not in client.get("/organizations/").text
    make_organization("Tano Valley Hospital", city="Sunyani", state="", country="Ghana")
    page = client.get("/organizations/").text
    assert "Ghana<small>1</small>" in page
    assert "United States<small>1</small>" in page
    chosen = client.get("/organizations/?country=Ghana").text
    assert "1 organization<" in chosen
    assert "Dry Creek Oncology" not in chosen
    assert 'name="country"' in client.get("/organizations/?country=Ghana&kind=society").text


def test_countries_are_named_in_the_readers_language(cast):
    make_organization("Nordkyst Klinikk", country="Norway")
    make_organization("Clinic Nowhere", country="The Old Country")
    page = cast.client("vera").get("/organizations/", headers={"Accept-Language": "es"}).text
    assert "Noruega" in page
    assert ">Norway" not in page
    assert "The Old Country" in page
    assert "Noruega" not in cast.client("vera").get("/organizations/").text


def test_sizes_are_written_as_the_readers_language_writes_numbers(cast):
    make_organization("Big Society", kind="society", size_members=12000)
    make_organization("Big Hospital", kind="hospital", size_employees=26000)
    client = cast.client("vera")
    assert "10,000–24,999" in client.get("/organizations/").text
    page = client.get("/organizations/", headers={"Accept-Language": "es"}).text
    assert "10.000–24.999" in page
    assert "10,000" not in page


def test_member_counts_are_those_of_the_page(cast):
    page = make_organization()
    employ(page, cast.mia, cast.petra, cast.lars, cast.gus, cast.sam)
    for name in ("vera", "mia"):
        assert "<b>2</b> members" in cast.client(name).get("/organizations/").text
    leave_directory(cast.petra)
    assert "<b>1</b> member" in cast.client("vera").get("/organizations/").text


def test_merged_one_cannot_be_listed(cast):
    from collegium.organizations.actions import merge

    old, new = make_organization("Old Clinic"), make_organization("New Clinic")
    merge(old, new, cast.ada, "The same practice.")
    assert "Old Clinic" not in cast.client("vera").get("/organizations/").text
    answer = cast.client("vera").get("/organizations/old-clinic/")
    assert (answer.status_code, answer["Location"]) == (301, "/organizations/new-clinic/")


def test_as_many_queries_for_twenty_as_for_three(cast):
    for number in range(20):
        make_organization(f"Clinic {number}", city="Small" if number < 3 else "Large")
    client = cast.client("vera")
    client.get("/organizations/")
    numbers = []
    for query in ("q=small", "q=clinic"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/organizations/?{query}")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_names_and_places_are_found_whatever_their_case_and_accents(cast):
    page = make_organization("Hôpital Saint-Étienne", slug="hopital", city="Montréal")
    for text in ("hopital", "HÔPITAL etienne", "montreal"):
        assert page.get_absolute_url() in cast.client("vera").get("/organizations/", {"q": text}).text, text
