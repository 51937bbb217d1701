"""The trace: a line in a talk that says where replies went, or where they came from."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from collegium.audience.models import opened
from collegium.audience.reader import Reader
from collegium.discussion.models.piece import Piece
from collegium.discussion.models.reply import Reply


class TraceQuerySet(models.QuerySet["Trace"]):
    """Traces, as readers of a talk see them."""

    def shown_to(self, reader: Reader) -> Self:
        """Those whose other topic this reader may read (or could, before it was merged into this one)."""
        there = models.Q(other__hidden_at=None, other__held_at=None, other__taken_back_at=None)
        merged = models.Q(other__removed_at=None) | models.Q(other__merged_into__isnull=False)
        return self.filter(opened(reader, "other__") & there & merged)


class Trace(models.Model):
    """It stands before the first reply of `piece` with `number` or more, and is no reply itself.

    `count` replies went to `other` or came from it. `head` is the reply that holds the first words of a merged topic.
    """

    class Kind(models.TextChoices):
        """Which way the replies took."""

        WENT = "went"
        CAME = "came"

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="traces")
    other = models.ForeignKey(Piece, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    head = models.OneToOneField(Reply, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = TraceQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]

    def __str__(self) -> str:
        return f"{self.count} {self.kind} {self.other_id}"
