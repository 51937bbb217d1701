"""Follow: somebody wants to hear of a person, a place or a piece."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FollowQuerySet(models.QuerySet["Follow"]):
    """Follows, asked from either end."""

    def of(self, person_id: int | None) -> Self:
        """What this person follows."""
        return self.filter(person_id=person_id, muted_at=None)

    def to(self, kind: str, target_id: int) -> Self:
        """Who follows this thing."""
        return self.filter(kind=kind, target_id=target_id, muted_at=None)

    def muting(self, kind: str, target_id: int) -> Self:
        """Who wants no news of this thing."""
        return self.filter(kind=kind, target_id=target_id).exclude(muted_at=None)


class Follow(models.Model):
    """One person follows one thing, or wants no news of it (`muted_at`); without a row only what names or answers them.

    `target_id` is the id of a row of `kind`; nobody else sees what you follow or mute.
    """

    class Kind(models.TextChoices):
        """What can be followed."""

        PERSON = "person", _("Person")
        BLOG = "blog", _("Blog")
        FORUM = "forum", _("Forum")
        PIECE = "piece", _("Topic, post or article")
        SUBJECT = "subject", _("Subject")
        GROUP = "group", _("Group")
        ORGANIZATION = "organization", _("Organization")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    target_id = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    muted_at = models.DateTimeField(null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "target_id"], name="follow_once")]
        indexes = [models.Index(fields=["kind", "target_id"], name="follow_target")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.kind} {self.target_id}"
