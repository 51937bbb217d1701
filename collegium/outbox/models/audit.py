"""The log of staff acts: written once, never changed, but for words that identify a patient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

APPEND_ONLY = "The audit log is append-only: a line is never changed or deleted. Write another line instead."


class AuditLineQuerySet(models.QuerySet["AuditLine"]):
    """Lines, in the ways screens ask for them."""

    def about(self, kind: str, pk: int) -> Self:
        """What was done to one thing, newest first."""
        return self.filter(about_kind=kind, about_id=pk).newest_first()

    def by(self, person: Any) -> Self:
        """What one person did, newest first."""
        return self.filter(by=person).newest_first()

    def newest_first(self) -> Self:
        """Latest first."""
        return self.order_by("-at", "-pk")

    def cut(self, clean: Callable[[str], str]) -> int:
        """The one change there is: a reason that quotes what identified a patient loses the quote, and keeps the rest.

        Returns:
            How many lines.
        """
        lines = [(line.pk, clean(line.why)) for line in self if clean(line.why) != line.why]
        for pk, why in lines:
            super(AuditLineQuerySet, AuditLine.objects.filter(pk=pk)).update(why=why)
        return len(lines)

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TypeError(APPEND_ONLY)

    def delete(self) -> NoReturn:
        """Refused."""
        raise TypeError(APPEND_ONLY)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TypeError(APPEND_ONLY)


class AuditLine(models.Model):
    """Who did what to which thing, why and when. An erased person's lines stay, without the person."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    objects = AuditLineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_id", "-at"], name="audit_about"),
            models.Index(fields=["by", "-at"], name="audit_by"),
            models.Index(fields=["-at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.about_kind} {self.about_id or ''}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the line once.

        Raises:
            TypeError: it is written already.
        """
        if self.pk is not None:
            raise TypeError(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TypeError(APPEND_ONLY)
