"""The piece: what topic, post and article have in common, and the subjects it is about."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience import moment
from collegium.audience.models import Readable, ReadableQuerySet, opened
from collegium.audience.reader import Reader
from collegium.web.html import minutes
from collegium.web.lines import Line

WAITING = Q(reply_count=0, held_at=None) & ~Q(origin__startswith="list:")  # see PieceQuerySet.waiting


class Subject(models.Model):
    """What a piece is about; one list over blogs, forums and magazine. A piece can be about several."""

    name = Line(_("Name"), max_length=80, unique=True)
    slug = models.SlugField(unique=True)
    description = Line(_("Description"), max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PieceQuerySet(ReadableQuerySet):
    """Pieces, in the ways screens ask for them."""

    def listed_for(self, reader: Reader) -> Self:
        """What a list may show this reader: what they have in full, and teasers of posts and articles."""
        teased = Q(kind__in=[Piece.Kind.POST, Piece.Kind.ARTICLE])
        return self.published().filter(opened(reader) | teased)

    def newest_first(self) -> Self:
        """Latest publication first."""
        return self.order_by("-published_at", "-pk")

    def moved_first(self) -> Self:
        """Latest reply or publication first."""
        return self.order_by("-moved_at", "-pk")

    def waiting(self) -> Self:
        """Without a reply so far; mails of a list's archive wait for nobody."""
        return self.filter(WAITING)


class Piece(Readable):
    """A titled thing with words, readers and replies. `topic`, `post` and `article` rows extend it one to one.

    `reply_count`, `moved_at` and `last_by` are exact for everyone who is in `readers`; where earlier replies are
    narrower (`has_narrower`) or the reader comes in through `open_to`, screens count what that reader may see.
    From `closes_at` on, nobody but its author adds to it.
    `has_traces`: replies came or went (`Trace`), so that numbers may be missing. What is `merged_into` another is
    removed; its address leads there.
    """

    class Kind(models.TextChoices):
        """Which table extends the row."""

        TOPIC = "topic", _("Topic")
        POST = "post", _("Post")
        ARTICLE = "article", _("Article")

    words_beside: ClassVar[dict[str, Any]] = {}  # columns of the table that extends it which hold words too, emptied

    kind = models.CharField(max_length=8, choices=Kind.choices, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="pieces")
    byline = models.JSONField(default=dict, blank=True)
    title = Line(_("Title"), max_length=200)
    slug = models.SlugField(max_length=90)
    deck = Line(_("Standfirst"), max_length=400, blank=True)
    body = models.TextField(blank=True)
    text = models.TextField(blank=True, editable=False)
    words = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    subjects = models.ManyToManyField(Subject, blank=True, related_name="pieces")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    lock_reason = models.CharField(max_length=300, blank=True, editable=False)
    reply_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_by = models.CharField(max_length=160, blank=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    has_narrower = models.BooleanField(default=False)
    has_traces = models.BooleanField(default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, related_name="merged", null=True, blank=True, editable=False
    )
    origin = models.CharField(max_length=200, blank=True, editable=False)

    objects = PieceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin"], condition=~Q(origin=""), name="piece_origin_once"),
        ]
        indexes = [
            models.Index(fields=["readers", "-published_at", "-id"], name="piece_readers_published"),
            models.Index(fields=["-published_at", "-id"], name="piece_published"),
            models.Index(fields=["kind", "-moved_at", "-id"], name="piece_kind_moved"),
            models.Index(fields=["author", "-published_at"], name="piece_author"),
            models.Index(fields=["open_to", "open_until"], name="piece_open_to"),
            models.Index(fields=["open_from"], condition=Q(open_to__isnull=False), name="piece_open_from"),
            models.Index(fields=["open_until"], condition=Q(open_to__isnull=False), name="piece_open_until"),
            models.Index(fields=["closes_at"], condition=Q(closes_at__isnull=False), name="piece_closes"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        """Reading time: words / 230, rounded up, never zero."""
        return minutes(self.words)

    @property
    def is_locked(self) -> bool:
        """Read only."""
        return self.locked_at is not None

    @property
    def is_closed(self) -> bool:
        """Its time for questions is over."""
        return self.closes_at is not None and self.closes_at <= moment.now()

    @property
    def is_emptied(self) -> bool:
        """A topic whose author removed the first words after others had answered: the title stays over their words."""
        removed = not self.body and self.version > 1  # what was split off never had any
        return self.kind == self.Kind.TOPIC and removed and self.taken_back_at is None

    @property
    def is_draft(self) -> bool:
        """Not published and not scheduled."""
        return self.published_at is None

    def get_absolute_url(self) -> str:
        """The one address of the piece, whatever its kind."""
        from collegium.discussion.addresses import piece_url

        return piece_url(self)
