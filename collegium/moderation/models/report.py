"""The report: somebody points at a thing."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KINDS = [
    ("piece", _("Topic, post or article")),
    ("reply", _("Reply or comment")),
    ("card", _("Answer card")),
    ("message", _("Message")),
    ("profile", _("Profile")),
    ("organization", _("Organization")),
    ("group", _("Group")),
]


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, in the ways screens ask for them."""

    def waiting(self) -> Self:
        """Those nobody has closed."""
        return self.filter(closed_at=None)

    def about(self, kind: str, target_id: int) -> Self:
        """Those about one thing, oldest first."""
        return self.filter(kind=kind, target_id=target_id).order_by("created_at")

    def forget_notes(self, kind: str, target_id: int) -> None:
        """Erase what reporters said about a thing whose words were taken back: it may repeat them."""
        self.filter(kind=kind, target_id=target_id).update(note="")


class Report(models.Model):
    """`kind` and `target_id` name the thing. `outcome` is what its reporter is told when it is closed."""

    class Reason(models.TextChoices):
        """Why: what the house rules forbid (`/house-rules/`)."""

        PATIENT = "patient", _("It identifies a patient")
        COMMERCIAL = "commercial", _("Commercial, or spam")
        HARASSMENT = "harassment", _("Harassment or a personal attack")
        ANTITRUST = "antitrust", _("Fees or prices (antitrust)")
        COPYRIGHT = "copyright", _("Copyright")
        UNSAFE = "unsafe", _("An unsafe or wrong medical claim")
        INTEREST = "interest", _("An undisclosed interest")
        OFF_TOPIC = "off-topic", _("Off topic")
        IMPERSONATION = "impersonation", _("Impersonation")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        """What came of it."""

        ACTED = "acted", _("A moderator acted on it")
        KEPT = "kept", _("A moderator looked at it and left it as it is")
        GONE = "gone", _("It is not there any more")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports")
    kind = models.CharField(max_length=12, choices=KINDS)
    target_id = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=16, choices=Reason.choices)
    note = models.TextField(_("What should the moderators know?"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "target_id"],
                condition=models.Q(closed_at=None, person__isnull=False),
                name="report_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["kind", "target_id"], name="report_target"),
            models.Index(fields=["created_at"], condition=models.Q(closed_at=None), name="report_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.kind} {self.target_id}"
