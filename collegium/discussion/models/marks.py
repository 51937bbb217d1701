"""Small marks people leave: reactions, where they left off, whom they mention."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.discussion.models.piece import Piece
from collegium.discussion.models.reply import Reply


class Reaction(models.Model):
    """Useful, Same here, Thank you: on a piece's own words (`reply` empty) or on a reply.

    Helped and Changed my practice are for answers: on replies of topics, and, with `reply` empty, on the answer card of
    a topic.
    """

    class Kind(models.TextChoices):
        """The words, three of them for everything."""

        USEFUL = "useful", _("Useful")
        SAME = "same", _("Same here")
        THANKS = "thanks", _("Thank you")
        HELPED = "helped", _("Helped")
        CHANGED = "changed", _("Changed my practice")

    CLOSING = (Kind.HELPED, Kind.CHANGED)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="reactions")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="reactions", null=True, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "reply", "kind"], condition=Q(reply__isnull=False), name="reaction_on_reply_once"
            ),
            models.UniqueConstraint(
                fields=["person", "piece", "kind"], condition=Q(reply=None), name="reaction_on_piece_once"
            ),
        ]
        indexes = [
            models.Index(fields=["piece", "person"], name="reaction_piece_person"),
            models.Index(fields=["piece", "kind"], condition=Q(reply=None), name="reaction_of_head"),
        ]


class ReadMark(models.Model):
    """How far somebody read a piece: the highest reply number they have seen. Nobody else ever sees it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "piece"], name="read_mark_once")]
        indexes = [models.Index(fields=["person", "-at"], name="read_mark_latest")]


class Mention(models.Model):
    """Somebody was named with @ in a piece's own words or in a reply."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="mentions")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="mentions", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "reply"], condition=Q(reply__isnull=False), name="mention_in_reply_once"
            ),
            models.UniqueConstraint(fields=["person", "piece"], condition=Q(reply=None), name="mention_in_piece_once"),
        ]
