"""Forums and topics."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import Audience, opened
from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, PieceQuerySet
from collegium.groups.models import Group
from collegium.web.lines import Line


class Section(models.Model):
    """A heading over forums: "Clinical questions"."""

    name = Line(_("Name"), max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Forum(models.Model):
    """A place of topics. `readers` and `writers` are the defaults of what is started here."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="forums")
    name = Line(_("Name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=90, unique=True)
    description = Line(_("Description"), max_length=200, blank=True)
    readers = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    writers = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    takes_cases = models.BooleanField(
        _("Cases are presented here"),
        default=False,
        help_text=_("People find “Present a case”: an age band, the question, options, and consent."),
    )

    class Meta:
        ordering = ["section__order", "order", "name"]

    def __str__(self) -> str:
        return self.name


class Prompt(models.Model):
    """One thing people are asked to say when they start a topic: in a forum as staff say, in a group as its owners do.

    `choices` has one answer on each line, for what is chosen. Answers are not kept apart: they become the topic's first
    words (`forums/prompts.py`).
    """

    class Kind(models.TextChoices):
        """How it is answered."""

        LINE = "line", _("On one line")
        WORDS = "words", _("In a few sentences")
        CHOICE = "choice", _("By choosing one answer")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="prompts", null=True, blank=True)
    group = models.ForeignKey(Group, models.CASCADE, related_name="prompts", null=True, blank=True)
    order = models.PositiveSmallIntegerField()
    label = Line(max_length=100)
    help = Line(max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LINE)
    choices = models.TextField(blank=True)
    is_required = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(forum__isnull=False, group=None) | Q(forum=None, group__isnull=False),
                name="prompt_of_forum_or_group",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Shelf(models.Model):
    """Topics of all places that last moved before `ends_at`, and not before the shelf below ends."""

    ends_at = models.DateTimeField(unique=True)

    def __str__(self) -> str:
        return f"until {self.ends_at:%Y-%m-%d}"


class Topic(Piece):
    """A titled discussion in a forum or in a group.

    `has_card`: an answer card closes it; `is_case`: a case stands above it; `offered` and `offers_taken`: to how many
    willing people the question was offered, and how many said yes (`collegium/answers/`). What moved lately is on no
    `shelf`.
    """

    piece = models.OneToOneField(Piece, models.CASCADE, parent_link=True, primary_key=True, related_name="topic")
    forum = models.ForeignKey(Forum, models.PROTECT, null=True, blank=True, related_name="topics")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="topics")
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_until = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    has_poll = models.BooleanField(default=False, editable=False)
    answer = models.ForeignKey("discussion.Reply", models.SET_NULL, null=True, blank=True, related_name="answers")
    has_card = models.BooleanField(default=False, editable=False)
    is_case = models.BooleanField(default=False, editable=False)
    offered = models.PositiveSmallIntegerField(default=0, editable=False)
    offers_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    shelf = models.ForeignKey(
        Shelf, models.SET_NULL, related_name="topics", null=True, blank=True, editable=False, db_index=False
    )

    objects = PieceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(forum__isnull=False, group=None) | Q(forum=None, group__isnull=False),
                name="topic_in_forum_or_group",
            )
        ]
        indexes = [
            models.Index(fields=["shelf", "forum", "group"], name="topic_on_shelf"),
            models.Index(fields=["forum", "group"], condition=Q(pinned_at__isnull=False), name="topic_pinned"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Say which table extends the piece."""
        self.kind = Piece.Kind.TOPIC
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_pinned(self) -> bool:
        """Kept at the top of its place now."""
        return self.pinned_at is not None and (self.pinned_until is None or self.pinned_until > timezone.now())

    @property
    def is_headless(self) -> bool:
        """Split off another topic: it has no first words of its own and begins with its first reply."""
        return not self.body and self.version == 1 and self.has_traces

    @property
    def place_name(self) -> str:
        """The forum or group it is in."""
        return self.forum.name if self.forum else self.group.name if self.group else ""

    @property
    def place_address(self) -> str:
        """Where its place stands."""
        return self.group.get_absolute_url() if self.group else f"/forums/{self.forum.slug}/" if self.forum else ""


class TallyQuerySet(models.QuerySet["Tally"]):
    """Tallies, as the topics in them are shown."""

    def shown_to(self, reader: Reader) -> Self:
        """Those whose topics this reader may read."""
        return self.filter(opened(reader))


class Tally(models.Model):
    """The topics of one place that stand on one shelf and have the same readers: `total` of them, `waiting` of these
    without a reply. Counted by `forums/shelves.py` only.
    """

    shelf = models.ForeignKey(Shelf, models.CASCADE, related_name="tallies")
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="+", null=True)
    group = models.ForeignKey(Group, models.CASCADE, related_name="+", null=True)
    readers = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_index=False)
    open_to = models.ForeignKey(Audience, models.PROTECT, related_name="+", null=True, db_index=False)
    open_from = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)
    total = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()

    repeats_dates_of = "discussion.Piece"  # read by audience/instants.py, which asks the pieces
    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(waiting__lte=models.F("total")), name="tally_waiting_in_total")
        ]

    def __str__(self) -> str:
        return f"{self.total} on {self.shelf_id}"
