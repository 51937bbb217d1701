"""Claims proven by a record in DNS or a file on the website: asked for, looked at by a job, looked at again."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.organizations.actions.claims import (
    Kind,
    Outcome,
    Refused,
    close,
    give,
    open_claim,
    person_of,
    submit,
    times_today,
)
from collegium.organizations.actions.letters import tell
from collegium.organizations.challenge import Found, host_for, look
from collegium.organizations.domains import domains_of, host_of, is_usable
from collegium.organizations.events import OrganizationChanged
from collegium.organizations.models import Claim, Manager, Organization
from collegium.outbox import audit
from collegium.web import news
from collegium.web.formats import full_date

if TYPE_CHECKING:
    from collegium.audience.reader import Reader

METHODS = (Claim.Method.DNS.value, Claim.Method.FILE.value)
GAP = timedelta(seconds=30)  # between two looks that somebody asks for
MOST_LOOKS = 30  # asked for by one person in a day


@transaction.atomic
def begin_challenge(organization: Organization, method: str, domain: str, by: Reader, kind: str = Kind.CLAIM) -> Claim:
    """Begin to prove a claim by a record or a file: the claim gets its token.

    Args:
        domain: one of the organization's domains; of `Kind.WEBSITE` the host of its new website.

    Raises:
        Refused: with the reason.
    """
    if not settings.OUTBOUND_CLAIMS or method not in METHODS:
        raise Refused(str(Found.FORBIDDEN.label))
    if kind == Kind.WEBSITE:
        claim = _website_claim(organization, by)
        known = [host_of(organization.website)]
    else:
        claim, known = open_claim(organization, by, kind), domains_of(organization)
    if domain not in known or not is_usable(domain):
        raise Refused(_("This is no domain of the organization. Choose one that is listed, or make a statement."))
    if claim.domain != domain or not claim.token:
        claim.token, claim.found, claim.checked_at = secrets.token_hex(16), "", None
    claim.method, claim.domain = method, domain
    claim.save()
    audit.log(by.person, "asked to prove a domain", about=("organization", organization.pk), detail={"domain": domain})
    return claim


def _website_claim(organization: Organization, by: Reader) -> Claim:
    """A manager's proof that the website they gave is the organization's."""
    managers = Manager.objects.current().filter(organization=organization, person_id=by.person_id)
    if organization.host_unproven_at is None or not managers.exists():
        raise Refused(_("There is no website to prove on this page."))
    claims = Claim.objects.select_for_update().open().filter(organization=organization, person_id=by.person_id)
    return claims.first() or Claim(organization=organization, person=person_of(by), kind=Kind.WEBSITE)


@transaction.atomic
def ask_for_look(claim: Claim, by: Reader) -> None:
    """Have a job look for the proof; the answer stands on the claim's page.

    Raises:
        Refused: it was asked for just now, or too often today, or is decided.
    """
    from collegium.organizations.tasks import look_at_proof

    fresh = Claim.objects.select_for_update().get(pk=claim.pk)
    if fresh.decided_at or not fresh.is_challenge:
        raise Refused(_("This claim was decided in the meantime."))
    if fresh.asked_at and timezone.now() < fresh.asked_at + GAP:
        raise Refused(_("It was looked at just now. Wait half a minute, then check again."))
    if times_today(by, "asked for a look at a proof") >= MOST_LOOKS:
        raise Refused(_("It was looked at thirty times today. Try again tomorrow, or make a statement."))
    audit.log(by.person, "asked for a look at a proof", about=("organization", fresh.organization_id))
    fresh.asked_at = timezone.now()
    fresh.save(update_fields=["asked_at"])
    look_at_proof.enqueue(fresh.pk)


def look_now(claim_id: int) -> None:
    """Look for the proof of a claim (nothing is locked meanwhile), then store what was found and what follows."""
    claim = Claim.objects.select_related("organization").filter(pk=claim_id).first()
    if claim is None or not claim.is_challenge:
        return
    found = look(claim.method, claim.domain, host_for(claim.organization, claim.domain), claim.token)
    note(claim.pk, found)


@transaction.atomic
def note(claim_id: int, found: Found) -> None:
    """Store what a look found. An open claim that is proven is granted, or goes before staff; a granted one that does
    not hold any more begins its days of grace."""
    claim = Claim.objects.select_for_update().select_related("person").get(pk=claim_id)
    organization = Organization.objects.select_for_update().get(pk=claim.organization_id)
    if found == Found.PROVEN and claim.domain not in _present(claim, organization):
        found = Found.OTHER  # the website or the list of domains changed since
    claim.checked_at, claim.found = timezone.now(), found
    if claim.outcome == Outcome.GRANTED:
        _note_again(claim, organization, found)
    elif claim.decided_at is None and found == Found.PROVEN:
        claim.proven_at = timezone.now()
        _proven(claim, organization)
    claim.save()


def _present(claim: Claim, organization: Organization) -> list[str]:
    return [host_of(organization.website)] if claim.kind == Kind.WEBSITE else domains_of(organization)


def _proven(claim: Claim, organization: Organization) -> None:
    if claim.kind == Kind.WEBSITE:
        Organization.objects.filter(pk=organization.pk).update(host_unproven_at=None)
        close(claim, Outcome.GRANTED, None, "")
        audit.log(
            claim.person, "proved a website", about=("organization", organization.pk), detail={"domain": claim.domain}
        )
        news.tell(OrganizationChanged(organization.pk))
        return
    claim.kind = Kind.CLAIM if organization.claimed_at is None else claim.kind
    if claim.kind == Kind.CLAIM and organization.claimed_at is None:
        claim.submitted_at = timezone.now()
        give(claim, organization, None, "")
    else:
        claim.kind = Kind.ACCESS if claim.kind == Kind.CLAIM else claim.kind
        submit(claim, organization)


def _note_again(claim: Claim, organization: Organization, found: Found) -> None:
    """A proof that was granted: it holds, or it fails and its manager is told once."""
    if not settings.OUTBOUND_CLAIMS:  # the operator ended such questions: that is nobody's fault
        return
    if found == Found.PROVEN:
        claim.failing_since = None
    elif claim.failing_since is None:
        claim.failing_since = timezone.now()
        tell(
            claim.person, organization, _proof_gone,
            {"domain": claim.domain, "day": full_date(timezone.now() + timedelta(days=14))},
        )  # fmt: skip
        audit.log(None, "found a proof gone", about=("organization", organization.pk), detail={"domain": claim.domain})


def _proof_gone() -> tuple[str, str]:
    return _("Your proof for %(name)s is gone"), _(
        "The record or file by which you proved that you speak for %(name)s is not on %(domain)s any more. Put it back "
        "until %(day)s; after that staff ask you how they can tell."
    )
