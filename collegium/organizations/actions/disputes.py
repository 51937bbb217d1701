"""Disputes: those who manage the page are told and have seven days to answer; then staff decide on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.organizations.events import PageDisputed
from collegium.organizations.models import Claim, Manager, Organization
from collegium.outbox import audit, mail
from collegium.web import news
from collegium.web.formats import full_date
from collegium.web.languages import spoken_to

if TYPE_CHECKING:
    from collegium.accounts.models import User


def dispute_address(organization: Organization) -> str:
    """Where its managers answer."""
    return f"{organization.get_absolute_url()}dispute/"


def tell_managers(claim: Claim, organization: Organization) -> None:
    """Mail those who manage the page: not who disputes it, nor why, but until when they may answer."""
    news.tell(PageDisputed(claim.pk))
    for manager in Manager.objects.current().filter(organization=organization).select_related("person"):
        with spoken_to(manager.person):
            text = _("Somebody disputes that you speak for %(name)s. Until %(day)s you can say how we can tell:")
            facts = {"name": organization.name, "day": full_date(claim.answer_due)}
            mail.queue(
                manager.person, "claim", _("A dispute: %(name)s") % {"name": organization.name},
                f"{text % facts}\n{settings.SITE_URL}{dispute_address(organization)}",
                about=("organization", organization.pk),
            )  # fmt: skip


def tell_former(organization: Organization, people: list[User], reason: str) -> None:
    """Mail those whose management a granted dispute has ended."""
    for person in people:
        with spoken_to(person):
            text = _("Staff decided the dispute: you do not manage the page of %(name)s any more.")
            mail.queue(
                person, "claim", _("A dispute: %(name)s") % {"name": organization.name},
                f"{text % {'name': organization.name}}\n\n{reason}", about=("organization", organization.pk),
            )  # fmt: skip


@transaction.atomic
def answer_dispute(organization: Organization, text: str, by: User) -> None:
    """Those who manage the page answer every open dispute of it; until staff decide, a new answer takes the place."""
    disputes = Claim.objects.waiting_for_staff().filter(organization=organization, kind=Claim.Kind.DISPUTE)
    disputes.update(answer=text.strip(), answered_at=timezone.now(), answered_by=by)
    audit.log(by, "answered a dispute", about=("organization", organization.pk))
