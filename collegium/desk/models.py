"""The directory of members as a table: who asked for it, how far it is. Its bytes are a file (`files`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collegium.accounts.models import User
from collegium.web.lines import Line

KEPT_FOR = timedelta(hours=24)
AT_MOST = timedelta(hours=1)  # a job that is at it longer has been lost


class MemberExportQuerySet(models.QuerySet["MemberExport"]):
    """Tables, in the ways the desk asks for them. Each is only of the person who asked for it."""

    def of(self, person: User) -> Self:
        """Those this person asked for that are still there, latest first."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=timezone.now() - KEPT_FOR), asked_by=person)

    def running(self) -> Self:
        """Those a job is to make."""
        return self.filter(ended_at=None)

    def made(self) -> Self:
        """Those that can be fetched."""
        return self.filter(ended_at__isnull=False, failed="")

    def old(self) -> Self:
        """Those whose time is over."""
        return self.filter(ended_at__lte=timezone.now() - KEPT_FOR)

    def lost(self) -> Self:
        """Those whose job will not end any more."""
        return self.running().filter(asked_at__lte=timezone.now() - AT_MOST)


class MemberExport(models.Model):
    """One table: about whom (the search of the address), what for, and, once `ended_at` is set, what came of it."""

    class Kind(models.TextChoices):
        """What it is written as."""

        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX (Excel)"

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    search = models.TextField(blank=True)
    why = Line(max_length=200)
    reaching = models.BooleanField(default=False)
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.CSV)
    people = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)

    objects = MemberExportQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["asked_by"], condition=Q(ended_at=None), name="one_running_member_export")
        ]

    def __str__(self) -> str:
        return f"member export {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page, for the person who asked."""
        return f"/desk/members/{self.pk}/"

    @property
    def until(self) -> datetime | None:
        """When it is deleted."""
        return self.ended_at and self.ended_at + KEPT_FOR

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"members-{timezone.localdate(self.ended_at).isoformat()}.{self.kind}"
