"""A member of the roster who has never been here; time that can be moved."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import time_machine as clock

from collegium.accounts import actions
from collegium.audience import actions as access
from collegium.membership.models import Category, Membership


@pytest.fixture
def hanna(db):
    person = actions.create_person(name="Hanna Brandvold", given_name="Hanna", email="hanna@example.org")
    access.grant(person, "member", source="roster")
    category = Category.objects.get(code="FULL")
    Membership.objects.create(person=person, member_id="004711", category=category, email=person.email)
    return person


class Traveller:
    """Moves the time forward."""

    def __init__(self, traveller: clock.Traveller) -> None:
        self.traveller = traveller

    def shift(self, seconds: float) -> None:
        self.traveller.shift(seconds)


@pytest.fixture
def time_machine() -> Iterator[Traveller]:
    with clock.travel(time.time(), tick=True) as traveller:
        yield Traveller(traveller)
