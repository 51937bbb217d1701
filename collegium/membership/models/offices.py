"""Offices with dated terms, in bodies."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collegium.membership.models.days import society_today
from collegium.web.lines import Line

PERSON = settings.AUTH_USER_MODEL


class Body(models.Model):
    """Officers, the board, a committee. Seeded by migration."""

    key = models.SlugField(max_length=40, unique=True)
    name = Line(_("Name"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """President, Editor-in-Chief, Chair … Seeded by migration. `in_byline`: shown beside words written in office."""

    key = models.SlugField(max_length=40, unique=True)
    title = Line(_("Title"), max_length=120)
    order = models.PositiveSmallIntegerField(default=9)
    years = models.PositiveSmallIntegerField(_("Years of a term"), null=True, blank=True)
    next_key = models.CharField(_("Followed by"), max_length=40, blank=True)
    for_staff = models.BooleanField(_("Held by staff"), default=False)
    in_byline = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class TermQuerySet(models.QuerySet["Term"]):
    """Terms, by day."""

    def on(self, day: date | None = None) -> Self:
        """Terms that run on this day (default: the society's today); on the day of handover the new one counts."""
        day = day or society_today()
        return self.filter(Q(end=None) | Q(end__gt=day), start__lte=day)

    def touching(self, start: date, end: date | None) -> Self:
        """Terms that share a day with the days from `start` until `end`."""
        running = self.filter(Q(end=None) | Q(end__gt=start))
        return running.filter(start__lt=end) if end else running

    def highest_first(self) -> Self:
        """In the order of offices, the board before committees."""
        return self.select_related("office", "body").order_by("office__order", "body__order", "start", "pk")


class Term(models.Model):
    """This person holds this office from `start` until `end`, the day of handover, which no longer counts.

    The next office of a ladder follows by itself (`ladders`) unless `is_followed` says no: the term was given up early.
    """

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="terms")
    office = models.ForeignKey(Office, models.PROTECT, related_name="terms")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="terms")
    start = models.DateField(_("From"))
    end = models.DateField(_("Until"), null=True, blank=True)
    is_followed = models.BooleanField(_("The next office of the ladder follows"), default=True)
    source = models.CharField(max_length=16, default="staff")
    granted_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = TermQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["start", "end"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gt=F("start")),
                name="term_ends_after_it_begins",
                violation_error_message=_("A term ends after it begins. Change one of the two dates."),
            ),
            models.UniqueConstraint(fields=["person", "office", "body", "start"], name="term_once"),
            models.UniqueConstraint(
                fields=["person", "office", "start"], condition=Q(body=None), name="term_without_body_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.years}"

    @property
    def title(self) -> str:
        """ "President"; in a committee "Chair, Ethics Committee"."""
        if self.body is None or self.body.key == "officers":
            return self.office.title
        return f"{self.office.title}, {self.body.name}"

    @property
    def years(self) -> str:
        """ "2026–27", "since 2019"."""
        if self.end is None:
            return str(_("since %(year)s")) % {"year": self.start.year}
        last = self.end.year
        return str(self.start.year) if last == self.start.year else f"{self.start.year}–{last % 100:02d}"
