"""What the facets of the directory say, and what nobody can learn from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.answers.models import Willing
from collegium.audience.actions import grant
from collegium.audience.models import Standing
from collegium.membership.models import Body, Office, Term
from collegium.organizations.tests.factory import employ, make_organization
from collegium.people.actions import change_profile, leave_directory, speak
from collegium.people.models import DiseaseSite
from collegium.people.tests.factory import make_profile
from collegium.web.models import KeptVersion

LINES = {
    "specialty=gi-oncology": "GI oncology<small>", "site=lung": "Lung<small>", "state=IA": "Iowa<small>",
    "stage=mid": "Mid career<small>", "speaks=es": "Spanish<small>", "office=officers": "Officers<small>",
    "open=questions": "Questions from colleagues<small>", "organization=dry-creek-oncology": "Dry Creek Oncology<small>",
    "near=Dry+Creek&within=50": "", "near=Cedar+Fork": "", "q=watch": "",
}  # fmt: skip
FIELDS = {
    "specialty=gi-oncology": "specialty", "site=lung": "specialty", "state=IA": "location", "stage=mid": "specialty",
    "speaks=es": "languages", "open=questions": "ask_me_about", "organization=dry-creek-oncology": "affiliation",
    "near=Dry+Creek&within=50": "affiliation", "near=Cedar+Fork": "location", "q=watch": "ask_me_about",
}  # fmt: skip


@pytest.fixture
def petra(cast):
    """Petra fits every facet; nobody else fits one."""
    make_profile(cast.petra, sites=[DiseaseSite.objects.get(slug="lung")])
    speak(cast.petra, ["es"])
    day = timezone.localdate() - timedelta(days=30)
    office = Office.objects.get(key="president")
    Term.objects.create(person=cast.petra, office=office, body=Body.objects.get(key="officers"), start=day)
    Willing.objects.create(person=cast.petra)
    employ(make_organization(latitude=35.0, longitude=-106.0), cast.petra)
    return cast.petra


def found(cast, query, who="mia"):
    return 'href="/members/petra/"' in cast.client(who).get(f"/members/?{query}").text


@pytest.mark.parametrize("query", LINES)
def test_each_facet_counts_and_finds(cast, petra, query):
    client = cast.client("mia")
    page = client.get(f"/members/?{query}").text
    assert 'href="/members/petra/"' in page
    assert "1 member<" in page
    assert not LINES[query] or LINES[query] + "1</small>" in client.get("/members/").text


@pytest.mark.parametrize("query", FIELDS)
@pytest.mark.parametrize("seen", ["groups", "me"])
def test_members_cannot_count_or_find_a_field_that_not_every_member_has(cast, petra, query, seen):
    assert found(cast, query)
    change_profile(petra, {f"seen_{FIELDS[query]}": seen})
    for who in ("mia", "ada"):  # an administrator reads profiles whole, one by one and logged: not by facets
        assert not found(cast, query, who)
        assert not LINES[query] or LINES[query] not in cast.client(who).get("/members/").text


@pytest.mark.parametrize("query", LINES)
def test_members_cannot_find_who_left_the_directory(cast, petra, query):
    leave_directory(petra)
    page = cast.client("mia").get(f"/members/?{query}").text
    assert 'href="/members/petra/"' not in page
    assert not LINES[query] or LINES[query] not in cast.client("mia").get("/members/").text


def test_who_left_the_directory_cannot_be_found_elsewhere(cast, petra):
    client = cast.client("mia")
    pages = ["/members/leadership/", "/organizations/dry-creek-oncology/", "/people/complete/?q=petra"]
    assert all("Petra Halvorsen" in client.get(page).text for page in pages)
    leave_directory(petra)
    assert all("Petra Halvorsen" not in client.get(page).text for page in pages)


def test_an_ended_office_cannot_be_found(cast, petra):
    Term.objects.update(end=timezone.localdate())
    assert not found(cast, "office=officers")


@pytest.mark.parametrize("kind", ["suspended", "deceased"])
def test_suspended_and_deceased_people_cannot_be_counted(cast, petra, kind):
    grant(petra, kind)
    assert not any(found(cast, query) for query in LINES)


def test_lapsed_people_cannot_be_counted(cast, petra):
    Standing.objects.filter(person=petra).update(until=timezone.now())
    assert not any(found(cast, query) for query in LINES)


def test_a_city_nobody_can_place_shows_who_gives_it(cast, petra):
    page = cast.client("mia").get("/members/?near=Cedar+Fork").text
    assert "These members give it as their city." in page
    nowhere = cast.client("mia").get("/members/?near=Atlantis").text
    assert "No organization and no member of the directory" in nowhere
    assert "Petra Halvorsen" not in nowhere


def test_a_hidden_city_cannot_be_told_from_one_that_is_not_there(cast, petra):
    change_profile(petra, {"seen_location": "me"})
    page = cast.client("mia").get("/members/?near=Cedar+Fork").text
    assert "No organization and no member of the directory" in page


def test_members_who_give_a_near_city_are_within(cast, petra):
    make_profile(cast.grace, city="Dry Creek", state="NM")
    assert "Grace Penhaligon" in cast.client("mia").get("/members/?near=Dry+Creek&within=10").text
    change_profile(cast.grace, {"state": "TX"})
    assert "Grace Penhaligon" not in cast.client("mia").get("/members/?near=Dry+Creek&within=10").text


def test_best_match_comes_first_and_hidden_words_cannot_lift_anybody(cast):
    make_profile(cast.mia, headline="Petra dishes")
    make_profile(cast.grace, ask_me_about="Petra dishes", headline="Petra dishes")
    client = cast.client("otto")

    def order(query):
        page = client.get(f"/members/?{query}").text
        return sorted(("petra", "mia", "grace"), key=lambda name: page.index(f'href="/members/{name}/"'))

    assert order("q=petra") == order("q=petra&sort=x") == ["petra", "grace", "mia"]
    assert order("q=petra&sort=name") == ["petra", "mia", "grace"]
    change_profile(cast.grace, {"seen_ask_me_about": "me"})
    assert order("q=petra") == ["petra", "mia", "grace"]


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "sam"])
def test_non_members_cannot_use_the_directory_by_any_address(cast, petra, who):
    client = cast.client(who)
    for query in LINES:
        answer = client.get(f"/members/?{query}")
        assert answer.status_code == 403
        assert "Petra" not in answer.text
    answer = client.get("/people/complete/?q=petra")
    assert "Petra" not in answer.text


def test_choosing_asks_the_database_no_more_while_nothing_changes(cast, petra):
    KeptVersion.touch()
    client = cast.client("mia")
    client.get("/members/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/members/?state=IA&stage=mid").text
    assert "1 member<" in page
    assert not any('"unlisted_at" IS NULL' in query["sql"] for query in queries)


def test_hidden_fields_cannot_be_counted_on_the_next_request_anywhere(cast, petra):
    KeptVersion.touch()
    client = cast.client("mia")
    assert "Lung<small>1</small>" in client.get("/members/").text
    change_profile(petra, {"seen_specialty": "me"})
    for query in ("", "?state=IA", "?speaks=es", "?q=petra"):
        page = client.get(f"/members/{query}").text
        assert "Lung<small>" not in page
        assert "Mid career<small>" not in page
