"""A mail that waits, went out, was dropped or is parked."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collegium.web.lines import Line


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails, in the ways the desk asks for them."""

    def waiting(self) -> Self:
        """Not sent, not dropped, not parked."""
        return self.filter(sent_at=None, dropped_at=None, parked_at=None)

    def parked(self) -> Self:
        """Tried five times in vain; staff see and may send them again."""
        return self.filter(parked_at__isnull=False)

    def about(self, kind: str, *pks: int) -> Self:
        """All mails that speak of things of one kind (to list what went out, to drop what waits)."""
        return self.filter(about_kind=kind, about_id__in=pks)


class Mail(models.Model):
    """One mail: to a `person` at the address they have when it is sent, or to an `address` (codes, invitations)."""

    kind = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mails")
    address = models.EmailField(blank=True)
    subject = Line(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)
    message_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(address=""), name="mail_has_a_recipient")
        ]
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="mail_about"),
            models.Index(fields=["created_at"], name="mail_created"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def recipient(self) -> str:
        """The address it goes to now, "" when the person has none any more."""
        return self.address or (self.person.email if self.person and self.person.is_active else "")
