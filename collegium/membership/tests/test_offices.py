"""Offices: dated terms, the byline of the day, handover without anybody doing anything."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from collegium.accounts.actions import Refused
from collegium.discussion.bylines import byline_of
from collegium.forums.tests.factory import make_topic
from collegium.membership.actions import end_office, grant_office
from collegium.membership.models import Body, Office, Term
from collegium.membership.offices import offices_by_person, offices_of
from collegium.outbox import audit

HANDOVER = date(2026, 6, 9)


def office(key: str) -> Office:
    return Office.objects.get(key=key)


@pytest.fixture
def president(cast):
    grant_office(cast.petra, office("president"), date(2025, 6, 10), HANDOVER, cast.ada)
    grant_office(cast.petra, office("immediate-past-president"), HANDOVER, date(2027, 6, 8), cast.ada)
    return cast.petra


def test_office_changes_by_itself_at_handover(president):
    for day, title in ((date(2026, 6, 8), "President"), (HANDOVER, "Immediate Past President")):
        assert [term.title for term in offices_of(president, day)] == [title]
    assert offices_of(president, date(2025, 6, 9)) == []


def test_words_keep_the_office_held_when_written(president):
    with time_machine.travel(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False):
        assert byline_of(president)["office"] == "President"
        topic = make_topic(president)
    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=UTC), tick=False):
        topic.refresh_from_db()
        assert topic.byline["office"] == "President"
        assert byline_of(president)["office"] == "Immediate Past President"


def test_committee_member_cannot_sign_as_an_office(cast):
    grant_office(cast.mia, office("member"), date(2020, 1, 1), None, cast.ada, body=Body.objects.get(key="ethics"))
    assert byline_of(cast.mia)["office"] == ""
    assert offices_of(cast.mia)[0].title == "Member, Ethics Committee"


def test_staff_may_hold_an_office(cast):
    term = grant_office(cast.ed, office("ceo"), date(2020, 1, 1), None, cast.ada)
    assert (byline_of(cast.ed)["office"], term.years) == ("Chief Executive Officer", "since 2020")


@pytest.mark.parametrize("end", [date(2025, 6, 10), date(2025, 1, 1)])
def test_term_cannot_end_before_it_begins(cast, end):
    with pytest.raises(Refused):
        grant_office(cast.mia, office("chair"), date(2025, 6, 10), end, cast.ada)
    assert not Term.objects.exists()


def test_term_cannot_be_given_twice(president, cast):
    with pytest.raises(Refused):
        grant_office(president, office("president"), date(2025, 6, 10), None, cast.ada)
    assert Term.objects.exclude(source="ladder").count() == 2


@pytest.mark.parametrize(("start", "end"), [(date(2025, 1, 1), date(2025, 6, 11)), (date(2026, 1, 1), None)])
def test_term_cannot_be_given_for_days_the_person_has_it(president, cast, start, end):
    with pytest.raises(Refused, match=r"some of these days already \(2025–26\)"):
        grant_office(president, office("president"), start, end, cast.ada)


def test_office_may_be_held_again_from_the_handover_on(president, cast):
    again = grant_office(president, office("president"), HANDOVER, None, cast.ada)
    before = grant_office(president, office("president"), date(2024, 6, 10), date(2025, 6, 10), cast.ada)
    assert Term.objects.filter(pk__in=[again.pk, before.pk]).count() == 2


def test_each_deed_leaves_a_line(president, cast):
    end_office(Term.objects.first(), date(2025, 12, 1), cast.ada, "Resigned.")
    lines = audit.about("person", president.pk)
    assert [line.what for line in lines] == ["ended an office", "gave an office", "gave an office"]
    assert lines[0].why == "Resigned."


def test_many_people_with_one_query(president, cast, django_assert_num_queries):
    people = [president.pk, cast.mia.pk, cast.ed.pk]
    with django_assert_num_queries(1):
        found = offices_by_person(people, date(2026, 1, 1))
    assert list(found) == [president.pk]


def test_years_are_short(president):
    assert [term.years for term in Term.objects.order_by("start")] == ["2025–26", "2026–27", "since 2027"]
