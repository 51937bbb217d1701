"""Other systems that say who is a member: those that push one record, and the one that is asked what changed."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.web.lines import Line


class PushKey(models.Model):
    """What one system signs its records with. `secret` is encrypted (`web.secrets`) and shown once, when it is made.

    After a rotation the secret before it still counts until `former_until`, so that nothing is lost meanwhile.
    """

    name = Line(_("Name of the system"), max_length=60)
    key = models.CharField(max_length=24, unique=True)
    secret = models.TextField()
    former = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["ended_at", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class PushedEvent(models.Model):
    """The id of what was pushed, so that it counts once; and when it happened, so that nothing older overtakes."""

    key = models.ForeignKey(PushKey, models.CASCADE, related_name="events")
    event_id = models.CharField(max_length=80)
    member_id = models.CharField(max_length=40, blank=True)
    occurred_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "event_id"], name="pushed_once")]
        indexes = [models.Index(fields=["key", "member_id", "occurred_at"])]

    def __str__(self) -> str:
        return self.event_id


class RosterSource(models.Model):
    """The society's system, asked "what changed since?". One row, off until staff turn it on.

    `since` is the other side's own mark of time; it moves to `next_since` only once nothing waits any more.
    """

    address = models.URLField(_("Address of the system"), blank=True, max_length=300)
    token = models.TextField(blank=True)
    is_on = models.BooleanField(_("Ask it"), default=False)
    minutes = models.PositiveSmallIntegerField(
        _("Minutes between two questions"), default=30, validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )
    sweeps = models.BooleanField(_("Compare everything every night"), default=True)
    since = models.CharField(max_length=80, blank=True)
    next_since = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    swept_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    counters = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_roster_source")]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it the only row."""
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> RosterSource:
        """The one row, or what holds before anybody set it."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class WaitingRecord(models.Model):
    """A member whose record changed at the source and is still to be loaded whole."""

    member_id = models.CharField(max_length=40, unique=True)
    queued_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["tries", "pk"]

    def __str__(self) -> str:
        return self.member_id
