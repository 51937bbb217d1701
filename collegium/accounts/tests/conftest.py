"""A member of the roster who has never been here."""

from __future__ import annotations

import pytest

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
