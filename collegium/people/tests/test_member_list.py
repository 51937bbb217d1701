"""The directory: for members, exact counts, hidden fields never searched or counted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.people.actions import change_profile, leave_directory
from collegium.people.models import Specialty
from collegium.people.tests.factory import make_members, make_profile

DOORS = {"vera": 403, "gus": 403, "lars": 403, "sam": 403, "mia": 200, "grace": 200, "ed": 200, "mo": 200, "ada": 200}


@pytest.mark.parametrize(("name", "status"), DOORS.items())
def test_each_of_the_cast_gets_what_the_table_says(cast, name, status):
    make_profile(cast.petra)
    answer = cast.client(name).get("/members/")
    assert answer.status_code == status
    assert ("Petra Halvorsen" in answer.text) == (status == 200)


def test_lists_members_not_guests_lapsed_or_suspended(cast):
    page = cast.client("mia").get("/members/").text
    assert "7 members" in page
    assert "Petra Halvorsen, MD, MMSc" in page
    for name in ("Gus Adler", "Lars Holm", "Sam Rourke"):
        assert name not in page


def test_search_and_facets_count_what_they_give(cast):
    make_members(3)
    client = cast.client("mia")
    page = client.get("/members/").text
    assert "GI oncology<small>3</small>" in page
    assert "Iowa<small>3</small>" in page
    chosen = client.get("/members/?specialty=gi-oncology&state=IA").text
    assert "3 members" in chosen
    assert "1 member<" in client.get("/members/?q=given001").text


def test_facet_counts_follow_the_other_facets(cast):
    first, *_others = make_members(3)
    change_profile(first, {"state": "ME"})
    page = cast.client("mia").get("/members/?state=ME").text
    assert "1 member<" in page
    assert "GI oncology<small>1</small>" in page
    assert "Iowa<small>2</small>" in page


def test_member_cannot_find_hidden_fields_by_search_or_count(cast):
    make_profile(cast.petra, seen_headline="me", seen_specialty="me", seen_location="groups", seen_ask_me_about="me")
    client = cast.client("mia")
    for words in ("boards", "gi", "cedar", "watch"):
        assert "Petra Halvorsen" not in client.get(f"/members/?q={words}").text
    page = client.get("/members/").text
    assert "GI oncology" not in page
    assert "Iowa" not in page
    assert "Petra Halvorsen" not in client.get("/members/?state=IA").text


def test_who_left_the_directory_cannot_be_listed_or_counted(cast):
    make_profile(cast.petra)
    leave_directory(cast.petra)
    page = cast.client("mia").get("/members/").text
    assert "Petra Halvorsen" not in page
    assert "6 members" in page
    assert "GI oncology" not in page


def test_roster_optout_cannot_be_listed(cast):
    from collegium.membership.models import Category, Membership

    category = Category.objects.get(code="FULL")
    Membership.objects.create(person=cast.petra, member_id="1", category=category, directory_optout=True)
    assert "Petra Halvorsen" not in cast.client("mia").get("/members/").text


def test_as_many_queries_for_twenty_as_for_three(cast):
    client = cast.client("mia")
    people = make_members(17)
    client.get("/members/")
    numbers = []
    for text in ("given00", "given"):
        with CaptureQueriesContext(connection) as queries:
            assert people[2].name in client.get(f"/members/?q={text}&specialty=gi-oncology").text
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_strange_addresses_cannot_break_it(cast):
    client = cast.client("mia")
    for query in ("page=99999999999", "page=-1", "state=%00", "q=%00", "specialty=<i>", "stage=" + "x" * 500):
        answer = client.get(f"/members/?{query}")
        assert answer.status_code == 200
        assert "<i>" not in answer.text


def test_name_with_credentials_is_found_as_bylines_print_it(cast):
    page = cast.client("mia").get("/members/", {"q": "Grace Penhaligon, PA-C"}).text
    assert 'href="/members/grace/"' in page
    assert 'href="/members/petra/"' not in page


@pytest.mark.parametrize("text", ["nunez", "NÚÑEZ", "Núñez", "zoe ober", "ZOË"])
def test_names_are_found_whatever_their_case_and_accents(cast, text):
    mia = cast.mia
    mia.name = "Zoë Núñez-Öberg"
    mia.save(update_fields=["name"])
    assert "Zoë Núñez-Öberg" in cast.client("otto").get("/members/", {"q": text}).text
    assert [row["handle"] for row in cast.client("otto").get("/people/complete/", {"q": text}).json()["people"]] == [
        "mia"
    ]


@pytest.mark.parametrize("text", ["sao paulo", "SÃO", "cafe", "medecine", "oncologia", "ONCOLOGÍA"])
def test_open_fields_are_found_whatever_their_case_and_accents(cast, text):
    specialty = Specialty.objects.create(name="Oncología quirúrgica", slug="oncologia")
    words = {"city": "São Paulo", "headline": "Café rounds", "ask_me_about": "Médecine", "specialty": specialty}
    make_profile(cast.petra, **words)
    client = cast.client("otto")
    assert "Petra Halvorsen" in client.get("/members/", {"q": text}).text
    hidden = ("headline", "ask_me_about", "location", "specialty")
    change_profile(cast.petra, {f"seen_{name}": "me" for name in hidden})
    assert "Petra Halvorsen" not in client.get("/members/", {"q": text}).text
