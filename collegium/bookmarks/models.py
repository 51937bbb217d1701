"""Bookmarks. Each is one person's own: every query begins with `of`."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, Reply

LONGEST = 500  # characters of a note


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    """Bookmarks of one reader."""

    def of(self, reader: Reader) -> Self:
        """The reader's own (docs/access.md, "bookmarks")."""
        return self.filter(person_id=reader.person_id) if reader.person_id is not None else self.none()

    def newest_first(self) -> Self:
        """Latest marked first."""
        return self.order_by("-created_at", "-pk")


class Bookmark(models.Model):
    """A mark on a piece's own words, or on one reply. It keeps no word of what it marks."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    piece = models.ForeignKey(Piece, models.CASCADE, null=True, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")
    note = models.TextField(blank=True, max_length=LONGEST)
    remind_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(piece=None, reply__isnull=False) | Q(piece__isnull=False, reply=None),
                name="bookmark_of_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "piece"], name="bookmark_of_piece_once"),
            models.UniqueConstraint(fields=["person", "reply"], name="bookmark_of_reply_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="bookmark_person"),
            models.Index(fields=["remind_on"], condition=Q(remind_on__isnull=False), name="bookmark_remind"),
        ]

    def __str__(self) -> str:
        return f"bookmark {self.pk} of {self.person_id}"
