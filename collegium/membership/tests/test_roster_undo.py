"""Taking the last roster back: everything is as it was where nothing changed since, and what stays is said."""

from __future__ import annotations

import pytest

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.membership.actions import invite_next
from collegium.membership.models import Membership, RosterRun, Term
from collegium.membership.records import apply_record
from collegium.membership.roster.before import facts_of
from collegium.membership.roster.undoing import NotUndone, last_run, undo
from collegium.membership.tests.rosters import DAY1, DAY2, FIRST, SECOND, at, member, standing, take


def everything() -> dict:
    return facts_of(list(User.objects.values_list("pk", flat=True)))


def test_second_roster_is_taken_back_whole(guest):
    with at(FIRST):
        take(DAY1, FIRST)
    before = everything()
    with at(SECOND):
        take(DAY2, SECOND)
        assert everything() != before
        left = undo(last_run(), None)
    assert everything() == before
    assert left == ["2 other mails went to these people since and can’t be called back."]  # who runs again was told
    with at(SECOND):
        assert take(DAY2, SECOND).changes_something


def test_first_roster_is_taken_back_and_the_guest_is_a_guest_again(guest):
    people, before = User.objects.count(), everything()
    with at(FIRST):
        take(DAY1, FIRST)
        undo(last_run(), None)
    assert User.objects.count() == people
    assert everything() == before
    assert not Membership.objects.exists()
    assert not Term.objects.exists()


def test_what_changed_since_stays_and_is_said(day2):
    with at(SECOND):
        apply_record({"member_id": "001003", "city": "Oulu"}, "push: AMS")
        person = member("001004").person
        person.name = "Eleni B. Renamed"
        person.save()
        left = undo(last_run(), None)
    assert member("001003").city == "Oulu"
    assert member("001004").person.name == "Eleni B. Renamed"
    assert member("001003").paid_through.year == 2010
    with at(SECOND):
        assert standing("001004") == "lapsed"
    assert len(left) == 1  # the mails; the renamed field was not the roster's


def test_account_that_is_in_use_cannot_be_removed(guest):
    with at(FIRST):
        take(DAY1, FIRST)
        person = member("001000").person
        person.last_login = person.date_joined
        person.save()
        left = undo(last_run(), None)
        assert standing("001000") == "lapsed"
    assert any("Amara Okafor: the account is in use" in sentence for sentence in left)
    assert not Membership.objects.filter(member_id="001001").exists()


def test_invitations_that_are_out_are_said(guest):
    with at(FIRST):
        take(DAY1, FIRST)
        assert invite_next(None, 3) == 3
        assert any("3 invitations were sent" in sentence for sentence in undo(last_run(), None))


def test_run_before_the_last_cannot_be_undone(day2):
    first = RosterRun.objects.last()
    with pytest.raises(NotUndone, match="Only the last roster"):
        undo(first, None)
    undo(last_run(), None)
    assert last_run() is None
    assert Standing.objects.filter(source="roster").exists()


def test_record_of_one_cannot_take_the_place_of_the_last_roster(day2):
    with at(SECOND):
        apply_record({"member_id": "001000", "city": "Oulu"}, "push: AMS")
        assert last_run().kind == "file"
