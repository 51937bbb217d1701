"""The record of continuing development: that somebody keeps one, and its lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.discussion.models import Piece
from collegium.web.lines import Line


class Keeping(models.Model):
    """Somebody keeps a record. Reading is taken into it from `taken_until` on; without a row nothing is."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="keeping", verbose_name=_("Person")
    )
    since = models.DateTimeField(default=timezone.now)
    taken_until = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Record of {self.person_id}"


class Entry(models.Model):
    """One line: what was done on a day, and for how many minutes.

    `title` is only what the person wrote; a line about a piece shows the piece's own title while they may read it.
    """

    class Kind(models.TextChoices):
        """What was done."""

        READ = "read", _("Read")
        ANSWERED = "answered", _("Answered")
        OWN = "own", _("Added by hand")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="record")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.OWN)
    piece = models.ForeignKey(Piece, models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField(_("Day"))
    title = Line(_("What it was"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"))

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "piece", "kind", "on"], condition=Q(piece__isnull=False), name="entry_once_a_day"
            )
        ]
        indexes = [models.Index(fields=["person", "-on"], name="entry_person")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
