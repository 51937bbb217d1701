"""The directory: what each of the cast finds, whose numbers stand there; proposing and deciding."""

from __future__ import annotations

import pytest

from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.groups.models import Group, Place
from collegium.groups.tests.factory import make_group, make_group_topic

PROPOSAL = {"name": "Night call circle", "summary": "People who share night call", "kind": "closed", "icon": "users"}


@pytest.fixture(autouse=True)
def _no_second_factor_asked(settings):
    """The door of the second factor has tests of its own."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]


def test_directory_shows_open_and_closed_and_not_the_secret(cast):
    make_group(cast.petra, "open", name="Rural section")
    make_group(cast.petra, "closed", name="Committee of notes")
    make_group(cast.petra, "secret", cast.grace, name="Circle nobody knows")
    for name, sees in {"mia": False, "mo": False, "ada": True, "grace": True, "petra": True}.items():
        page = cast.client(name).get("/groups/").text
        assert "Rural section" in page
        assert "Committee of notes" in page
        assert ("Circle nobody knows" in page) == sees, name


def test_empty_directory_says_what_to_do_and_cannot_blame_a_search(cast):
    mia = cast.client("mia")
    assert "Propose the first one" in mia.get("/groups/").text
    make_group(cast.petra, "open")
    assert "You are in no group yet" in mia.get("/groups/?view=mine").text
    assert "Try fewer words" in mia.get("/groups/?q=nothing+like+it").text


def test_visitor_guest_and_lapsed_cannot_see_the_directory(cast):
    make_group(cast.petra, "open", name="Rural section")
    for name in ("vera", "gus", "lars", "sam"):
        answer = cast.client(name).get("/groups/")
        assert answer.status_code == 403, name
        assert "Rural section" not in answer.text


def test_numbers_of_a_closed_group_cannot_be_seen_from_outside(cast):
    group = make_group(cast.petra, "closed", cast.grace)
    topic = make_group_topic(group, cast.petra)
    post_reply(topic, Words.plain("A line in the room."), cast.reader("petra"))
    assert "1 new" in cast.client("grace").get("/groups/").text
    assert "1 reply this week" in cast.client("grace").get("/groups/").text
    outside = cast.client("mia").get("/groups/").text
    assert "new</span>" not in outside
    assert "this week" not in outside
    assert "2 people" in outside


def test_search_and_own_groups(cast):
    make_group(cast.petra, "open", cast.mia, name="Rural section")
    make_group(cast.petra, "open", name="Video boards")
    client = cast.client("mia")
    assert "Video boards" not in client.get("/groups/?view=mine").text
    found = client.get("/groups/?q=video").text
    assert "Video boards" in found
    assert "Rural section" not in found


def test_member_proposes_and_an_administrator_confirms(cast):
    client = cast.client("mia")
    assert client.post("/groups/new/", PROPOSAL).status_code == 303
    group = Group.objects.get(name="Night call circle")
    assert "waits for staff" in client.get("/groups/").text
    assert "Night call circle" not in cast.client("otto").get("/groups/").text
    ada = cast.client("ada")
    assert "Night call circle" in ada.get("/desk/groups/").text
    assert ada.post(f"/desk/groups/{group.pk}/", {"confirm": "1"}).status_code == 303
    assert Place.objects.get(group=group).role == Place.Role.OWNER
    assert client.get(group.get_absolute_url()).status_code == 200


def test_decline_cannot_go_without_a_reason_and_the_reason_is_read(cast):
    cast.client("mia").post("/groups/new/", PROPOSAL)
    group = Group.objects.get(name="Night call circle")
    ada = cast.client("ada")
    assert ada.post(f"/desk/groups/{group.pk}/", {"confirm": "0"}).status_code == 422
    ada.post(f"/desk/groups/{group.pk}/", {"confirm": "0", "reason": "The rural section does this."})
    assert "The rural section does this." in cast.client("mia").get("/groups/").text


def test_others_cannot_decide_or_propose(cast):
    cast.client("mia").post("/groups/new/", PROPOSAL)
    group = Group.objects.get(name="Night call circle")
    for name, status in {"mia": 404, "ed": 404, "mo": 404, "vera": 403}.items():
        assert cast.client(name).post(f"/desk/groups/{group.pk}/", {"confirm": "1"}).status_code == status, name
    assert cast.client("gus").post("/groups/new/", PROPOSAL).status_code == 403
    group.refresh_from_db()
    assert group.confirmed_at is None


def test_name_of_a_secret_group_cannot_be_found_out_by_proposing_it(cast):
    make_group(cast.petra, "secret", name="Night call circle")
    assert cast.client("mia").post("/groups/new/", PROPOSAL).status_code == 303
    assert Group.objects.get(kind="closed").slug == "night-call-circle"


def test_search_finds_a_confirmed_group_and_never_a_secret_one_from_outside(cast):
    make_group(cast.petra, "open", name="Lanternworks section")
    make_group(cast.petra, "secret", name="Lanternworks circle")
    page = cast.client("mia").get("/search/?q=lanternworks&in=groups").text
    assert "/groups/lanternworks-section/" in page
    assert "lanternworks-circle" not in page
    for name, finds in {"mo": False, "ed": False, "ada": True}.items():
        page = cast.client(name).get("/search/?q=lanternworks&in=groups").text
        assert ("lanternworks-circle" in page) == finds, name
    assert "lanternworks-circle" in cast.client("petra").get("/search/?q=lanternworks&in=groups").text
