"""Mails about claims and managers, each in the language of who gets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings

from collegium.organizations.models import Manager, Organization
from collegium.outbox import mail
from collegium.web.languages import spoken_to

if TYPE_CHECKING:
    from collegium.accounts.models import User

Words = Callable[[], tuple[str, str]]


def tell(
    person: User, organization: Organization, words: Words, facts: dict[str, Any] | None = None, *, at: str = ""
) -> None:
    """Mail somebody about an organization.

    Args:
        words: gives subject and text, asked for in the language of that person; both may name `%(name)s` and `facts`.
        at: the part of its address where they act ("claim/", "managers/").
    """
    with spoken_to(person):
        subject, text = words()
        filled = {"name": organization.name, **(facts or {})}
        address = f"{settings.SITE_URL}{organization.get_absolute_url()}{at}"
        mail.queue(
            person, "claim", subject % filled, f"{text % filled}\n\n{address}", about=("organization", organization.pk)
        )


def tell_managers_of(
    organization: Organization, words: Words, facts: dict[str, Any] | None = None, *, at: str = ""
) -> None:
    """Mail all who manage a page now."""
    for row in Manager.objects.current().filter(organization=organization).select_related("person"):
        tell(row.person, organization, words, facts, at=at)
