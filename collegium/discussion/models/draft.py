"""Words on their way: what somebody is writing and has not sent, to be gone on with on another device."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collegium.web import html

KEPT_FOR: Final = timedelta(days=14)
KEY = re.compile(r"[a-z]{2,12}(?:-[a-z0-9]{1,19}){1,2}")


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts. Only ever asked for by their owner: no screen, list or command shows them to anybody else."""

    def of(self, person_id: int | None) -> Self:
        """What this person is writing, the latest first; what was sent or thrown away is none."""
        return self.filter(person_id=person_id, words__gt=0, at__gte=timezone.now() - KEPT_FOR).order_by("-at", "-pk")

    def past(self) -> Self:
        """Not touched for as long as drafts are kept."""
        return self.filter(at__lt=timezone.now() - KEPT_FOR)


class Draft(models.Model):
    """One form's words. `key` says which form it is ("piece-12": a reply to piece 12), once for each person.

    `body` is safe HTML, `line` what stands above it (a title, or to whom), `base` a fingerprint of the words the form
    began with. `other_body`, `other_line` and `other_at` hold what was written on another device meanwhile, until its
    owner chooses. Every save counts `version` up; one that was sent or thrown away stays as an empty row, so that a
    late save of another device does not bring it back.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=60)
    address = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    line = models.CharField(max_length=600, blank=True)
    base = models.CharField(max_length=40, blank=True)
    words = models.PositiveIntegerField(default=0)
    other_body = models.TextField(blank=True)
    other_line = models.CharField(max_length=600, blank=True)
    other_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="draft_once"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(words=0), name="draft_ended_is_empty"),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="draft_latest"),
            models.Index(fields=["key"], name="draft_key"),
            models.Index(fields=["at"], name="draft_past"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def text(self) -> str:
        """The words as plain text."""
        return html.to_text(self.body)

    @property
    def other_text(self) -> str:
        """The other device's words as plain text."""
        return html.to_text(self.other_body)
