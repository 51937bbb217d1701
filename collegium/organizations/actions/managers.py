"""Who manages a page: invited, handed over, left; suspended by staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.actions import wait_for_turn
from collegium.organizations.actions.claims import Kind, Outcome, Refused, close, give
from collegium.organizations.actions.letters import tell, tell_managers_of
from collegium.organizations.events import OrganizationChanged
from collegium.organizations.models import Claim, Manager, Organization
from collegium.outbox import audit
from collegium.web import news

if TYPE_CHECKING:
    from collegium.accounts.models import User

MOST = 12  # managers and open invitations of one page


@transaction.atomic
def invite(organization: Organization, person: User, by: User, *, hands_over: bool = False) -> Claim:
    """Invite somebody to manage a page; they accept or decline on its claim page.

    Args:
        hands_over: the management of who invites ends once the other accepts.

    Raises:
        Refused: they manage it already, or there are too many.
    """
    wait_for_turn(person.pk)
    managers = Manager.objects.current().filter(organization=organization)
    if managers.filter(person=person).exists():
        raise Refused(_("This person manages the page already."))
    open_claims = Claim.objects.open().filter(organization=organization)
    if managers.count() + open_claims.filter(method=Claim.Method.INVITATION).count() >= MOST:
        raise Refused(_("Twelve people manage this page or are invited. Somebody leaves before another one comes."))
    claim = open_claims.select_for_update().filter(person=person).first() or Claim(
        organization=organization, person=person
    )
    if claim.submitted_at:
        raise Refused(_("This person’s own claim is with staff, who decide it."))
    claim.kind = Kind.CLAIM if organization.claimed_at is None else Kind.ACCESS
    claim.method, claim.invited_by, claim.hands_over = Claim.Method.INVITATION, by, hands_over
    claim.created_at, claim.reminded_at = timezone.now(), None
    claim.save()
    audit.log(by, "invited a manager", about=("organization", organization.pk), detail={"person": person.pk})
    tell(person, organization, _invited, {"by": by.full_name}, at="claim/")
    return claim


def _invited() -> tuple[str, str]:
    return _("You are invited to manage %(name)s"), _(
        "%(by)s invites you to manage the page of %(name)s. Accept or decline within 30 days:"
    )


@transaction.atomic
def accept(claim: Claim, by: User) -> None:
    """The invited person accepts.

    Raises:
        Refused: it was taken back, or has expired, or whoever invited does not manage the page any more.
    """
    fresh = Claim.objects.select_for_update(of=("self",)).select_related("person", "invited_by").get(pk=claim.pk)
    organization = Organization.objects.select_for_update().get(pk=fresh.organization_id)
    host = Manager.objects.current().filter(organization=organization, person=fresh.invited_by)
    is_good = fresh.invited_by is not None and _may_invite(fresh.invited_by, is_manager=host.exists())
    if fresh.decided_at or fresh.method != Claim.Method.INVITATION or fresh.person_id != by.pk or not is_good:
        raise Refused(_("This invitation does not hold any more. Ask for another one."))
    if organization.suspended_at or organization.disputed_at:
        raise Refused(_("Staff look after this page for now. Accept once that is over."))
    fresh.submitted_at = fresh.proven_at = timezone.now()
    give(fresh, organization, None, "")
    if fresh.hands_over and fresh.invited_by:
        host.update(until=timezone.now())
        audit.log(
            fresh.invited_by, "handed a page over", about=("organization", organization.pk), detail={"person": by.pk}
        )
        tell(fresh.invited_by, organization, _handed_over, {"by": by.full_name})


def _may_invite(person: User, *, is_manager: bool) -> bool:
    """Whether an invitation of this person holds now: a suspended manager's does not."""
    from collegium.audience.reader import reader_for

    reader = reader_for(person)
    return reader.is_administrator or (is_manager and not reader.is_visitor)


def _handed_over() -> tuple[str, str]:
    return _("%(name)s is in other hands"), _(
        "%(by)s accepted and manages the page of %(name)s now; you do not any more."
    )


@transaction.atomic
def leave_page(organization: Organization, by: User) -> None:
    """A manager leaves. When it was the last one the page is unclaimed again.

    Raises:
        Refused: they do not manage it, or its claim is disputed.
    """
    stored = Organization.objects.select_for_update().get(pk=organization.pk)
    if stored.disputed_at:
        raise Refused(_("The claim on this page is disputed. Leave once staff have decided."))
    if not Manager.objects.current().filter(organization=stored, person=by).update(until=timezone.now()):
        raise Refused(_("You do not manage this page."))
    audit.log(by, "left a page", about=("organization", stored.pk))
    _unclaim_if_alone(stored)
    is_claimed = Organization.objects.filter(pk=stored.pk, claimed_at__isnull=False).exists()
    tell(by, stored, _left_to_others if is_claimed else _left_alone)


def _left_to_others() -> tuple[str, str]:
    return _("You left %(name)s"), _("You do not manage the page of %(name)s any more; others do.")


def _left_alone() -> tuple[str, str]:
    return _("You left %(name)s"), _("You were the last who managed the page of %(name)s. It is unclaimed again.")


def _unclaim_if_alone(organization: Organization) -> None:
    """A page that nobody manages is unclaimed; the hosting society's own stays with its staff."""
    if organization.is_host or Manager.objects.current().filter(organization=organization).exists():
        news.tell(OrganizationChanged(organization.pk))
        return
    Organization.objects.filter(pk=organization.pk).update(claimed_at=None)
    Claim.objects.open().filter(organization=organization, kind=Kind.ACCESS).update(kind=Kind.CLAIM)
    news.tell(OrganizationChanged(organization.pk))


@transaction.atomic
def end_management(organization: Organization, person: User, by: User, why: str) -> None:
    """Staff end somebody's management, with a reason they are told."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    if Manager.objects.current().filter(organization=organization, person=person).update(until=timezone.now()):
        audit.log(
            by, "ended a management", about=("organization", organization.pk), why=why, detail={"person": person.pk}
        )
        _unclaim_if_alone(organization)
        tell(person, organization, _ended, {"why": why})


def _ended() -> tuple[str, str]:
    return _("You do not manage %(name)s any more"), _("Staff ended it: %(why)s")


@transaction.atomic
def suspend_page(organization: Organization, by: User, why: str, *, suspended: bool) -> None:
    """Only staff change the page from now on, or managers may again; they are told why."""
    at = timezone.now() if suspended else None
    Organization.objects.filter(pk=organization.pk).update(suspended_at=at)
    deed = "suspended a page’s managers" if suspended else "let a page’s managers in again"
    audit.log(by, deed, about=("organization", organization.pk), why=why)
    tell_managers_of(organization, _suspended if suspended else _resumed, {"why": why})
    news.tell(OrganizationChanged(organization.pk))


def _suspended() -> tuple[str, str]:
    return _("The page of %(name)s is with staff"), _("For now only staff change the page of %(name)s: %(why)s")


def _resumed() -> tuple[str, str]:
    return _("The page of %(name)s is yours again"), _("You can change the page of %(name)s again: %(why)s")


@transaction.atomic
def confirm_website(organization: Organization, by: User) -> None:
    """Staff confirm that the website a manager gave is the organization's: it counts as a proof from now on."""
    Organization.objects.filter(pk=organization.pk).update(host_unproven_at=None)
    waiting = Claim.objects.select_for_update().open().filter(organization=organization, kind=Kind.WEBSITE)
    for claim in waiting:
        close(claim, Outcome.GRANTED, by, "")
    audit.log(
        by, "confirmed a website", about=("organization", organization.pk), detail={"website": organization.website}
    )
    news.tell(OrganizationChanged(organization.pk))
