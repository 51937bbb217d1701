"""Visits, and the briefs that were sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from collegium.outbox.models import Mail

FIRST_ROUND = timedelta(days=7)  # how far the round of somebody's first visit reaches back


class Visit(models.Model):
    """The present visit of a person, and when the one before began. Nobody else sees it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visit", primary_key=True)
    started_at = models.DateTimeField()
    last_request_at = models.DateTimeField()
    previous_started_at = models.DateTimeField(null=True)
    marked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} since {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_first(self) -> bool:
        """Whether the person was never here before."""
        return self.previous_started_at is None

    @property
    def since(self) -> datetime:
        """Where the round begins."""
        return self.previous_started_at or self.started_at - FIRST_ROUND

    @property
    def key(self) -> tuple[datetime | None, ...]:
        """Everything of it that decides what home says."""
        return self.started_at, self.previous_started_at, self.marked_at


class SentBrief(models.Model):
    """The brief of a person and day, queued once; its words, of what is new between the two moments, are written as the
    mail leaves."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="briefs")
    day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_brief_a_day")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day}"
