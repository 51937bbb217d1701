"""A guest who joined before, and the site after each of the two days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collegium.accounts import actions as accounts
from collegium.audience import actions as access
from collegium.membership.tests.rosters import DAY1, DAY2, FIRST, SECOND, at, take


@pytest.fixture
def guest(db):
    person = accounts.create_person(
        name="Wanda Nasser",
        family_name="Nasser",
        email="guest.upgrade@example.org",
        username="wanda",
        password="x" * 20,
    )
    access.grant(person, "guest", since=datetime(2011, 1, 1, tzinfo=UTC))
    return person


@pytest.fixture
def day1(guest):
    with at(FIRST):
        yield take(DAY1, FIRST)


@pytest.fixture
def day2(guest):
    with at(FIRST):
        take(DAY1, FIRST)
    with at(SECOND):
        yield take(DAY2, SECOND)
