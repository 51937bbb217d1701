"""Profiles, languages, disease sites and workplaces for many people without meaning, to measure the directory with."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from collegium.accounts.models import User
from collegium.organizations.models import Affiliation, Organization
from collegium.people.models import DiseaseSite, Profile, Speaks, Specialty
from collegium.people.regions import US_STATES

MEMBERS_A_PLACE = 15
CITIES, LANGUAGES = 400, ("en", "es", "zh", "ar", "fr", "de", "hi", "vi")
A_BATCH = 1000


def fill_profiles(people: list[User], rng: random.Random) -> None:
    """Give these people what the directory looks at; one in ten hides one field, one in fifty left the directory."""
    places = _organizations(max(1, len(people) // MEMBERS_A_PLACE), rng)
    specialties, sites = list(Specialty.objects.all()), list(DiseaseSite.objects.all())
    profiles = Profile.objects.bulk_create([_profile(person, specialties, rng) for person in people], A_BATCH)
    through = Profile.sites.through
    through.objects.bulk_create(
        [through(profile=one, diseasesite=site) for one in profiles for site in rng.sample(sites, min(2, len(sites)))],
        A_BATCH,
    )
    Speaks.objects.bulk_create(
        [Speaks(profile=one, code=code) for one in profiles for code in {"en", rng.choice(LANGUAGES)}], A_BATCH
    )
    since = timezone.localdate() - timedelta(days=700)
    Affiliation.objects.bulk_create(
        [
            Affiliation(person=person, organization=rng.choice(places), since=since, is_consented=rng.random() < 0.8)
            for person in people
        ],
        A_BATCH,
    )


def _profile(person: User, specialties: list[Specialty], rng: random.Random) -> Profile:
    state, number = rng.choice(list(US_STATES)), rng.randrange(CITIES)
    return Profile(
        person=person, headline="What is measured", specialty=rng.choice(specialties[:30]) if specialties else None,
        stage=rng.choice(Profile.Stage.values), city=f"Measured City{number}", state=state, country="US",
        ask_me_about=f"Measured phrase {number % 40}\nAnother phrase",
        seen_specialty="me" if rng.random() < 0.1 else "members",
        seen_location="me" if rng.random() < 0.1 else "members",
        unlisted_at=timezone.now() if rng.random() < 0.02 else None,
    )  # fmt: skip


def _organizations(count: int, rng: random.Random) -> list[Organization]:
    first, states = Organization.objects.count() + 1, list(US_STATES)
    rows = [
        Organization(
            name=f"Measured Hospital {n}", slug=f"measured-{n}", kind="hospital", city=f"Measured City{n % CITIES}",
            state=rng.choice(states), country="US", latitude=rng.uniform(28, 48), longitude=rng.uniform(-120, -75),
        )
        for n in range(first, first + count)
    ]  # fmt: skip
    return Organization.objects.bulk_create(rows, A_BATCH)
