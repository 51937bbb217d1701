"""The reply: one kind under topics, posts and articles."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from collegium.audience import moment
from collegium.audience.models import Audience, opened
from collegium.audience.reader import Reader
from collegium.discussion.models.piece import Piece


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Replies. Whoever asks must already have the piece in full: a reply is shown to those who may read both."""

    def shown_to(self, reader: Reader) -> Self:
        """The replies of a readable piece that this reader sees, stubs of removed ones included."""
        own = Q(author_id=reader.person_id) if reader.person_id else Q(pk__in=[])
        held = Q() if reader.is_moderator else Q(held_at=None) | own
        return self.filter(opened(reader) & held)

    def with_words(self) -> Self:
        """Neither hidden, removed, held nor taken back: what counts, is quoted and is new to somebody."""
        return self.filter(hidden_at=None, removed_at=None, held_at=None, taken_back_at=None)

    def readable_by(self, reader: Reader) -> Self:
        """Replies with words, whose piece this reader has in full as well (lists, search, feeds, API, mail)."""
        piece = opened(reader, "piece__") & Q(
            piece__published_at__lte=moment.now(),
            piece__hidden_at=None,
            piece__held_at=None,
            piece__removed_at=None,
        )
        return self.filter(opened(reader) & piece, held_at=None, hidden_at=None, removed_at=None)

    def unread_by(self, reader: Reader) -> Self:
        """Others' replies above the left-off number, or, in what was never opened, since the reader's start.

        The one definition (docs/glossary.md, "Unread"); combine it with `shown_to` or `readable_by`.
        """
        if reader.person is None:
            return self.none()
        mark = FilteredRelation("piece__read_marks", condition=Q(piece__read_marks__person=reader.person_id))
        never_opened = Q(mark=None, created_at__gt=reader.person.start_of_reading)
        newer = Q(mark__number__lt=F("number")) | never_opened
        return self.annotate(mark=mark).filter(newer).exclude(author=reader.person_id)


class Reply(models.Model):
    """What somebody answered. It keeps the audience it was written for: opening the piece later never widens it.

    `number` counts within the piece from 1 and never changes. `useful`, `same`, `thanks`, `helped` and `changed`
    count reactions.
    `origin` says where it came from, once: a form's token, an imported message's id.
    """

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="replies")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="replies")
    byline = models.JSONField(default=dict, blank=True)
    body = models.TextField()
    text = models.TextField(editable=False)
    words = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    readers = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    open_to = models.ForeignKey(Audience, models.PROTECT, related_name="+", null=True, blank=True)
    open_from = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    useful = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    thanks = models.PositiveIntegerField(default=0)
    helped = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=200, blank=True, editable=False)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["piece", "number"]
        constraints = [
            models.UniqueConstraint(fields=["piece", "number"], name="reply_number_once"),
            models.UniqueConstraint(fields=["origin"], condition=~Q(origin=""), name="reply_origin_once"),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="reply_author"),
            models.Index(fields=["author", "piece", "number"], name="reply_author_piece"),
            models.Index(fields=["piece"], condition=Q(held_at__isnull=False), name="reply_held"),
            models.Index(fields=["-created_at"], name="reply_created"),
            models.Index(fields=["open_from"], condition=Q(open_to__isnull=False), name="reply_open_from"),
            models.Index(fields=["open_until"], condition=Q(open_to__isnull=False), name="reply_open_until"),
        ]

    def __str__(self) -> str:
        return f"{self.number} in {self.piece_id}"

    @property
    def is_stub(self) -> bool:
        """Shown without words: hidden by a moderator, removed by its author, or taken back."""
        return bool(self.hidden_at or self.removed_at or self.taken_back_at)

    @property
    def reaction_counts(self) -> dict[str, int]:
        """How many there are of each `Reaction.Kind`."""
        return {
            "useful": self.useful, "same": self.same, "thanks": self.thanks, "helped": self.helped,
            "changed": self.changed,
        }  # fmt: skip
