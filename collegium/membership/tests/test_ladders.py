"""Ladders: the next office follows by itself, and only where nobody said otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from collegium.accounts.actions import Refused
from collegium.discussion.bylines import byline_of
from collegium.membership.actions import end_office, grant_office
from collegium.membership.ladders import handovers, move_handover, settle, years_later
from collegium.membership.models import Body, Membership, Office, Term
from collegium.membership.offices import offices_of
from collegium.outbox.models import AuditLine

BEGIN, HANDOVER, NEXT = date(2026, 6, 9), date(2027, 6, 9), date(2028, 6, 9)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def office(key: str) -> Office:
    return Office.objects.get(key=key)


@pytest.fixture(autouse=True)
def summer():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def elect(cast):
    """Petra was elected; nobody follows her yet."""
    grant_office(cast.petra, office("president-elect"), BEGIN, HANDOVER, cast.ada)
    return cast.petra


def titles(person, *days: date) -> list[list[str]]:
    return [[term.title for term in offices_of(person, day)] for day in days]


def test_whoever_is_elected_goes_up_the_ladder_without_anybody_doing_anything(elect):
    days = (date(2027, 6, 8), HANDOVER, NEXT, date(2029, 6, 9), date(2045, 1, 1))
    assert titles(elect, *days) == [
        ["President-Elect"], ["President"], ["Immediate Past President"], ["Past President"], ["Past President"],
    ]  # fmt: skip
    with time_machine.travel(datetime(2027, 9, 1, tzinfo=UTC), tick=False):
        assert byline_of(elect)["office"] == "President"


def test_settling_twice_changes_nothing(elect):
    assert settle() == 0


def test_a_term_that_somebody_gave_takes_the_place_of_the_planned_one(elect, cast):
    given = grant_office(elect, office("president"), HANDOVER, date(2028, 6, 1), cast.ada)
    held = Term.objects.filter(person=elect, office=office("president"))
    assert [term.pk for term in held] == [given.pk]
    assert titles(elect, date(2028, 6, 1)) == [["Immediate Past President"]]


def test_whoever_gives_up_an_office_is_not_led_on(elect, cast):
    end_office(Term.objects.get(office__key="president-elect"), date(2026, 8, 1), cast.ada, "Moved abroad.")
    assert titles(elect, HANDOVER, date(2045, 1, 1)) == [[], []]


def test_a_planned_term_that_was_taken_back_does_not_come_again(elect, cast):
    end_office(Term.objects.get(office__key="immediate-past-president"), date(2026, 8, 1), cast.ada, "Will not serve.")
    assert settle() == 0
    assert titles(elect, date(2027, 7, 1), NEXT, date(2045, 1, 1)) == [["President"], [], []]


def test_nothing_follows_where_staff_said_so(cast):
    grant_office(cast.mia, office("president"), BEGIN, HANDOVER, cast.ada, is_followed=False)
    assert titles(cast.mia, HANDOVER) == [[]]


def test_the_dead_hold_no_office_to_come(elect, cast):
    Membership.objects.update_or_create(
        person=elect,
        defaults={
            "member_id": "1", "deceased_at": datetime(2026, 8, 1, tzinfo=UTC),
            "category_id": Membership._meta.get_field("category").related_model.objects.get(code="FULL").pk,
        },
    )  # fmt: skip
    settle()
    assert titles(elect, HANDOVER, NEXT) == [[], []]


def test_a_committee_keeps_its_ladder_to_itself(cast):
    ethics = Body.objects.get(key="ethics")
    grant_office(cast.mia, office("chair-elect"), BEGIN, HANDOVER, cast.ada, body=ethics)
    assert titles(cast.mia, HANDOVER, NEXT) == [["Chair, Ethics Committee"], ["Past Chair, Ethics Committee"]]


def test_a_ladder_that_was_bent_into_a_ring_ends(cast):
    Office.objects.filter(key="chair").update(next_key="chair-elect")
    grant_office(cast.mia, office("chair-elect"), BEGIN, HANDOVER, cast.ada)
    assert Term.objects.count() == 2


def test_the_day_of_handover_says_who_becomes_what_and_who_is_missing(elect, cast):
    grant_office(cast.mia, office("president"), BEGIN, HANDOVER, cast.ada)
    first = handovers()[0]
    assert first.day == HANDOVER
    said = {change.person.pk: (change.before, change.after) for change in first.changes}
    assert said == {
        elect.pk: ("President-Elect", "President"),
        cast.mia.pk: ("President", "Immediate Past President"),
    }
    assert first.doubts == ["Nobody is President-Elect from this day."]


def test_a_whole_handover_moves_in_one_act(elect, cast):
    grant_office(cast.mia, office("president"), BEGIN, HANDOVER, cast.ada)
    later = date(2027, 9, 1)
    assert move_handover(HANDOVER, later, cast.ada, "The meeting was put off.") == 2
    assert titles(elect, date(2027, 8, 31), later) == [["President-Elect"], ["President"]]
    assert titles(cast.mia, date(2027, 8, 31), later) == [["President"], ["Immediate Past President"]]
    assert AuditLine.objects.get(what="moved a handover").why == "The meeting was put off."


@pytest.mark.parametrize(
    ("day", "to"),
    [(BEGIN, NEXT), (HANDOVER, date(2026, 7, 1)), (date(2027, 1, 1), NEXT), (HANDOVER, date(2020, 1, 1))],
)
def test_a_handover_cannot_be_moved_out_of_the_days_to_come(elect, cast, day, to):
    before = list(Term.objects.order_by("pk").values_list("pk", "start", "end"))
    with pytest.raises(Refused):
        move_handover(day, to, cast.ada, "x")
    assert list(Term.objects.order_by("pk").values_list("pk", "start", "end")) == before


def test_a_handover_cannot_pass_the_end_of_a_term(elect, cast):
    grant_office(cast.mia, office("secretary"), HANDOVER, date(2027, 8, 1), cast.ada)
    with pytest.raises(Refused, match="end before it begins"):
        move_handover(HANDOVER, date(2027, 9, 1), cast.ada, "x")


def test_29_february_has_a_year_later():
    assert years_later(date(2028, 2, 29), 1) == date(2029, 2, 28)
