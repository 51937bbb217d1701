"""The ten states: what each follows from, by dates alone; and the banner in the days of grace."""

from __future__ import annotations

from datetime import date

import pytest

from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.models import Audience
from collegium.audience.reader import reader_for
from collegium.groups.tests.factory import make_group
from collegium.membership.models import Category, Gives, Membership
from collegium.membership.records import apply_record
from collegium.membership.states import State, history_of, state_of
from collegium.membership.tests.rosters import FIRST, at, member, standing


def state(number: str) -> State:
    person = User.objects.select_related("membership__category").get(membership__member_id=number)
    return state_of(person, person.standings.all())


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("001000", State.ACTIVE), ("001003", State.GRACE), ("001004", State.LAPSED), ("001005", State.SUSPENDED),
        ("001006", State.DECEASED), ("001016", State.ACTIVE), ("001030", State.ACTIVE),
    ],
)  # fmt: skip
def test_state_after_day_one(day1, number, expected):
    with at(FIRST):
        assert state(number) == expected


def test_days_alone_lead_from_active_to_dropped(day1):
    for day, expected in {
        date(2011, 12, 31): State.ACTIVE, date(2012, 1, 1): State.GRACE, date(2012, 2, 29): State.GRACE,
        date(2012, 3, 2): State.LAPSED, date(2013, 3, 5): State.DROPPED,
    }.items():  # fmt: skip
        with at(day):
            assert state("001000") == expected, day


@pytest.mark.parametrize(("gives", "expected"), [(Gives.RESIGNED, State.RESIGNED), (Gives.DROPPED, State.DROPPED)])
def test_what_the_table_gave_says_how_it_ended(day1, gives, expected):
    Membership.objects.filter(member_id="001004").update(gives=gives)
    assert state("001004") == expected


def test_applicant_merged_and_erased(day1, cast):
    row = Membership.objects.create(
        person=cast.gus, member_id="local-1", category=Category.objects.get(code="GUEST"), gives=Gives.APPLICANT
    )
    assert state("local-1") == State.APPLICANT
    User.objects.filter(pk=cast.gus.pk).update(is_active=False)
    assert state("local-1") == State.ERASED
    row.merged_into = member("001000")
    row.save()
    assert state("local-1") == State.MERGED


def test_history_says_every_day_on_which_the_state_changes(day1):
    with at(FIRST):
        person = User.objects.select_related("membership__category").get(membership__member_id="001000")
        steps = [(step.day, step.state, step.is_future) for step in history_of(person, person.standings.all())]
    assert steps[::-1] == [
        (date(2004, 3, 1), State.ACTIVE, False), (date(2012, 1, 1), State.GRACE, True),
        (date(2012, 3, 1), State.LAPSED, True), (date(2013, 3, 1), State.DROPPED, True),
    ]  # fmt: skip


def test_banner_is_shown_in_the_days_of_grace_only(day1):
    with at(FIRST):
        assert reader_for(member("001003").person).is_in_grace
        assert not reader_for(member("001000").person).is_in_grace
        apply_record({"member_id": "001003", "paid_thru": "2011-12-31"}, "push: AMS")
        assert not reader_for(member("001003").person).is_in_grace
    with at(date(2011, 3, 5)):
        assert not reader_for(member("001003").person).is_in_grace


def test_lapsed_members_cannot_read_in_their_groups_and_return_to_them(day1):
    person = member("001000").person
    group = make_group(person, kind="closed")
    audience = Audience.objects.get(pk=group.audience_id)
    with at(FIRST):
        access.let_in(person, audience)
        assert audience.pk in reader_for(person).audiences
        apply_record({"member_id": "001000", "status": "I"}, "push: AMS")
        assert standing("001000") == "lapsed"
        assert audience.pk not in reader_for(person).audiences
        apply_record({"member_id": "001000", "status": "A"}, "push: AMS")
        assert audience.pk in reader_for(person).audiences
