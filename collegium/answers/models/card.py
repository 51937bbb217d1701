"""The card that closes a question, and what it said before."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience import moment
from collegium.audience.models import Audience
from collegium.audience.reader import Reader
from collegium.discussion.models import Reply
from collegium.forums.models import Topic
from collegium.web.lines import Line

MOST_DID = 3  # lines of "what people did"


class CardQuerySet(models.QuerySet["Card"]):
    """Cards. Whoever asks must already have the topic in full."""

    def written(self) -> Self:
        """With words, and the reply they were taken from still stands: like a quote, a card goes with its source."""
        source = Q(reply__hidden_at=None, reply__removed_at=None, reply__taken_back_at=None, reply__held_at=None)
        return self.filter(Q(reply=None) | source, taken_back_at=None, hidden_at=None)

    def shown_to(self, reader: Reader) -> Self:
        """Those this reader was among the readers of."""
        wider = Q(told_to__in=reader.audiences) & (Q(told_until=None) | Q(told_until__gt=moment.now()))
        return self.written().filter(Q(readers__in=reader.audiences) | wider)


class Card(models.Model):
    """A question in one line, its answer, what people did, what came of it. One a topic.

    It keeps the audience it was written for, as a reply does: `readers`, and `told_to` until the end which the topic's
    opening had then (whatever its dates become later). `reply` is the accepted answer its words began with.
    `taken_back_at` is set when its words were erased; the row then holds none. `hidden_at` is a moderator's, with a
    reason; the topic then says that it has no card.
    """

    topic = models.OneToOneField(Topic, models.CASCADE, primary_key=True, related_name="card")
    reply = models.ForeignKey(Reply, models.SET_NULL, null=True, blank=True, related_name="+")
    question = Line(_("The question in one line"), max_length=200)
    answer = models.TextField(_("The answer"))
    did = models.JSONField(default=list, blank=True)
    outcome = models.TextField(_("What came of it"), blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    remind_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="cards")
    byline = models.JSONField(default=dict, blank=True)
    readers = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    told_to = models.ForeignKey(Audience, models.PROTECT, related_name="+", null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="card_created"),
            models.Index(fields=["remind_on"], condition=Q(reminded_at=None), name="card_remind"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def text(self) -> str:
        """All of it as plain text, for search and to compare versions."""
        return whole_text(self)

    def is_for_all_readers_of(self, topic: Topic) -> bool:
        """Whether everybody who reads the topic reads the card: then it may be found with the topic."""
        opening = (topic.open_to_id, topic.open_until if topic.open_to_id else None)
        return (self.readers_id, self.told_to_id, self.told_until) == (topic.readers_id, *opening)


class CardVersion(models.Model):
    """What a card said before an edit; for its author and moderators, gone when the words are erased."""

    card = models.ForeignKey(Card, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    question = Line(max_length=200)
    answer = models.TextField()
    did = models.JSONField(default=list, blank=True)
    outcome = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["card", "version"], name="card_version_once")]

    def __str__(self) -> str:
        return f"{self.version} of {self.card_id}"


def whole_text(row: Card | CardVersion) -> str:
    """Question, answer, what people did and the outcome, one paragraph each."""
    return "\n".join(part for part in (row.question, row.answer, *row.did, row.outcome) if part)
