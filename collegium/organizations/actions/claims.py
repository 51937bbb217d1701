"""Claims: by work mail (a code, 30 minutes, once) or by a statement that staff decide.

A first claimant with a proven work mail gets the page at once. A second one asks for access or disputes; staff decide,
whatever the proof, and while a dispute is open only staff change the page.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from collegium.accounts.actions import wait_for_turn
from collegium.audience.reader import Reader
from collegium.files import actions as files
from collegium.files.models import File
from collegium.organizations.actions.disputes import tell_former, tell_managers
from collegium.organizations.domains import refusal_of
from collegium.organizations.events import ClaimDecided, OrganizationChanged
from collegium.organizations.models import Claim, Manager, Organization
from collegium.organizations.models.claim import DOCUMENTS
from collegium.outbox import audit, mail
from collegium.web import news
from collegium.web.languages import spoken_to

if TYPE_CHECKING:
    from collegium.accounts.models import User

Kind, Outcome = Claim.Kind, Claim.Outcome
_DEEDS = {
    Claim.Method.DNS.value: "claimed by a record in DNS",
    Claim.Method.FILE.value: "claimed by a file",
    Claim.Method.INVITATION.value: "accepted an invitation to manage",
}
MOST_CODES = 5  # mailed to one person in a day, whatever the organization
MOST_STATEMENTS = 5  # made by one person in a day, whatever the organization


class Refused(Exception):
    """The act is not allowed; the message is one sentence for the person who tried."""


def refusal_to_claim(organization: Organization, reader: Reader) -> str:
    """Why this reader may not claim, as a sentence; "" when they may: guests and members, not lapsed ones."""
    if reader.is_visitor:
        return _("Sign in to claim this organization.")
    if reader.standing == "lapsed":
        return _("Your membership has ended. Renew it to claim an organization.")
    if Manager.objects.current().filter(organization=organization, person_id=reader.person_id).exists():
        return _("You manage this page already.")
    if organization.suspended_at is not None:
        return _("Staff look after this page for now. Write to them to speak for it.")
    return ""


def open_claim(organization: Organization, by: Reader, kind: str) -> Claim:
    """The claimant's one open claim, locked; a new one, not saved, when there is none.

    Raises:
        Refused: this reader may not claim, or not in this way, with the reason.
    """
    if refusal := refusal_to_claim(organization, by):
        raise Refused(refusal)
    wait_for_turn(by.person_id)
    if organization.claimed_at is None:
        kind = Kind.CLAIM
    elif kind not in (Kind.ACCESS, Kind.DISPUTE):
        raise Refused(_("This page is claimed. Say whether you request access or dispute the claim."))
    claims = Claim.objects.select_for_update().open()
    claim = claims.filter(organization=organization, person_id=by.person_id).first()
    if claim and claim.submitted_at and claim.kind != kind:
        raise Refused(_("Your claim is with staff. Take it back first, then ask for something else."))
    claim = claim or Claim(organization=organization, person=person_of(by))
    claim.kind = kind
    return claim


@transaction.atomic
def send_code(organization: Organization, work_email: str, by: Reader, kind: str = Kind.CLAIM) -> Claim:
    """Mail a code to a work address of the organization. An earlier code stops working.

    Raises:
        Refused: the address proves nothing, or too many codes were asked for, with the reason.
    """
    claim = open_claim(organization, by, kind)
    if refusal := refusal_of(organization, work_email):
        raise Refused(refusal)
    if times_today(by, "asked for a claim code") >= MOST_CODES:
        raise Refused(_("Five codes were mailed today. Try again tomorrow, or make a statement."))
    code = "".join(secrets.choice("0123456789") for _digit in range(6))
    claim.work_email, claim.code_sent_at, claim.code_tries, claim.email_proven_at = work_email, timezone.now(), 0, None
    claim.save()
    claim.code_hash = _hash(claim, code)
    claim.save(update_fields=["code_hash"])
    audit.log(by.person, "asked for a claim code", about=("organization", organization.pk))
    subject = _("Your code for the page of %(name)s") % {"name": organization.name}
    mail.queue(work_email, "account", subject, _mail_text(claim, code))
    return claim


def times_today(by: Reader, *deeds: str) -> int:
    """How often this person did one of these within 24 hours."""
    since = timezone.now() - timedelta(days=1)
    return audit.by(person_of(by)).filter(what__in=deeds, at__gte=since).count()


def _mail_text(claim: Claim, code: str) -> str:
    return _(
        "%(name)s asked to manage the page of %(organization)s.\n\n"
        "The code is %(code)s. It is valid for 30 minutes and can be used once.\n\n"
        "If you know nothing of this, ignore this mail: nothing happens without the code."
    ) % {"name": claim.person.name, "organization": claim.organization.name, "code": code}


@transaction.atomic
def prove_email(claim: Claim, code: str) -> bool:
    """Try a code; right, alive and unused it proves the address. A first claim is granted at once.

    Returns:
        Whether it was right. Each try counts; after five the code is dead.
    """
    fresh = Claim.objects.select_for_update().select_related("organization", "person").get(pk=claim.pk)
    if fresh.decided_at or not fresh.code_is_alive:
        return False
    if not constant_time_compare(fresh.code_hash, _hash(fresh, code.strip())):
        Claim.objects.filter(pk=fresh.pk).update(code_tries=F("code_tries") + 1)
        return False
    organization = Organization.objects.select_for_update().get(pk=fresh.organization_id)
    if refusal_of(organization, fresh.work_email):  # the domain has gone since the code was mailed
        return False
    fresh.code_hash, fresh.email_proven_at, fresh.method = "", timezone.now(), Claim.Method.MAIL
    fresh.kind = Kind.CLAIM if organization.claimed_at is None else fresh.kind
    if fresh.kind == Kind.CLAIM and organization.claimed_at is None:
        fresh.submitted_at = timezone.now()
        give(fresh, organization, None, "Proven by work mail.")
    else:
        submit(fresh, organization)
    return True


@transaction.atomic
def make_statement(organization: Organization, evidence: str, by: Reader, kind: str = Kind.CLAIM) -> Claim:
    """Put a claim before staff, with words that say how they can tell.

    Raises:
        Refused: this reader may not claim, or made too many statements today, with the reason.
    """
    claim = open_claim(organization, by, kind)
    if times_today(by, *(f"submitted a {one}" for one in Kind.values)) >= MOST_STATEMENTS:
        raise Refused(_("You have put five claims before staff today. Try again tomorrow."))
    claim.evidence = evidence.strip()
    claim.method = claim.method or Claim.Method.STATEMENT
    submit(claim, organization)
    return claim


def submit(claim: Claim, organization: Organization) -> None:
    """Put it before staff. A dispute that runs goes on: its seven days begin once and managers are told once."""
    is_new = claim.submitted_at is None
    claim.submitted_at = claim.submitted_at or timezone.now()
    claim.save()
    if claim.kind == Kind.DISPUTE and organization.disputed_at is None:
        Organization.objects.filter(pk=organization.pk).update(disputed_at=timezone.now())
    if claim.kind == Kind.DISPUTE and is_new:
        tell_managers(claim, organization)
    audit.log(claim.person, f"submitted a {claim.kind}", about=("organization", organization.pk))


@transaction.atomic
def withdraw(claim: Claim) -> None:
    """The claimant takes the claim back.

    Raises:
        Refused: staff decided it in the meantime.
    """
    fresh = Claim.objects.select_for_update().get(pk=claim.pk)
    if fresh.decided_at:
        raise Refused(_("This claim was decided in the meantime."))
    close(fresh, Outcome.WITHDRAWN, None, "")


@transaction.atomic
def decide(claim: Claim, by: User, *, grant: bool, reason: str, document: str = "") -> None:
    """Staff decide; the claimant is told by mail, managers of a disputed page lose it when the dispute is granted.

    Args:
        document: what staff saw or whom they called, when that is how they know. Left empty, a claim without another
            proof notes the names of the documents that came with it, which are erased later.

    Raises:
        Refused: somebody else decided it in the meantime, or a dispute's seven days to answer are not over.
    """
    fresh = Claim.objects.select_for_update().select_related("organization", "person").get(pk=claim.pk)
    if fresh.decided_at:
        raise Refused(_("This claim was decided in the meantime."))
    if not fresh.is_ripe:
        raise Refused(
            _("Those who manage the page have not answered yet. Decide once they have, or their time is over.")
        )
    organization = Organization.objects.select_for_update().get(pk=fresh.organization_id)
    if grant and fresh.kind == Kind.DISPUTE:
        managers = Manager.objects.current().filter(organization=organization)
        tell_former(organization, [row.person for row in managers.select_related("person")], reason)
        managers.update(until=timezone.now())
    sent = list(File.objects.of(DOCUMENTS, fresh.pk))
    if grant and fresh.method in ("", Claim.Method.STATEMENT):
        document = document or ", ".join(file.name for file in sent)[:200]
    if document:
        fresh.document, fresh.method = document, Claim.Method.DOCUMENT
    if grant:
        give(fresh, organization, by, reason)
    else:
        close(fresh, Outcome.REFUSED, by, reason)
    audit.log(
        by, "granted a claim" if grant else "refused a claim", about=("organization", organization.pk), why=reason,
        detail={
            "claim": fresh.pk, "person": fresh.person_id, "document": document, "sent": [file.sha256 for file in sent],
        },
    )  # fmt: skip
    _tell_outcome(fresh, organization, grant, reason)
    news.tell(ClaimDecided(fresh.pk))


def _tell_outcome(claim: Claim, organization: Organization, is_granted: bool, reason: str) -> None:
    with spoken_to(claim.person):
        outcome = _("You now manage its page.") if is_granted else _("It was not granted.")
        mail.queue(
            claim.person, "claim", _("Your claim: %(name)s") % {"name": organization.name},
            f"{outcome}\n\n{reason}\n\n{settings.SITE_URL}{organization.get_absolute_url()}",
            about=("organization", organization.pk),
        )  # fmt: skip


def give(claim: Claim, organization: Organization, by: User | None, reason: str) -> None:
    """The claimant manages the page from now on. A rival's claim on it becomes a request for access."""
    Manager.objects.get_or_create(organization=organization, person=claim.person, until=None)
    Organization.objects.filter(pk=organization.pk, claimed_at=None).update(claimed_at=timezone.now())
    close(claim, Outcome.GRANTED, by, reason)
    Claim.objects.open().filter(organization=organization, kind=Kind.CLAIM).update(kind=Kind.ACCESS)
    if by is None:
        deed = _DEEDS.get(claim.method, "claimed by work mail")
        audit.log(claim.person, deed, about=("organization", organization.pk), detail={"domain": claim.domain})
    news.tell(OrganizationChanged(organization.pk))


def close(claim: Claim, outcome: str, by: User | None, reason: str) -> None:
    """It is decided, in this way. A page without another open dispute is disputed no more.

    Documents sent with it are erased when nobody decided on them, else thirty days later.
    """
    claim.decided_at, claim.decided_by, claim.outcome, claim.reason = timezone.now(), by, outcome, reason
    claim.code_hash = ""
    claim.save()
    if outcome in (Outcome.WITHDRAWN, Outcome.EXPIRED):
        files.erase_of(DOCUMENTS, claim.pk)
    others = Claim.objects.waiting_for_staff().filter(organization_id=claim.organization_id, kind=Kind.DISPUTE)
    if not others.exists():
        Organization.objects.filter(pk=claim.organization_id).update(disputed_at=None)


def _hash(claim: Claim, code: str) -> str:
    return salted_hmac("collegium.claim", f"{claim.pk}:{code}", algorithm="sha256").hexdigest()


def person_of(reader: Reader) -> User:
    """Who asks.

    Raises:
        Refused: nobody who has signed in.
    """
    if reader.person is None:
        raise Refused(_("Sign in first."))
    return reader.person
