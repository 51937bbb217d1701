"""What groups say of themselves passes the patient-data check too; who is paused says nothing; who is refused hears."""

from __future__ import annotations

import re

import pytest

from collegium.audience.actions import grant
from collegium.audience.models import Standing
from collegium.groups import actions
from collegium.groups.models import Group, Place
from collegium.groups.tests.factory import make_group
from collegium.notifications.models import Notification

RISKY = "Please look at MRN 4471902 before we meet."
PROPOSAL = {"name": "Harbor practices", "summary": "For practices by the sea.", "icon": "users", "kind": "open"}
DESCRIPTION = {"name": "Harbor practices", "summary": "For practices by the sea.", "icon": "users"}
WAYS = {
    "/groups/new/": PROPOSAL | {"about": RISKY},
    "owner/describe/": DESCRIPTION | {"about": RISKY},
    "owner/announce/": {"text": RISKY},
}


@pytest.mark.parametrize("way", WAYS)
def test_patient_data_cannot_pass_unasked(cast, way):
    group, client = make_group(cast.petra, "closed"), cast.client("petra")
    address = way if way.startswith("/") else group.get_absolute_url() + way
    answer = client.post(address, WAYS[way])
    assert answer.status_code == 422
    assert "could identify a patient" in answer.text
    group.refresh_from_db()
    assert (group.announcement, group.about, Group.objects.count()) == ("", "", 1)
    seen = re.search(r'name="not_patient" value="([^"]+)"', answer.text)
    assert seen
    assert client.post(address, WAYS[way] | {"not_patient": seen[1]}).status_code == 303


def test_patient_data_in_a_request_cannot_pass_unasked(cast):
    group = make_group(cast.petra, "closed")
    answer = cast.client("mia").post(f"{group.get_absolute_url()}ask/", {"note": RISKY})
    assert answer.status_code == 422
    assert "could identify a patient" in answer.text
    assert not Place.objects.filter(person=cast.mia).exists()


@pytest.mark.parametrize("way", WAYS)
def test_who_is_paused_cannot_say_anything_there(cast, way):
    group = make_group(cast.petra, "closed")
    grant(cast.petra, Standing.Kind.PAUSED, source="test")
    address = way if way.startswith("/") else group.get_absolute_url() + way
    data = {name: "Nothing to see here." if value == RISKY else value for name, value in WAYS[way].items()}
    answer = cast.client("petra").post(address, data)
    assert answer.status_code == 422
    assert "paused your writing" in answer.text


def test_paragraphs_as_a_browser_sends_them(cast):
    group = make_group(cast.petra)
    about = {"about": "First.\r\n\r\nSecond <b>."}
    cast.client("petra").post(f"{group.get_absolute_url()}owner/describe/", DESCRIPTION | about)
    assert "<p>First.</p><p>Second &lt;b&gt;.</p>" in cast.client("mia").get(f"{group.get_absolute_url()}about/").text


def test_who_is_turned_down_hears_of_it_and_others_cannot(cast):
    group = make_group(cast.petra, "closed")
    place = actions.ask(group, cast.mia)
    answer = cast.client("petra").post(f"{group.get_absolute_url()}owner/places/{place.pk}/", {"do": "withdraw"})
    assert answer.status_code == 303
    assert "turned your request down" in cast.client("mia").get("/notifications/").text
    assert "turned your request down" not in cast.client("grace").get("/notifications/").text
    invited = actions.invite(group, cast.grace, cast.petra)
    actions.turn_down(invited)
    assert not Notification.objects.filter(kind="turned-down", person=cast.grace).exists()


@pytest.mark.parametrize(
    ("kind", "said"), [("closed", "took you out of the group “Sarcoma”"), ("secret", "took you out of a group<")]
)
def test_who_is_taken_out_hears_of_it_and_others_cannot(cast, kind, said):
    group = make_group(cast.petra, kind, cast.grace, cast.mia, name="Sarcoma")
    place = group.places.get(person=cast.grace)
    answer = cast.client("petra").post(f"{group.get_absolute_url()}owner/places/{place.pk}/", {"do": "remove"})
    assert answer.status_code == 303
    page = cast.client("grace").get("/notifications/").text
    assert said in page
    assert ("Sarcoma" in page) == (kind == "closed")
    assert "took you out" not in cast.client("mia").get("/notifications/").text


def test_same_announcement_again_is_not_told_twice(cast):
    group = make_group(cast.petra, "closed", cast.grace)
    for _time in range(2):
        address = f"{group.get_absolute_url()}owner/announce/"
        cast.client("petra").post(address, {"text": "We meet on Thursday."})
    assert Notification.objects.filter(kind="announced", person=cast.grace).count() == 1
