"""The next roster: what it changes, what it leaves, the brake, the audit lines."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from collegium.accounts import actions as accounts
from collegium.audience import actions as access
from collegium.audience.reader import reader_for
from collegium.membership.models import Membership, RosterChange, RosterRun
from collegium.membership.offices import offices_of
from collegium.membership.roster.applying import Braked
from collegium.membership.tests.rosters import DAY1, DAY2, FIRST, SECOND, at, member, standing, take, words
from collegium.outbox import audit


def test_same_file_twice_changes_nothing(day1):
    before = RosterChange.objects.count()
    again = take(DAY1, FIRST)
    assert not again.changes_something
    assert RosterChange.objects.count() == before


def test_day_two_twice_changes_nothing(day2):
    assert not take(DAY2, SECOND).changes_something
    assert member("001000").missing_files == 1


def test_handover(day2):
    person = member("001001").person
    assert offices_of(person, date(2011, 6, 6))[0].title == "President"
    assert offices_of(person, date(2011, 6, 7))[0].title == "Immediate Past President"


def test_renewed_and_reinstated(day2):
    assert standing("001003") == "member"
    assert member("001003").notice() == ""
    assert standing("001004") == "member"
    assert {finding.member_id for finding in day2.of_kind("reactivated")} == {"001003", "001004"}


def test_training_member_goes_on_and_may_become_full(day2):
    assert member("001002").paid_through == date(2012, 6, 30)
    full = DAY2.replace(b"nilsson@example.org;;TRAIN", b"nilsson@example.org;;FULL")
    take(full, SECOND)
    assert member("001002").category.code == "FULL"
    assert standing("001002") == "member"


def test_new_mail_address_counts_once_confirmed(guest):
    with at(FIRST):
        take(DAY1, FIRST)
        person = member("001008").person
        person.set_password("z" * 20)
        person.save()
    with at(SECOND):
        mail.outbox.clear()
        take(DAY2, SECOND)
        person.refresh_from_db()
        assert person.email == "siobhan.oneill-byrne@example.org"
        assert mail.outbox[0].to == ["siobhan.oneill-byrne@example.org"]
        accounts.confirm_registration(person, "siobhan@example.net")
        person.refresh_from_db()
        assert person.email == "siobhan@example.net"
        assert person.retired_addresses.get().until.date() == date(2011, 6, 24)


def test_address_of_somebody_who_never_signed_in_changes_at_once(day2):
    assert member("001008").person.email == "siobhan@example.net"


def test_changed_name(day2):
    assert member("001007").person.name == "José Muñoz García"


def test_own_changes_of_the_profile_stay(day1):
    person = member("001007").person
    person.credentials = "MD, PhD"
    person.save()
    take(DAY1 + b"\r\n", FIRST)
    assert member("001007").person.credentials == "MD, PhD"


def test_missing_member_lapses_after_three_files_only(day2):
    assert words(day2, "001000").endswith("missing from 1 of 3 files")
    assert standing("001000") == "member"
    for number in (2, 3):
        take(DAY2 + b"\r\n" * number, SECOND)
    assert standing("001000") == "lapsed"
    back = DAY1.replace(b"2011-12-31", b"2012-12-31")
    take(back, SECOND)
    assert standing("001000") == "member"
    assert member("001000").missing_files == 0


def test_brake_refuses_many_lapses_and_a_cut_file(day1):
    dropped = DAY1.replace(b",FULL,A,R,", b",FULL,I,D,")
    with pytest.raises(Braked, match="more than 5 percent"):
        take(dropped, FIRST, confirmed=False)
    assert standing("001000") == "member"
    half = b"\n".join(DAY1.split(b"\n")[:15])
    with pytest.raises(Braked, match="cut off"):
        take(half, FIRST, confirmed=False)
    assert not Membership.objects.filter(missing_files__gt=0).exists()
    take(dropped, FIRST, confirmed=True)
    assert standing("001000") == "lapsed"


def test_last_administrator_cannot_be_suspended_by_a_roster(day1):
    access.grant(member("001000").person, "administrator")
    start = DAY1.index(b"amara.okafor@example.org,,FULL,A")
    content = DAY1[:start] + DAY1[start:].replace(b"FULL,A", b"FULL,S", 1)
    take(content, FIRST)
    assert reader_for(member("001000").person).is_administrator
    assert reader_for(member("001001").person).standing == "member"


def test_each_changed_field_has_its_line(day2):
    line = RosterChange.objects.get(member_id="001003", field="paid_through", old="2010-12-31")
    assert (line.new, line.run.file_name, line.kind) == ("2011-12-31", "roster.csv", "reactivated")
    assert line.line > 1
    run = RosterRun.objects.first()
    assert bytes(run.content) == b""
    assert audit.about("roster", run.pk).get().what == "applied a roster"
