"""Whether somebody lets guests read what they wrote before a piece was opened."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from collegium.discussion.models.piece import Piece


class Agreement(models.Model):
    """Asked once an opening: may guests read your earlier replies here? Until somebody agrees, theirs stay as they are.

    `agreed` is empty while nobody answered.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="agreements")
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="agreements")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "piece"], name="agreement_once")]

    def __str__(self) -> str:
        return f"{self.person_id} about {self.piece_id}"
