"""Earlier versions of words."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from collegium.discussion.models.piece import Piece
from collegium.discussion.models.reply import Reply
from collegium.web.lines import Line


class Revision(models.Model):
    """What a piece or reply said before an edit. Who may see it: docs/access.md, "old versions".

    `flagged_at`: from then on this version is shown to nobody.
    """

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="revisions")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="revisions", null=True, blank=True)
    version = models.PositiveIntegerField()
    title = Line(max_length=200, blank=True)
    deck = Line(max_length=400, blank=True)
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    flagged_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "version"], condition=models.Q(reply__isnull=False), name="reply_revision_once"
            ),
            models.UniqueConstraint(
                fields=["piece", "version"], condition=models.Q(reply=None), name="piece_revision_once"
            ),
        ]
