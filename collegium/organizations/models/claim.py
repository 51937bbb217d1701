"""The claim on an organization's page, and who manages it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.organizations.challenge import Found
from collegium.organizations.models.organization import Organization
from collegium.web.lines import Line

CODE_LIVES = timedelta(minutes=30)
CODE_TRIES = 5
LIVES = timedelta(days=30)  # a claim that waits for its claimant
TOLD_BEFORE = timedelta(days=7)
LOOKED_AT_AGAIN = timedelta(days=90)  # proofs in DNS or a file
GRACE = timedelta(days=14)  # for a proof that does not hold any more, before staff hear of it
DOCUMENTS = "claim"  # `File.parent_kind` of what a claimant sends
DOCUMENTS_MOST = 3  # of one claim
DOCUMENTS_LIVE = timedelta(days=30)  # after the decision, while it may still be asked about
ANSWER_TIME = timedelta(days=7)  # for those who manage a disputed page, before staff decide


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims, in the ways staff and claimants ask for them."""

    def open(self) -> Self:
        """Neither granted nor refused nor withdrawn."""
        return self.filter(decided_at=None)

    def unfinished(self) -> Self:
        """Open, and waiting for the claimant: nothing was proven, stated or accepted yet."""
        return self.open().filter(submitted_at=None)

    def standing_on_proofs(self) -> Self:
        """Granted for a record in DNS or a file, and still the ground on which somebody manages the page."""
        still = Manager.objects.current().filter(organization=OuterRef("organization"), person=OuterRef("person"))
        kinds = (Claim.Method.DNS, Claim.Method.FILE)
        return self.filter(Exists(still), outcome=Claim.Outcome.GRANTED, method__in=kinds).exclude(
            kind=Claim.Kind.WEBSITE
        )

    def failed(self) -> Self:
        """Proofs that did not hold for longer than their days of grace: staff decide."""
        return self.standing_on_proofs().filter(failing_since__lte=timezone.now() - GRACE)

    def waiting_for_staff(self) -> Self:
        """Open, and with something to decide: a statement was made, or the work mail was proven."""
        return self.open().filter(submitted_at__isnull=False)


class Claim(models.Model):
    """Somebody says they speak for an organization. The page may be unclaimed (claim), or owned (access, dispute).

    Only the claimant and administrators ever see it. Of the mailed code only a hash is kept.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        CLAIM = "claim", _("Claim")
        ACCESS = "access", _("Request for access")
        DISPUTE = "dispute", _("Dispute")
        WEBSITE = "website", _("Proof of a new website")

    class Method(models.TextChoices):
        """How it is proven."""

        MAIL = "mail", _("Work mail")
        DNS = "dns", _("A record in DNS")
        FILE = "file", _("A file on the website")
        INVITATION = "invitation", _("Invitation")
        DOCUMENT = "document", _("A document that staff saw")
        STATEMENT = "statement", _("A statement")

    class Outcome(models.TextChoices):
        """How it ended."""

        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CLAIM)
    method = models.CharField(max_length=10, choices=Method.choices, blank=True)
    domain = models.CharField(max_length=253, blank=True, editable=False)
    token = models.CharField(max_length=32, blank=True, editable=False)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    found = models.CharField(max_length=11, choices=Found.choices, blank=True, editable=False)
    proven_at = models.DateTimeField(null=True, blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    hands_over = models.BooleanField(default=False, editable=False)
    document = Line(_("Document or call that staff saw"), max_length=200, blank=True)
    work_email = models.EmailField(_("Work mail address"), blank=True)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    email_proven_at = models.DateTimeField(null=True, blank=True, editable=False)
    evidence = models.TextField(_("How we can tell"), blank=True, max_length=3000)
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("Answer of those who manage the page"), blank=True, max_length=3000)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"], condition=Q(decided_at=None), name="one_open_claim"
            )
        ]
        indexes = [
            models.Index(fields=["decided_at", "submitted_at"], name="claim_waiting"),
            models.Index(fields=["method", "checked_at"], name="claim_checked"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def answer_due(self) -> datetime | None:
        """Until when those who manage a disputed page may answer; None when nothing is waited for."""
        is_waiting = self.kind == self.Kind.DISPUTE and self.submitted_at and not self.answered_at
        return self.submitted_at + ANSWER_TIME if is_waiting and self.submitted_at else None

    @property
    def expires_at(self) -> datetime | None:
        """When it ends by itself; None once it is before staff or decided."""
        return None if self.submitted_at or self.decided_at else self.created_at + LIVES

    @property
    def is_checking(self) -> bool:
        """Whether a look at the proof was asked for and has not come yet."""
        return self.asked_at is not None and (self.checked_at is None or self.checked_at < self.asked_at)

    @property
    def is_challenge(self) -> bool:
        """Whether it is proven by a record or a file."""
        return self.method in (self.Method.DNS, self.Method.FILE) and bool(self.token)

    @property
    def is_ripe(self) -> bool:
        """Whether staff may decide now: no dispute, or one that was answered or whose time to answer is over."""
        return self.answer_due is None or self.answer_due <= timezone.now()

    @property
    def code_is_alive(self) -> bool:
        """Mailed less than 30 minutes ago, not used, and not guessed at five times."""
        sent = self.code_sent_at
        return bool(self.code_hash and sent and self.code_tries < CODE_TRIES and timezone.now() < sent + CODE_LIVES)


class ManagerQuerySet(models.QuerySet["Manager"]):
    """Managers."""

    def current(self) -> Self:
        """Who manages now."""
        return self.filter(until=None)


class Manager(models.Model):
    """This person manages that page since, until."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="managers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="managed")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = ManagerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], condition=Q(until=None), name="manager_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} manages {self.organization_id}"
