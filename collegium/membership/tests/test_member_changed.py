"""`/api/v1/members/changed/`: a signed record counts once and within five minutes; nothing else changes anything."""

from __future__ import annotations

import json
import time
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from collegium.membership.models import Membership, PushedEvent, PushKey
from collegium.membership.pushing import end_key, forget_events, make_key, rotate_key, sign
from collegium.outbox.models import AuditLine

ADDRESS = "/api/v1/members/changed/"
MEMBER = {
    "member_id": "009100", "first_name": "Rosa", "last_name": "Quill", "member_type": "FULL", "status": "A",
    "paid_thru": (date.today() + timedelta(days=90)).isoformat(), "email": "rosa.quill@example.net",
}  # fmt: skip


@pytest.fixture
def key(db):
    return make_key("AMS", None)


def push(key, event, *, secret="", at=None, **headers):
    row, own = key
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    stamp = str(int(at or time.time()))
    signed = {
        "X-Collegium-Key": row.key, "X-Collegium-Timestamp": stamp,
        "X-Collegium-Signature": sign(secret or own, stamp, body),
    } | headers  # fmt: skip
    return Client(HTTP_HOST="localhost").post(ADDRESS, body, content_type="application/json", headers=signed)


def event(number=1, **member):
    return {"id": f"evt_{number}", "type": "member.changed", "member": MEMBER | member}


def test_record_is_applied_and_answered_in_a_sentence(key):
    answer = push(key, event())
    assert (answer.status_code, answer.json()["outcome"]) == (200, "created")
    assert "Rosa Quill" in answer.json()["message"]
    assert Membership.objects.get(member_id="009100").person.name == "Rosa Quill"
    assert PushKey.objects.get().taken == 1


def test_only_what_changed_is_enough(key):
    push(key, event())
    only = {"id": "evt_2", "type": "member.changed", "member": {"member_id": "009100", "city": "Oulu"}}
    assert push(key, only).json()["outcome"] == "changed"
    assert Membership.objects.get(member_id="009100").paid_through is not None


def test_ping_changes_nothing(key):
    assert push(key, {"type": "ping"}).json()["outcome"] == "pong"
    assert not PushedEvent.objects.exists()


def test_event_cannot_count_twice(key):
    push(key, event())
    assert push(key, event(city="Oulu")).json()["outcome"] == "repeated"
    assert Membership.objects.get(member_id="009100").city == ""


def test_older_event_cannot_overtake_a_newer_one(key):
    new = event(1, city="Oulu") | {"occurred_at": "2026-06-09T14:00:00Z"}
    old = event(2, city="Turku") | {"occurred_at": "2026-06-09T13:00:00Z"}
    push(key, new)
    assert push(key, old).json()["outcome"] == "outdated"
    assert Membership.objects.get(member_id="009100").city == "Oulu"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Collegium-Key": "nobody"}, {"X-Collegium-Signature": "sha256=00"}, {"X-Collegium-Signature": ""},
        {"X-Collegium-Signature": "sha256=é"}, {"X-Collegium-Timestamp": "1"},
    ],
)  # fmt: skip
def test_wrong_signature_cannot_change_anything_and_tells_nothing(key, headers):
    answer = push(key, event(), **headers)
    assert answer.status_code == 401
    assert answer.json() == {
        "outcome": "unauthorized", "message": "Key or signature is wrong. Sign timestamp and body with the key’s secret.",
    }  # fmt: skip
    assert answer["WWW-Authenticate"].startswith("Collegium-Signature")
    assert not Membership.objects.filter(member_id="009100").exists()


@pytest.mark.parametrize("seconds", [-301, 301, -86400])
def test_stale_timestamp_cannot_count(key, seconds):
    answer = push(key, event(), at=time.time() + seconds)
    assert (answer.status_code, answer.json()["outcome"]) == (401, "stale")
    assert not Membership.objects.filter(member_id="009100").exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"\xff", 400), (b"[]", 400), (b"{}", 400), (b'{"type": "order.paid"}', 400), (b"[" * 5000, 400),
        (b'{"type": "member.changed", "id": "a"}', 400), (b'{"type": "member.changed", "id": 7, "member": {}}', 400),
        (b'{"type": "member.changed", "id": "a", "member": {"member_id": ["1"]}}', 400),
        (b'{"type": "member.changed", "id": "a", "member": {}}', 422), (b"x" * 70000, 413),
        (b'{"type": "member.changed", "id": "a", "occurred_at": "soon", "member": {"member_id": "1"}}', 400),
    ],
)  # fmt: skip
def test_what_is_no_record_cannot_come_in(key, body, status):
    answer = push(key, body)
    assert answer.status_code == status
    assert answer.json()["message"].endswith(".")
    assert not Membership.objects.exists()


def test_get_is_answered_with_what_to_do(db):
    answer = Client(HTTP_HOST="localhost").get(ADDRESS)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_unknown_category_is_accepted_and_reported(key):
    answer = push(key, event(member_type="QQQ"))
    assert (answer.status_code, answer.json()["outcome"]) == (202, "reported")


def test_former_secret_counts_for_a_day_only(key):
    row, own = key
    new = rotate_key(row, None)
    assert push(key, event(1), secret=new).status_code == 200
    assert push(key, event(2), secret=own).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert push(key, event(3), secret=own).status_code == 401
        assert push(key, event(4), secret=new).status_code == 200


def test_ended_key_cannot_be_used(key):
    end_key(key[0], None)
    assert push(key, event()).status_code == 401
    assert AuditLine.objects.filter(what="ended a key for pushed records").exists()


def test_secret_is_not_stored_as_it_is(key):
    row, secret = key
    assert secret not in (row.secret, row.former, row.key)
    assert secret not in str(AuditLine.objects.values_list("detail", flat=True))


def test_ids_are_remembered_seven_days(key):
    push(key, event())
    assert forget_events(timezone.now() + timedelta(days=6)) == 0
    assert forget_events(timezone.now() + timedelta(days=8)) == 1
