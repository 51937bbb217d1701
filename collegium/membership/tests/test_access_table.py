"""The table of access: what the first line that fits gives, and until when (the default of docs/decisions/013-rosters.md)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collegium.membership.access_table import DEFAULT, AccessTable, Line, Paid, as_stored, lines_of
from collegium.membership.models import Category, Gives, RosterSettings
from collegium.membership.tests.rosters import DAY1, FIRST, at, member, standing, take

TODAY = date(2026, 11, 29)
PAID, RECENT, OLD = TODAY + timedelta(days=32), TODAY - timedelta(days=10), TODAY - timedelta(days=400)
TABLE = AccessTable(DEFAULT)


def outcome(category: str, status: str, paid: date | None, *, deceased: bool = False, table: AccessTable = TABLE):
    return table.outcome(category, status, paid, on=TODAY, grace=60, deceased=deceased)


@pytest.mark.parametrize(
    ("category", "status", "paid", "gives"),
    [
        ("FULL", "A", PAID, Gives.MEMBER), ("FULL", "A1", PAID, Gives.MEMBER), ("FULL", "", PAID, Gives.MEMBER),
        ("FULL", "A", TODAY, Gives.MEMBER), ("FULL", "A", RECENT, Gives.MEMBER), ("FULL", "A", OLD, Gives.GUEST),
        ("FULL", "I", PAID, Gives.GUEST), ("FULL", "D", PAID, Gives.DROPPED), ("FULL", "SUSP", PAID, Gives.NONE),
        ("HON", "A", None, Gives.MEMBER), ("LIFE", "A", None, Gives.MEMBER), ("STAFF", "A", None, Gives.STAFF),
        ("STAFF", "I", None, Gives.GUEST), ("GUEST", "A", None, Gives.APPLICANT), ("TRAIN", "A", RECENT, Gives.MEMBER),
    ],
)  # fmt: skip
def test_default_table_gives(category, status, paid, gives):
    assert outcome(category, status, paid).gives == gives


@pytest.mark.parametrize(("category", "status", "paid"), [("FULL", "A", None), ("FULL", "X", PAID), ("ZZZ", "A", PAID)])
def test_what_no_line_speaks_of_cannot_have_access(category, status, paid):
    assert outcome(category, status, paid) is None


def test_the_dead_are_in_memoriam_whatever_the_status_says():
    assert outcome("FULL", "A", PAID, deceased=True).gives == Gives.MEMORIAM
    assert outcome("HON", "S", None, deceased=True).gives == Gives.MEMORIAM


def test_rights_end_after_the_grace_and_never_without_a_date():
    assert outcome("FULL", "A", PAID).until == PAID + timedelta(days=61)
    assert outcome("FULL", "A", RECENT).until == RECENT + timedelta(days=61)
    assert outcome("FULL", "A", RECENT).in_grace
    assert outcome("LIFE", "A", None).until is None


def test_without_a_line_for_the_grace_rights_end_with_the_dues():
    strict = AccessTable(line for line in DEFAULT if line.paid != Paid.GRACE)
    assert outcome("FULL", "A", PAID, table=strict).until == PAID + timedelta(days=1)
    assert outcome("FULL", "A", RECENT, table=strict) is None


def test_first_line_that_fits_counts():
    first = AccessTable([Line(types="FULL", gives=Gives.GUEST), *DEFAULT])
    assert outcome("FULL", "A", PAID, table=first).gives == Gives.GUEST
    assert outcome("ASSOC", "A", PAID, table=first).gives == Gives.MEMBER


def test_table_is_stored_and_counts_in_the_next_roster(guest):
    lines = [Line(types="INTL", statuses="A*", gives=Gives.GUEST), *DEFAULT]
    assert lines_of(as_stored(lines)) == tuple(lines)
    RosterSettings(table=as_stored([Line(types="ALLIED", statuses="A*", gives=Gives.GUEST), *DEFAULT])).save()
    with at(FIRST):
        take(DAY1, FIRST)
        assert standing("001029") != "member"
        assert standing("001000") == "member"


def test_category_has_grace_days_of_its_own(guest):
    Category.objects.filter(code="FULL").update(grace_days=10)
    with at(FIRST):
        take(DAY1, FIRST)
        assert standing("001003") == "lapsed"  # paid through 31 December; the society's 60 days would reach March
        assert standing("001029") == "member"


def test_staff_cannot_be_found_in_the_directory(day1):
    assert member("001030").directory_optout
    assert not member("001030").asked_out
    assert not member("001000").directory_optout


@pytest.mark.parametrize(
    ("category", "paid", "votes"),
    [("FULL", PAID, True), ("FULL", RECENT, False), ("FULL", OLD, False), ("HON", None, True), ("STAFF", None, False)],
)
def test_the_vote_ends_with_the_paid_days(category, paid, votes):
    assert outcome(category, "A", paid).votes is votes
