"""Members propose organizations that the directory does not have; staff take them in, point to one, or decline."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.organizations.actions.claims import Refused
from collegium.organizations.actions.pages import free_slug
from collegium.organizations.events import OrganizationChanged
from collegium.organizations.merging import like
from collegium.organizations.models import Organization, Proposal
from collegium.organizations.models.proposal import WAITING_MOST
from collegium.outbox import audit, mail
from collegium.web import news
from collegium.web.languages import spoken_to

if TYPE_CHECKING:
    from collegium.accounts.models import User


def those_like(facts: dict[str, str]) -> list[Organization]:
    """Listed organizations that may be the one these facts tell of."""
    row = Organization(**facts)
    row.work_out()
    return like(row)


@transaction.atomic
def propose(facts: dict[str, str], by: User) -> Proposal:
    """Keep a proposal for staff.

    Args:
        facts: name, kind, city, state, country, website.

    Raises:
        Refused: this member has proposed as many as may wait.
    """
    if Proposal.objects.waiting().filter(person=by).count() >= WAITING_MOST:
        raise Refused(_("Several of your proposals wait already. Staff decide about them first."))
    return Proposal.objects.create(person=by, **facts)


@transaction.atomic
def take_in_organization(facts: dict[str, str], by: User) -> Organization:
    """An administrator adds an organization; nobody has claimed its page."""
    row = Organization.objects.create(slug=free_slug(facts["name"]), changed_by=by, **facts)
    audit.log(by, "added an organization", about=("organization", row.pk))
    news.tell(OrganizationChanged(row.pk))
    return row


@transaction.atomic
def accept_proposal(proposal: Proposal, by: User) -> Organization:
    """Take it in. A website that a member gave proves no claim until staff confirm it (SAFETY.md)."""
    waiting = _waiting(proposal)
    row = take_in_organization(waiting.facts, by)
    if row.website:
        row.host_unproven_at = timezone.now()
        row.save(update_fields=["host_unproven_at"])
    _decide(waiting, by, "took in a proposed organization", organization=row)
    _tell(waiting, lambda: _("It has a page now. Say that you work there, or claim the page if you speak for it:"))
    return row


@transaction.atomic
def point_proposal_to(proposal: Proposal, organization: Organization, by: User) -> None:
    """The directory has it already."""
    waiting = _waiting(proposal)
    _decide(waiting, by, "knew a proposed organization", organization=organization)
    _tell(waiting, lambda: _("The directory has it already:"))


@transaction.atomic
def decline_proposal(proposal: Proposal, by: User, reason: str) -> None:
    """Staff say no, with a reason that whoever proposed it reads."""
    waiting = _waiting(proposal)
    _decide(waiting, by, "declined a proposed organization", reason=reason)
    _tell(waiting, lambda: _("Staff did not take it into the directory."))


def _waiting(proposal: Proposal) -> Proposal:
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.decided_at:
        raise Refused(_("This proposal has been decided already."))
    return row


def _decide(
    proposal: Proposal, by: User, what: str, *, organization: Organization | None = None, reason: str = ""
) -> None:
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.organization, proposal.reason = organization, reason
    proposal.save(update_fields=["decided_at", "decided_by", "organization", "reason"])
    about = ("organization", organization.pk) if organization else ("person", proposal.person_id)
    audit.log(by, what, about=about, why=reason)


def _tell(proposal: Proposal, words: Callable[[], str]) -> None:
    """Mail whoever proposed it, in their language."""
    with spoken_to(proposal.person):
        subject = _("The organization you proposed: %(name)s") % {"name": proposal.name}
        page = proposal.organization
        more = f"{settings.SITE_URL}{page.get_absolute_url()}" if page else proposal.reason
        about = ("organization", page.pk) if page else ("person", proposal.person_id)
        mail.queue(proposal.person, "claim", subject, f"{words()}\n\n{more}", about=about)
