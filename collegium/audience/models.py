"""The three tables that decide access, and the abstract row that points at them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience import moment

if TYPE_CHECKING:
    from collegium.audience.reader import Reader

PUBLIC, GUESTS, MEMBERS = 1, 2, 3  # ids fixed by the first migration


class Audience(models.Model):
    """A set of people. Three rows exist always; each closed or secret group has one more."""

    class Kind(models.TextChoices):
        """What decides who is in it."""

        PUBLIC = "public", _("Public")
        GUESTS = "guests", _("Guests")
        MEMBERS = "members", _("Members")
        CLOSED = "closed", _("A closed group")
        SECRET = "secret", _("A secret group")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name if self.is_group else str(self.Kind(self.kind).label)

    @property
    def is_group(self) -> bool:
        """Whether belongings, not standings, say who is in it."""
        return self.kind in (self.Kind.CLOSED, self.Kind.SECRET)


class DatedQuerySet(models.QuerySet):
    """Rows that count from `since` until `until`; an empty `until` has no end."""

    def at(self, instant: datetime | None = None) -> Self:
        """The rows that count at this instant (default: now)."""
        instant = instant or moment.now()
        return self.filter(Q(until=None) | Q(until__gt=instant), since__lte=instant)


class Standing(models.Model):
    """This person is guest, member, staff, suspended, paused, deceased, or holds a role, from .. until ..

    A lapse is a date: nothing has to flip a row when it comes. Roles rest while the person is neither member nor staff.
    """

    class Kind(models.TextChoices):
        """Standings first, then the roles that staff grant one by one."""

        GUEST = "guest", _("Guest")
        MEMBER = "member", _("Member")
        STAFF = "staff", _("Staff")
        SUSPENDED = "suspended", _("Suspended")
        PAUSED = "paused", _("Paused: reads, does not write")
        DECEASED = "deceased", _("In memoriam")
        GRACE = "grace", _("In the days of grace: a member who is reminded")
        EDITOR = "editor", _("Editor")
        MODERATOR = "moderator", _("Moderator")
        ADMINISTRATOR = "administrator", _("Administrator")

    ROLES = (Kind.EDITOR, Kind.MODERATOR, Kind.ADMINISTRATOR)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="standings")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "since"]), models.Index(fields=["kind", "until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="standing_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since:%Y-%m-%d}"


class Belonging(models.Model):
    """This person is in that closed audience, from .. until .. It counts only while the person is member or staff."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="belongings")
    audience = models.ForeignKey(Audience, models.CASCADE, related_name="belongings")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "audience"]), models.Index(fields=["audience", "person"])]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.audience_id}"


def opened(reader: Reader, prefix: str = "") -> Q:
    """The one condition "this reader is among its readers now", for any table with the columns of `Readable`."""
    now = moment.now()
    own = Q(**{f"{prefix}readers__in": reader.audiences})
    wider = Q(**{f"{prefix}open_to__in": reader.audiences}) & (
        Q(**{f"{prefix}open_from": None}) | Q(**{f"{prefix}open_from__lte": now})
    )
    return own | wider & (Q(**{f"{prefix}open_until": None}) | Q(**{f"{prefix}open_until__gt": now}))


class ReadableQuerySet(models.QuerySet):
    """Rows that name their readers."""

    def published(self) -> Self:
        """Out now: its date has come, and nobody holds, hid or removed it."""
        return self.filter(published_at__lte=moment.now(), hidden_at=None, held_at=None, removed_at=None)

    def readable_by(self, reader: Reader) -> Self:
        """What this reader has in full."""
        return self.published().filter(opened(reader))


class Readable(models.Model):
    """A thing that names who may read it and who may write in it.

    `readers` and `writers` hold for good; `open_to` widens reading (with `open_writing` also writing) from `open_from`
    until `open_until`: "guests on selected topics", a free window. Dates are compared in the query.
    """

    readers = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    writers = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    open_to = models.ForeignKey(Audience, models.PROTECT, related_name="+", null=True, blank=True)
    open_from = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    open_writing = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        """Out now, for whoever is among its readers."""
        due = self.published_at is not None and self.published_at <= timezone.now()
        return due and not (self.held_at or self.hidden_at or self.removed_at)

    @property
    def is_open_now(self) -> bool:
        """Whether `open_to` counts at this moment."""
        now = timezone.now()
        begun = self.open_from is None or self.open_from <= now
        return self.open_to_id is not None and begun and (self.open_until is None or self.open_until > now)

    @property
    def is_for_members(self) -> bool:
        """Whether `readers` are members, or a group of them."""
        return self.readers_id not in (PUBLIC, GUESTS)

    @property
    def is_open_to_guests(self) -> bool:
        """Whether guests read it: for good or at this moment, while visitors do not or did not."""
        return self.is_open_now or self.readers_id == GUESTS

    def reader_ids(self) -> set[int]:
        """The audiences that may read it now (ids)."""
        return {self.readers_id} | ({self.open_to_id} if self.is_open_now and self.open_to_id else set())

    def writer_ids(self) -> set[int]:
        """The audiences that may write in it now (ids)."""
        wider = self.open_writing and self.is_open_now and self.open_to_id
        return {self.writers_id} | ({self.open_to_id} if wider and self.open_to_id else set())
