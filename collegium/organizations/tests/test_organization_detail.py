"""An organization's page: facts for everybody, people for members, the claim block while nobody owns it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from collegium.forums.tests.factory import make_topic
from collegium.organizations.actions import create_host, write_story
from collegium.organizations.models import Affiliation, Organization
from collegium.organizations.tests.factory import employ, make_manager, make_organization
from collegium.people.actions import change_profile
from collegium.people.tests.factory import make_members, make_profile
from collegium.web.models import Society

COUNT = {"vera", "gus", "lars", "sam"}


@pytest.mark.parametrize("name", ["vera", "gus", "lars", "sam", "mia", "grace", "ed", "mo", "ada"])
def test_members_see_people_others_the_same_number(cast, name):
    page = make_organization()
    employ(page, cast.petra, cast.otto)
    text = cast.client(name).get(page.get_absolute_url()).text
    assert ("Petra Halvorsen" in text) == (name not in COUNT)
    assert "<dt>Members here</dt><dd>2</dd>" in text


@pytest.mark.parametrize("name", ["vera", "gus", "mia"])
def test_nobody_listed_is_said_in_words(cast, name):
    text = cast.client(name).get(make_organization().get_absolute_url()).text
    assert "No member has said yet that they work here." in text
    assert "Members see who." not in text


def test_who_did_not_agree_cannot_be_listed_or_counted(cast):
    page = make_organization()
    employ(page, cast.petra, cast.otto)
    Affiliation.objects.filter(person=cast.otto).update(is_consented=False)
    text = cast.client("mia").get(page.get_absolute_url()).text
    assert "Otto Kessel" not in text
    assert "<dt>Members here</dt><dd>1</dd>" in text


def test_profile_privacy_cannot_be_passed_by(cast):
    page = make_organization()
    employ(page, cast.petra)
    change_profile(cast.petra, {"seen_affiliation": "me"})
    text = cast.client("mia").get(page.get_absolute_url()).text
    assert "Petra" not in text
    assert "<dt>Members here</dt><dd>0</dd>" in text
    assert "Dry Creek Oncology" not in cast.client("mia").get("/members/").text
    assert "Dry Creek Oncology" not in cast.client("mia").get("/members/petra/").text


def test_titles_of_what_members_write_cannot_be_read_by_visitors(cast):
    page = make_organization()
    employ(page, cast.petra)
    topic = make_topic(cast.petra)
    assert topic.title in cast.client("mia").get(page.get_absolute_url()).text
    assert topic.title not in cast.client("vera").get(page.get_absolute_url()).text


def test_claim_block_is_there_while_nobody_owns_it(cast):
    page = make_organization()
    assert 'id="claim"' in cast.client("vera").get(page.get_absolute_url()).text
    make_manager(page, cast.otto)
    text = cast.client("vera").get(page.get_absolute_url()).text
    assert 'id="claim"' not in text
    assert "Request access" not in text
    assert "Request access or dispute" in cast.client("mia").get(page.get_absolute_url()).text


def test_story_carries_author_and_date_and_no_scripts(cast):
    page = make_organization()
    write_story(page, "<h2>Begin</h2><p>We opened.</p><script>alert(1)</script>", cast.otto)
    text = cast.client("vera").get(page.get_absolute_url()).text
    assert "<h2>Begin</h2><p>We opened.</p>" in text
    assert "alert(1)" not in text
    assert "Written by Otto Kessel, MBA" in text


def test_i_work_here_and_no_longer(cast):
    page = make_organization()
    client = cast.client("mia")
    answer = client.post(f"{page.get_absolute_url()}work/", {"on": "1", "title": "Oncologist", "consented": "1"})
    assert answer.status_code == 303
    row = Affiliation.objects.get(person=cast.mia)
    assert (row.title, row.source, row.is_consented) == ("Oncologist", "self", True)
    client.post(f"{page.get_absolute_url()}work/", {"on": "0"})
    assert not Affiliation.objects.current().filter(person=cast.mia).exists()
    assert "Mia Lindholm" not in cast.client("petra").get(page.get_absolute_url()).text


@pytest.mark.parametrize("name", ["vera", "gus", "lars", "sam"])
def test_others_cannot_say_they_work_here(cast, name):
    page = make_organization()
    assert cast.client(name).post(f"{page.get_absolute_url()}work/", {"on": "1"}).status_code == 403
    assert not Affiliation.objects.exists()


def test_byline_tells_specialty_and_place_unless_the_person_keeps_them(cast):
    make_profile(cast.petra)
    employ(make_organization(), cast.petra)
    assert make_topic(cast.petra).byline["affiliation"] == "GI oncology · Cedar Fork, IA"
    change_profile(cast.petra, {"seen_specialty": "me"})
    assert make_topic(cast.petra, title="Another one here").byline["affiliation"] == "Dry Creek Oncology"
    change_profile(cast.petra, {"signs_with_place": False})
    assert make_topic(cast.petra, title="And a third topic").byline["affiliation"] == ""


def test_byline_names_the_country_in_the_language_of_the_society(cast):
    make_profile(cast.petra, city="Fjellhavn", state="", country="NO")
    with translation.override("es"):
        assert make_topic(cast.petra).byline["affiliation"] == "GI oncology · Fjellhavn, Norway"


def test_place_names_city_state_and_country(cast):
    page = make_organization()
    assert page.place == "Dry Creek, New Mexico"
    assert Organization(city="Guelph", state="Ontario", country="Canada").place == "Guelph, Ontario, Canada"
    assert Organization(city="Perth", state="WA", country="Australia").place == "Perth, WA, Australia"
    shown = cast.client("vera").get(page.get_absolute_url()).text
    for fact in ("Dry Creek", "New Mexico", "United States", "10–49 employees"):
        assert f"<dd>{fact}</dd>" in re.sub(r"<svg.*?</svg>", "", shown), fact


def test_society_says_how_many_members_and_how_many_staff_it_has(cast):
    page = make_organization("Halyard Society", kind="society", size_members=30_000, size_employees=280)
    shown = cast.client("vera").get(page.get_absolute_url()).text
    assert "25,000+ members</dd>" in shown
    assert "<dt>Staff</dt><dd>250–499 employees</dd>" in shown


def test_network_is_drawn_and_listed(cast):
    host = create_host(Society.current())
    page, child = make_organization(), make_organization("Outreach Clinic")
    child.parent = page
    child.save()
    text = cast.client("vera").get(page.get_absolute_url()).text
    assert text.count("/organizations/outreach-clinic/") == 2
    assert "Part of it" in text
    assert host.name in text
    assert 'class="network"' in text


def test_host_is_made_once(cast):
    society = Society.current()
    assert create_host(society).pk == create_host(society).pk
    host = Organization.objects.get(is_host=True)
    assert (host.kind, host.slug, bool(host.claimed_at)) == ("society", "tamarack", True)


def test_unknown_address_is_a_404(cast):
    assert cast.client("vera").get("/organizations/nothing/").status_code == 404


def test_as_many_queries_for_twenty_people_as_for_three(cast):
    small, large = make_organization("Small Clinic"), make_organization("Large Clinic")
    people = make_members(20)
    employ(small, *people[:3])
    employ(large, *people)
    client = cast.client("mia")
    client.get(small.get_absolute_url())
    numbers = []
    for page in (small, large):
        with CaptureQueriesContext(connection) as queries:
            client.get(page.get_absolute_url())
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
