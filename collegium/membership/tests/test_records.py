"""One record of another system: the same outcomes as a line of the roster, and what it leaves out stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collegium.accounts import actions as accounts
from collegium.audience import actions as access
from collegium.audience.reader import reader_for
from collegium.membership.models import MatchProposal, Membership, RosterChange, RosterRun, society_today
from collegium.membership.records import apply_record
from collegium.membership.tests.rosters import DAY1, FIRST, at, member, standing, take
from collegium.outbox import audit

NEW = {
    "member_id": "002000", "first_name": "Rosa", "last_name": "Álvarez", "email": "rosa@example.net",
    "member_type": "FULL", "status": "A", "paid_thru": "2011-12-31", "city": "Oporto", "company": "Hospital do Mar",
}  # fmt: skip


def send(**record: object):
    with at(FIRST):
        return apply_record(record, "push: AMS")


def test_new_member_is_made(day1):
    outcome = send(**NEW)
    assert (outcome.kind, outcome.was_written) == ("created", True)
    assert member("002000").person == outcome.person
    with at(FIRST):
        assert standing("002000") == "member"
    assert RosterChange.objects.filter(member_id="002000", run__kind=RosterRun.Kind.RECORD).exists()
    assert audit.about("roster", RosterRun.objects.first().pk).get().detail["source"] == "push: AMS"


def test_same_record_twice_changes_nothing(day1):
    send(**NEW)
    runs = RosterRun.objects.count()
    again = send(**NEW)
    assert (again.kind, again.was_written) == ("unchanged", False)
    assert RosterRun.objects.count() == runs


def test_what_a_record_leaves_out_stays(day1):
    before = member("001004")
    outcome = send(member_id="001004", status="A", member_status="S", paid_thru="2011-12-31")
    after = member("001004")
    assert outcome.kind == "reactivated"
    assert (after.email, after.city, after.category_id) == (before.email, before.city, before.category_id)
    assert after.person.name == before.person.name
    with at(FIRST):
        assert standing("001004") == "member"
        assert apply_record({"member_id": "001004", "status": "I"}, "push: AMS").kind == "lapsed"
        assert standing("001004") == "lapsed"


def test_name_alone_changes_only_the_name(day1):
    send(member_id="001000", last_name="Okafor-Lind", first_name="Amara")
    assert member("001000").person.name == "Amara Okafor-Lind"
    assert member("001000").email == "amara.okafor@example.org"


def test_short_number_is_padded(day1):
    assert send(member_id="1000", city="Duluth").member_id == "001000"


def test_suspension_ends_with_the_status(day1):
    with at(FIRST):
        assert apply_record({"member_id": "001000", "status": "S"}, "SCIM").was_written
        assert reader_for(member("001000").person).is_visitor
        apply_record({"member_id": "001000", "status": "A"}, "SCIM")
        assert standing("001000") == "member"


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({}, "no member number"), ({"member_id": "00100000", "status": "A"}, "6 digits"),
        ({"member_id": "003000", "first_name": "Nobody"}, "no last name"),
        ({"member_id": "001000", "paid_thru": "soon"}, "not a date"),
    ],
)  # fmt: skip
def test_wrong_record_cannot_change_anything(day1, record, says):
    before = list(Membership.objects.order_by("pk").values())
    outcome = send(**record)
    assert (outcome.kind, outcome.was_written) == ("rejected", False)
    assert says in outcome.words
    assert list(Membership.objects.order_by("pk").values()) == before


def test_unknown_category_cannot_keep_access(day1):
    with at(FIRST):
        assert "unknown" in apply_record({"member_id": "001000", "member_type": "QQQ"}, "push: AMS").words
        assert standing("001000") == "lapsed"
        assert member("001000").category.code == "FULL"
        assert apply_record({"member_id": "001000", "member_type": "FULL"}, "push: AMS").kind == "reactivated"


def test_unknown_status_cannot_change_anything(day1):
    assert send(member_id="001000", status="X").kind == "reported"
    with at(FIRST):
        assert standing("001000") == "member"


def test_record_cannot_take_the_address_of_a_shared_mailbox(day1):
    send(**NEW | {"email": "office@example.org"})
    assert member("002000").person.email == ""
    assert "shared" in member("002000").review


def test_address_of_a_guest_with_another_name_cannot_be_taken_over(db):
    other = accounts.create_person(name="Zed Quux", family_name="Quux", email="rosa@example.net")
    access.grant(other, "guest")
    record = NEW | {"paid_thru": (society_today() + timedelta(days=90)).isoformat()}
    outcome = apply_record(record, "push: AMS")
    assert (outcome.kind, outcome.person) == ("reported", None)
    assert reader_for(other).standing == "guest"
    asked = MatchProposal.objects.get()
    assert (asked.person, asked.member_id, asked.why, asked.decision) == (other, "002000", "address", "")
    apply_record(record, "push: AMS")
    assert MatchProposal.objects.count() == 1


def test_last_administrator_cannot_be_suspended_by_a_record(day1):
    with at(FIRST):
        access.grant(member("001000").person, "administrator")
        apply_record({"member_id": "001000", "status": "S"}, "SCIM")
        assert reader_for(member("001000").person).is_administrator


def test_a_record_of_one_cannot_make_others_missing(day1):
    send(**NEW)
    assert not Membership.objects.filter(missing_files__gt=0).exists()
    with at(date(2011, 2, 2)):
        assert not take(DAY1 + b"\r\n", date(2011, 2, 2)).counts["lapsed"]
