"""Two days of one roster, taken in; and what became of a line."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import time_machine

from collegium.audience.reader import reader_for
from collegium.membership.models import Membership
from collegium.membership.roster.applying import apply_run, compare, keep_run

DATA = Path(__file__).parent / "data"
DAY1, DAY2 = (DATA / "roster_day1.csv").read_bytes(), (DATA / "roster_day2.csv").read_bytes()
FIRST, SECOND = date(2011, 2, 1), date(2011, 6, 10)
CASES = json.loads((DATA / "roster_cases.json").read_text())


def at(day: date):
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)


def take(content: bytes, day: date, *, confirmed: bool = True):
    plan = compare(content, day)
    return apply_run(keep_run(content, "roster.csv", day, plan, None), None, confirmed=confirmed)


def member(number: str) -> Membership:
    return Membership.objects.select_related("person", "category").get(member_id=number)


def standing(number: str) -> str:
    return reader_for(member(number).person).standing


def words(plan, number: str) -> str:
    return " | ".join(finding.in_words for finding in plan.findings if finding.member_id == number)
