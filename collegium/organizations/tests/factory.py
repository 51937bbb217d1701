"""Organizations for tests."""

from __future__ import annotations

from typing import Any

from collegium.accounts.models import User
from collegium.organizations.actions import work_at
from collegium.organizations.models import Manager, Organization
from collegium.web.models import KeptVersion


def make_organization(name: str = "Dry Creek Oncology", **values: Any) -> Organization:
    """A practice with one mail domain, unclaimed."""
    full = {
        "slug": name.lower().replace(" ", "-"), "kind": "practice", "city": "Dry Creek", "state": "NM",
        "country": "United States", "description": "Two physicians and a visiting pharmacist.",
        "website": "https://www.drycreek.org", "domains": ["mail.drycreek.org"], "size_employees": 11,
    }  # fmt: skip
    KeptVersion.touch()
    return Organization.objects.create(name=name, **(full | values))


def make_manager(organization: Organization, person: User) -> None:
    """A claimed page with its manager."""
    from django.utils import timezone

    Manager.objects.create(organization=organization, person=person)
    organization.claimed_at = timezone.now()
    organization.save()


def employ(organization: Organization, *people: User) -> None:
    """People who agreed to be listed."""
    for person in people:
        work_at(person, organization, title="Physician", consented=True)
