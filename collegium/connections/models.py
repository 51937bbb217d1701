"""Connections, requests, what somebody does not want to be suggested, and wishes."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import GUESTS
from collegium.audience.people import people_in
from collegium.audience.reader import Reader

PERSON = settings.AUTH_USER_MODEL
LONGEST = 300  # characters of a note
LASTS = timedelta(days=60)  # a request, from when it was sent


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Connections, from one person's side."""

    def of(self, reader: Reader) -> Self:
        """The reader's own, with people who are there: neither suspended, deceased nor gone."""
        if reader.person_id is None:
            return self.none()
        return self.filter(person_id=reader.person_id, other__in=people_in({GUESTS}).values("pk"))


class Connection(models.Model):
    """`person` and `other` agreed to be connected. Each connection is two rows, one from either side."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    other = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="connection_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_connects_with_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} with {self.other_id}"


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests. Those older than `LASTS` count as gone, and a job erases them."""

    def standing(self) -> Self:
        """Not too old, between people who are both there."""
        there = people_in({GUESTS}).values("pk")
        return self.filter(created_at__gt=timezone.now() - LASTS, person__in=there, other__in=there)

    def waiting_for(self, reader: Reader) -> Self:
        """What waits for this reader's answer."""
        if reader.person_id is None:
            return self.none()
        return self.standing().filter(other_id=reader.person_id, put_off_at=None)

    def sent_by(self, reader: Reader) -> Self:
        """What this reader sent; also what was put off, which they are not told."""
        return self.standing().filter(person_id=reader.person_id) if reader.person_id is not None else self.none()


class Request(models.Model):
    """`person` asks `other` to connect. `put_off_at`: the other said "not now"; whoever asked sees no difference."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    other = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    note = models.CharField(_("Note"), max_length=LONGEST, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    put_off_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="connection_request_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_asks_themselves"),
        ]
        indexes = [
            models.Index(fields=["other", "-created_at"], name="connection_request_other"),
            models.Index(fields=["created_at"], name="connection_request_created"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asks {self.other_id}"


class Dismissed(models.Model):
    """`person` does not want `other` to be suggested again; the other never knows of either."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    other = models.ForeignKey(PERSON, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "dismissed"
        constraints = [models.UniqueConstraint(fields=["person", "other"], name="dismissed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} does not want {self.other_id} suggested"


class Wish(models.Model):
    """What somebody wants of all this. Who has no row wants requests and suggestions."""

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="+", primary_key=True)
    takes_requests = models.BooleanField(_("Members may ask to connect with me"), default=True)
    suggestions = models.BooleanField(_("Show me people I may know"), default=True)
    is_suggested = models.BooleanField(_("Suggest me to others"), default=True)

    class Meta:
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return f"wishes of {self.person_id}"

    @classmethod
    def of(cls, reader: Reader) -> Wish:
        """The stored ones, or the defaults (not saved)."""
        return cls.objects.filter(pk=reader.person_id or 0).first() or cls(person_id=reader.person_id or 0)
