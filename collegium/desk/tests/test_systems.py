"""Other systems on the desk: keys shown once, the system that is asked, its status. Administrators, freshly signed in."""

from __future__ import annotations

import pytest

from collegium.accounts.tests.factory import make_fresh
from collegium.membership.models import PushKey, RosterSource, WaitingRecord

PAGE = "/desk/membership/systems/"
SOURCE = {"address": "https://ams.example.org/api", "minutes": "30", "sweeps": "on", "is_on": "on", "new_token": "tok"}


@pytest.fixture
def ada(cast):
    return make_fresh(cast.client("ada"), cast.ada)


def test_secret_is_shown_once(ada):
    assert ada.post(f"{PAGE}keys/", {"name": "AMS"}).status_code == 303
    page = ada.get(PAGE)
    assert "Copy this now for AMS" in page.text
    assert page["Cache-Control"] == "no-store"
    assert "Copy this now" not in ada.get(PAGE).text


def test_key_is_rotated_and_ended(ada):
    ada.post(f"{PAGE}keys/", {"name": "AMS"})
    row = PushKey.objects.get()
    ada.post(f"{PAGE}keys/{row.pk}/", {"to": "rotate"})
    assert "Copy this now" in ada.get(PAGE).text
    assert PushKey.objects.get().former == row.secret
    ada.post(f"{PAGE}keys/{row.pk}/", {"to": "end"})
    assert (PushKey.objects.get().ended_at is None, PushKey.objects.get().secret) == (False, "")
    assert ada.post(f"{PAGE}keys/{row.pk}/", {"to": "rotate"}).status_code == 404


@pytest.mark.parametrize("address", ["", "keys/", "source/", "ask/"])
def test_others_cannot_come_in(cast, ada, address):
    for name, status in {"vera": 403, "gus": 404, "mia": 404, "ed": 404, "mo": 404}.items():
        client = cast.client(name)
        answer = client.post(PAGE + address, {"name": "x"}) if address else client.get(PAGE)
        assert answer.status_code == status, name
    assert not PushKey.objects.exists()


def test_key_cannot_be_made_without_a_fresh_sign_in(cast):
    answer = cast.client("ada").post(f"{PAGE}keys/", {"name": "AMS"})
    assert answer.status_code == 303
    assert "reauthenticate" in answer["Location"]
    assert not PushKey.objects.exists()


def test_source_is_set_and_its_token_is_not_shown(ada, settings):
    settings.OUTBOUND_HOSTS = frozenset({"ams.example.org"})
    assert ada.post(f"{PAGE}source/", SOURCE).status_code == 303
    row = RosterSource.current()
    assert (row.address, row.is_on) == ("https://ams.example.org/api", True)
    assert "tok" not in row.token[:3]
    ada.post(f"{PAGE}source/", SOURCE | {"new_token": "", "minutes": "60"})
    assert (RosterSource.current().token, RosterSource.current().minutes) == (row.token, 60)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"address": "https://other.example.org"}, "may not be asked"), ({"address": "http://ams.example.org"}, "https://"),
        ({"address": "https://ams.example.org:8443"}, "no port"), ({"minutes": "1"}, "greater than or equal to 5"),
        ({"new_token": ""}, "a token first"), ({"address": ""}, "a token first"),
        ({"address": "https://169.254.169.254/x"}, "may not be asked"),
    ],
)  # fmt: skip
def test_source_cannot_be_set_wrongly(ada, settings, fields, says):
    settings.OUTBOUND_HOSTS = frozenset({"ams.example.org"})
    answer = ada.post(f"{PAGE}source/", SOURCE | fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert not RosterSource.current().is_on


def test_stuck_record_is_tried_anew_or_left_out(ada, settings):
    settings.OUTBOUND_HOSTS = frozenset({"ams.example.org"})
    ada.post(f"{PAGE}source/", SOURCE)
    WaitingRecord.objects.create(member_id="000001", tries=5, trouble="It was answered with status 500.")
    assert "could not be loaded five times" in ada.get(PAGE).text
    ada.post(f"{PAGE}ask/")
    assert WaitingRecord.objects.get().tries == 0
    ada.post(f"{PAGE}ask/", {"leave_out": "000001"})
    assert not WaitingRecord.objects.exists()
