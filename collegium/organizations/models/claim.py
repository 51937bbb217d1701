"""The claim on an organization's page, and who manages it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.organizations.models.organization import Organization

CODE_LIVES = timedelta(minutes=30)
CODE_TRIES = 5
ANSWER_TIME = timedelta(days=7)  # for those who manage a disputed page, before staff decide


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims, in the ways staff and claimants ask for them."""

    def open(self) -> Self:
        """Neither granted nor refused nor withdrawn."""
        return self.filter(decided_at=None)

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

    class Outcome(models.TextChoices):
        """How it ended."""

        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CLAIM)
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
        indexes = [models.Index(fields=["decided_at", "submitted_at"], name="claim_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def answer_due(self) -> datetime | None:
        """Until when those who manage a disputed page may answer; None when nothing is waited for."""
        is_waiting = self.kind == self.Kind.DISPUTE and self.submitted_at and not self.answered_at
        return self.submitted_at + ANSWER_TIME if is_waiting and self.submitted_at else None

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
