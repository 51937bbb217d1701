"""The structured head of a case: never an exact age, never a date, only with consent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.forums.models import Topic
from collegium.web.lines import Line


class Case(models.Model):
    """What stands above the words of a topic that presents a case. It goes wherever the topic's own words go.

    `consent_at` is when its author said that the patient, or their representative, agreed in writing.
    """

    class Age(models.TextChoices):
        """Bands; everybody over 89 is one (45 CFR 164.514(b)(2)(i)(C))."""

        CHILD = "child", _("Under 18")
        ADULT = "18-39", _("18 to 39")
        FORTIES = "40-49", _("Forties")
        FIFTIES = "50-59", _("Fifties")
        SIXTIES = "60-69", _("Sixties")
        SEVENTIES = "70-79", _("Seventies")
        EIGHTIES = "80-89", _("Eighties")
        OLDEST = "90-up", _("90 or older")

    topic = models.OneToOneField(Topic, models.CASCADE, primary_key=True, related_name="case")
    age = models.CharField(_("Age"), max_length=8, choices=Age.choices)
    setting = Line(_("Setting"), max_length=160)
    question = Line(_("The question"), max_length=200)
    options = models.JSONField(default=list, blank=True)
    consent_at = models.DateTimeField(default=timezone.now)
    consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.TextField(_("What came of it"), blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    remind_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["remind_on"], condition=models.Q(reminded_at=None), name="case_remind")]

    def __str__(self) -> str:
        return self.question

    @property
    def text(self) -> str:
        """All of it as plain text, for search."""
        parts: list[Any] = [self.question, self.setting, *self.options, self.outcome]
        return "\n".join(part for part in parts if part)


class CaseVersion(models.Model):
    """What a case's head said before an edit; for its author and moderators, gone when the words are erased."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    age = models.CharField(max_length=8, choices=Case.Age.choices)
    setting = Line(max_length=160)
    question = Line(max_length=200)
    options = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="case_version_once")]

    def __str__(self) -> str:
        return f"{self.version} of {self.case_id}"


def head_text(row: Case | CaseVersion) -> str:
    """The head as plain text, one paragraph each: what versions are compared by."""
    return "\n".join(part for part in (row.question, row.get_age_display(), row.setting, *row.options) if part)
