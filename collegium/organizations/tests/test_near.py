"""Within so many kilometers or miles of a place: from the organizations' own coordinates."""

from __future__ import annotations

import pytest

from collegium.organizations.models import Organization
from collegium.organizations.places import Center, centers, distance, nearby, pair, within
from collegium.organizations.tests.factory import make_organization

pytestmark = pytest.mark.django_db
BERLIN, PARIS = (52.52, 13.405), (48.8566, 2.3522)


@pytest.fixture
def map_of_clinics(cast):
    make_organization("Center Clinic", latitude=44.5, longitude=-89.5, city="Northmere", state="WI")
    make_organization("Near Clinic", latitude=44.7, longitude=-89.5, city="Plover Mill", state="WI")  # 22 km
    make_organization("Far Clinic", latitude=45.5, longitude=-89.5, city="Pine Portage", state="WI")  # 111 km
    make_organization("Clinic Nowhere", city="Northmere", state="WI")
    return cast.client("vera")


def found(client, **query):
    page = client.get("/organizations/", query).text
    return [
        name for name in ("Center Clinic", "Near Clinic", "Far Clinic", "Clinic Nowhere") if f">{name}</a></h3>" in page
    ]


def test_distance_is_that_of_the_sphere():
    assert distance(BERLIN, PARIS) == pytest.approx(877.5, abs=1)
    assert distance(BERLIN, BERLIN) == 0


@pytest.mark.parametrize(("within_", "unit", "names"), [
    ("10", "km", ["Center Clinic"]), ("25", "km", ["Center Clinic", "Near Clinic"]),
    ("100", "km", ["Center Clinic", "Near Clinic"]), ("100", "mi", ["Center Clinic", "Near Clinic", "Far Clinic"]),
])  # fmt: skip
def test_city_is_the_center(map_of_clinics, within_, unit, names):
    assert found(map_of_clinics, near="northmere", within=within_, unit=unit) == names


def test_organization_and_coordinates_are_centers_too(map_of_clinics):
    assert found(map_of_clinics, near="Far Clinic", within="10") == ["Far Clinic"]
    assert found(map_of_clinics, near="45.49, -89.51", within="10") == ["Far Clinic"]


def test_nearest_come_first_with_their_distance(map_of_clinics):
    page = map_of_clinics.get("/organizations/?near=45.5,-89.5&within=250&unit=km").text
    assert page.index("Far Clinic</a>") < page.index("Near Clinic</a>") < page.index("Center Clinic</a>")
    assert "89 km" in page
    assert "Within 250 km of 45.5, -89.5" in page


def test_facets_count_inside_the_circle_only(map_of_clinics):
    make_organization("Hospital", kind="hospital", latitude=44.5, longitude=-89.51)
    page = map_of_clinics.get("/organizations/?near=Northmere&within=25").text
    assert "Hospital<small>1</small>" in page
    assert "Practice or clinic<small>2</small>" in page


def test_place_without_coordinates_cannot_be_near(map_of_clinics):
    assert "Clinic Nowhere" not in found(map_of_clinics, near="Northmere", within="500")


def test_unknown_place_cannot_find_anything(map_of_clinics):
    page = map_of_clinics.get("/organizations/?near=Atlantis").text
    assert "No organization lies in a place of this name" in page
    assert "0 organizations" in page


@pytest.mark.parametrize(
    "text", ["91, 0", "0, 181", "1e9, 2", "a, b", "1", "", "1,2,3", "٤٤, ٨٩", "nan, nan", "inf, 0"]
)
def test_what_is_no_place_on_earth_cannot_be_coordinates(text):
    assert pair(text) is None


@pytest.mark.parametrize(
    "query",
    [
        "near=%00",
        "near=Northmere&within=9999999",
        "near=Northmere&within=-1&unit=furlong",
        "near=90,0&within=500",
        "near=-90,180&within=500",
    ],
)
def test_absurd_choices_cannot_break_the_page(map_of_clinics, query):
    assert map_of_clinics.get(f"/organizations/?{query}").status_code == 200


def test_several_places_of_one_name_are_offered(map_of_clinics):
    make_organization("Other", latitude=40.0, longitude=-75.0, city="Northmere", state="PA")
    assert [center.label for center in centers("Northmere")] == ["Northmere, Wisconsin", "Northmere, Pennsylvania"]
    assert centers("northmere, pa")[0].label == "Northmere, Pennsylvania"
    assert "Or did you mean:" in map_of_clinics.get("/organizations/?near=Northmere").text


@pytest.mark.parametrize(("one", "other", "km"), [
    ((0.0, 179.9), (0.0, -179.9), 25), ((0.0, -179.9), (0.0, 179.9), 25), ((89.9, 0.0), (89.9, 180.0), 25),
    ((60.0, 10.0), (60.0, 10.8), 50),
])  # fmt: skip
def test_date_line_poles_and_north_are_no_borders(cast, one, other, km):
    row = make_organization(latitude=other[0], longitude=other[1])
    assert list(within(Organization.objects.all(), Center(*one, ""), km)) == [row]
    assert distance(one, other) <= km


def test_nearby_on_a_page_is_the_nearest_others(map_of_clinics):
    page = Organization.objects.get(name="Center Clinic")
    assert [row.name for row, _km in nearby(page)] == ["Near Clinic", "Far Clinic"]
    assert "14 mi" in map_of_clinics.get(page.get_absolute_url()).text
    assert nearby(Organization.objects.get(name="Clinic Nowhere")) == []


def test_withdrawn_one_cannot_be_near_or_opened(map_of_clinics):
    Organization.objects.filter(name="Near Clinic").update(state_of_page="withdrawn")
    assert found(map_of_clinics, near="Northmere", within="50") == ["Center Clinic"]
    assert map_of_clinics.get("/organizations/near-clinic/").status_code == 404
