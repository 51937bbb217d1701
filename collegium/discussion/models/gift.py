"""A gift link: somebody who has a post or article in full gives it to whoever gets the link."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from collegium.discussion.models.piece import Piece


class Gift(models.Model):
    """Opens one post or article for a while. `readers_id` is who had it when it was given: narrowing ends the gift."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="gifts")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="gifts")
    readers_id = models.PositiveBigIntegerField()
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["giver", "-given_at"], name="gift_giver")]

    def __str__(self) -> str:
        return f"{self.piece_id} given by {self.giver_id}"
