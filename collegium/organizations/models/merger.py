"""Organizations that became one, with what is needed to take it back; and pairs that staff said are two."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from collegium.organizations.models.organization import Organization

UNDO = timedelta(days=30)


class MergerQuerySet(models.QuerySet["Merger"]):
    """Mergers."""

    def open(self) -> Self:
        """Those that can be taken back still, latest first."""
        return self.filter(undone_at=None, at__gt=timezone.now() - UNDO).order_by("-at")


class Merger(models.Model):
    """The loser's page leads to the survivor's. `moved` names the rows that moved, `before` what the survivor was."""

    survivor = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    loser = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    why = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = MergerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.loser_id} into {self.survivor_id}"

    @property
    def undo_until(self) -> datetime:
        """Until when it can be taken back."""
        return self.at + UNDO


class NotSame(models.Model):
    """Staff looked at these two and said that they are not one; `first` has the smaller id."""

    first = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="not_same_once")]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"
