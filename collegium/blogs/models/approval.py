"""What a helper asks of the leader: to publish this version of a draft."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.blogs.models.post import Post
from collegium.web.lines import Line


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Questions to leaders."""

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(answered_at=None)


class Approval(models.Model):
    """A helper asks the leader to publish one version of a draft (docs/access.md, "the approval names that version").

    At most one of a post waits. Every edit ends it as `overtaken`: another version wants another question.
    """

    class Outcome(models.TextChoices):
        """How it ended."""

        PUBLISHED = "published", _("Published")
        SENT_BACK = "sent-back", _("Sent back")
        OVERTAKEN = "overtaken", _("Changed before it was answered")

    post = models.ForeignKey(Post, models.CASCADE, related_name="approvals")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField()
    note = Line(max_length=300, blank=True)
    wanted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True, max_length=1000)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=Q(answered_at=None), name="approval_waits_once"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.post_id}"
