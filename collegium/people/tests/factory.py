"""Profiles and many members for tests."""

from __future__ import annotations

from typing import Any

from collegium.accounts.models import User
from collegium.audience.actions import grant
from collegium.people.actions import change_profile
from collegium.people.models import Profile, Specialty


def make_profile(person: User, **values: Any) -> Profile:
    """A profile with something in every field."""
    specialty, _new = Specialty.objects.get_or_create(slug="gi-oncology", defaults={"name": "GI oncology"})
    full = {
        "headline": "Tumor boards in small hospitals", "about": "I trained in a city.", "specialty": specialty,
        "stage": "mid", "city": "Cedar Fork", "state": "IA", "country": "United States",
        "ask_me_about": "Watch and wait\nDose individualization", "phone": "555-0100",
    }  # fmt: skip
    return change_profile(person, full | values)


def make_members(count: int) -> list[User]:
    """Members with profiles, in alphabetical order."""
    people = []
    for number in range(count):
        person = User.objects.create(
            username=f"m{number:03}", handle=f"m{number:03}", email=f"m{number}@example.org",
            name=f"Given{number:03} Family{number:03}", given_name=f"Given{number:03}",
            family_name=f"Family{number:03}",
        )  # fmt: skip
        grant(person, "member")
        make_profile(person)
        people.append(person)
    return people
