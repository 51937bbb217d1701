"""Who may change a page: its managers and administrators; while it is disputed or suspended only administrators."""

from __future__ import annotations

from collegium.audience.reader import Reader
from collegium.organizations.models import Manager, Organization


def manages(reader: Reader, organization: Organization) -> bool:
    """Whether the reader is one of its managers."""
    rows = Manager.objects.current().filter(organization=organization, person_id=reader.person_id)
    return reader.person_id is not None and rows.exists()


def may_change(reader: Reader, organization: Organization) -> bool:
    """Whether the reader may change its page now."""
    is_held = organization.disputed_at is not None or organization.suspended_at is not None
    return reader.is_administrator or (not is_held and manages(reader, organization))
