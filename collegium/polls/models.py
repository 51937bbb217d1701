"""Polls, their options, and who chose what while a poll is open."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from collegium.discussion.models import Piece
from collegium.web.lines import Line


class Poll(models.Model):
    """What is asked under a piece; without a `question` of its own it asks what the title asks.

    `voters` and each option's `votes` are counted under a lock of this row, and stay when an account is erased.
    """

    piece = models.OneToOneField(Piece, models.CASCADE, related_name="poll")
    question = Line(max_length=200, blank=True)
    several = models.BooleanField(default=False)
    closes_at = models.DateTimeField()
    voters = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["closes_at"], name="poll_closes")]

    def __str__(self) -> str:
        return self.question or f"poll of {self.piece_id}"

    @property
    def is_closed(self) -> bool:
        """Whether nobody votes any more."""
        return self.closes_at <= timezone.now()


class Option(models.Model):
    """One answer that can be chosen."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    text = Line(max_length=200)
    votes = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["poll", "order"], name="option_order_once")]

    def __str__(self) -> str:
        return self.text


class VoteQuerySet(models.QuerySet["Vote"]):
    """Votes."""

    def of_closed(self) -> Self:
        """Those nobody can change any more."""
        return self.filter(poll__closes_at__lte=timezone.now())


class Vote(models.Model):
    """Somebody's choice, kept so that they can choose otherwise, until the poll is closed. Never shown to others."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+")
    option = models.ForeignKey(Option, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person", "option"], name="vote_once")]

    def __str__(self) -> str:
        return f"a vote in {self.poll_id}"
