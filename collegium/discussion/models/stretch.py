"""How many replies each stretch of numbers has, for whom: so that nobody counts a long talk from its first reply."""

from __future__ import annotations

from typing import Final, Self

from django.db import models
from django.db.models import Q

from collegium.audience.models import Audience, opened
from collegium.audience.reader import Reader
from collegium.discussion.models.piece import Piece

SIZE: Final = 200  # numbers in a stretch


class StretchQuerySet(models.QuerySet["Stretch"]):
    """Stretches, as the replies in them are shown."""

    def shown_to(self, reader: Reader) -> Self:
        """Those whose replies this reader sees; replies of their own that wait are counted apart."""
        return self.filter(opened(reader), **({} if reader.is_moderator else {"is_held": False}))


class Stretch(models.Model):
    """The replies of one piece whose `number // SIZE` is `place` and that have the same readers: `total` of them.

    `said` have words (neither hidden, removed nor taken back), the earliest of these written at `first_at`, the latest
    at `last_at`. `is_held`: they wait for a moderator. Counted by `discussion/stretches.py` only.
    """

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="stretches")
    place = models.PositiveIntegerField()
    readers = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_index=False)
    open_to = models.ForeignKey(Audience, models.PROTECT, related_name="+", null=True, db_index=False)
    open_from = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)
    is_held = models.BooleanField()
    total = models.PositiveIntegerField()
    said = models.PositiveIntegerField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)

    repeats_dates_of = "discussion.Reply"  # read by audience/instants.py, which asks the replies
    objects = StretchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["piece", "place"], name="stretch_of_piece")]
        constraints = [models.CheckConstraint(condition=Q(said__lte=models.F("total")), name="stretch_said_in_total")]

    def __str__(self) -> str:
        return f"{self.place} of {self.piece_id}"
