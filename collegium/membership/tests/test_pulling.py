"""The society's system is asked on loopback: what changed, each record whole, everything at night; and its troubles."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from collegium.membership.models import Membership, RosterRun, RosterSource, WaitingRecord, society_today
from collegium.membership.pulling import TRIES, change_source, leave_out, sweep, try_again, work

PAID = (date.today() + timedelta(days=90)).isoformat()


def record(number: str, **more: Any) -> dict[str, Any]:
    return {
        "member_id": number, "first_name": "Ann", "last_name": f"Ek{number}", "member_type": "FULL", "status": "A",
        "paid_thru": PAID, "email": f"{number}@example.net", "no_email": False, "npi": None,
    } | more  # fmt: skip


class Other:
    """The other side: what it holds, what it names as changed, what it was asked."""

    def __init__(self) -> None:
        self.members = {f"{number:06d}": record(f"{number:06d}") for number in range(1, 8)}
        self.changed: list[str] = []
        self.broken: set[str] = set()
        self.status = 200
        self.asked: list[str] = []
        self.tokens: set[str] = set()

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        if self.status != 200:
            return self.status, {}
        if path == "/api/changed":
            since = query.get("since", ["0"])[0]
            return 200, {"members": self.changed, "until": str(int(since) + 1), "next": None}
        if path == "/api/members":
            after = query.get("after", [""])[0]
            rest = sorted(number for number in self.members if number > after)
            return 200, {"members": [self.members[one] for one in rest[:3]], "next": rest[2] if len(rest) > 3 else None}
        number = path.rpartition("/")[2]
        return (200, {"member": self.members[number]}) if number not in self.broken else (500, {})


@pytest.fixture
def other(db, settings) -> Iterator[Other]:
    side = Other()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            side.asked.append(self.path)
            side.tokens.add(self.headers["Authorization"])
            status, said = side.answer(parts.path, parse_qs(parts.query))
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    place = f"127.0.0.1:{server.server_port}"
    settings.OUTBOUND_TRUSTED = frozenset({place})
    change_source(RosterSource(address=f"http://{place}/api", is_on=True), "a secret token", None)
    yield side
    server.shutdown()
    server.server_close()
    thread.join()


def source() -> RosterSource:
    return RosterSource.current()


def later(minutes: int = 31):
    return timezone.now() + timedelta(minutes=minutes)


def test_changed_records_are_loaded_whole_and_the_mark_moves(other):
    other.changed = ["000001", "000002"]
    assert work() == 2
    assert Membership.objects.filter(member_id__in=["000001", "000002"]).count() == 2
    assert (source().since, source().next_since, source().trouble) == ("1", "", "")
    assert source().counters == {"asked": 1, "named": 2, "loaded": 2, "created": 2}
    assert other.tokens == {"Bearer a secret token"}
    assert "a secret token" not in source().token


def test_it_is_asked_again_only_when_it_is_time(other):
    work()
    asked = len(other.asked)
    assert work() == 0
    assert len(other.asked) == asked
    other.changed = ["000003"]
    assert work(later()) == 1
    assert "/api/changed?since=1" in other.asked


def test_mark_cannot_move_while_a_record_waits(other):
    other.changed, other.broken = ["000001", "000002"], {"000002"}
    work()
    assert (source().since, WaitingRecord.objects.get().member_id) == ("", "000002")
    for _try in range(TRIES):
        work(later())
    assert source().since == ""
    other.broken.clear()
    try_again(None)
    work()
    assert source().since == "1"
    assert not WaitingRecord.objects.exists()


def test_record_that_is_left_out_cannot_hold_the_others_up(other):
    other.changed = ["000001", "000009"]
    other.members["000009"] = record("000008")
    work()
    assert "no record of member 000009" in WaitingRecord.objects.get().trouble
    leave_out("000009", None)
    work(later())
    assert source().since == "1"
    assert not Membership.objects.filter(member_id__in=["000008", "000009"]).exists()


@pytest.mark.parametrize("status", [401, 404, 500, 302])
def test_trouble_is_said_and_changes_nothing(other, status):
    other.changed, other.status = ["000001"], status
    assert work() == 0
    assert source().trouble
    assert source().since == ""
    assert not Membership.objects.filter(member_id="000001").exists()


def test_off_is_off(other):
    RosterSource.objects.update(is_on=False)
    other.changed = ["000001"]
    assert (work(), sweep(), other.asked) == (0, None, [])


def test_host_that_the_operator_did_not_list_cannot_be_asked(other, settings):
    settings.OUTBOUND_TRUSTED = frozenset()
    other.changed = ["000001"]
    assert work() == 0
    assert "not among the hosts" in source().trouble
    assert other.asked == []


def test_sweep_compares_everything_and_is_idempotent(other):
    run = sweep()
    assert (run.kind, Membership.objects.filter(member_id__startswith="00000").count()) == ("sweep", 7)
    other.members["000001"]["city"] = "Oulu"
    sweep()
    assert Membership.objects.get(member_id="000001").city == "Oulu"
    runs = RosterRun.objects.count()
    sweep()
    assert RosterRun.objects.count() == runs


def test_sweep_that_would_lapse_many_waits_for_staff(other):
    sweep()
    for one in other.members.values():
        one["status"] = "I"
    assert sweep() is None
    assert "more than 5 percent" in source().trouble
    waiting = RosterRun.objects.get(applied_at=None)
    assert waiting.counts["lapsed"] == 7
    assert Membership.objects.get(member_id="000001").status == "A"


def test_sweep_cannot_take_the_place_of_a_file_on_the_desk(other):
    RosterRun.objects.create(file_name="roster.csv", digest="d", on=society_today())
    assert sweep() is None
    assert RosterRun.objects.get().file_name == "roster.csv"
