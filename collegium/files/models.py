"""The file: what is known about its bytes, who uploaded it, what it belongs to."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collegium.files.kinds import CONTENT_TYPES, PICTURES, SHOWN_IN_PLACE
from collegium.web.lines import Line

UNATTACHED_FOR = timedelta(hours=24)


class FileQuerySet(models.QuerySet["File"]):
    """Files, in the ways others ask for them."""

    def of(self, kind: str, parent_id: int) -> Self:
        """What is attached to one thing, in the order it was uploaded."""
        return self.filter(parent_kind=kind, parent_id=parent_id).order_by("pk")

    def unattached(self) -> Self:
        """Uploaded, and not yet part of anything."""
        return self.filter(parent_kind="")

    def abandoned(self) -> Self:
        """Unattached for longer than a day."""
        return self.unattached().filter(created_at__lt=timezone.now() - UNATTACHED_FOR)


class File(models.Model):
    """One uploaded file. `stored` is the folder of its bytes in the storage, a random name that says nothing."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=8)
    name = Line(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="files")
    parent_kind = models.CharField(max_length=20, blank=True)
    parent_id = models.BigIntegerField(null=True)
    stored = models.CharField(max_length=60, unique=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    widths = models.JSONField(default=list)
    alt = Line(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    attached_at = models.DateTimeField(null=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent_kind="", parent_id=None) | (~Q(parent_kind="") & Q(parent_id__isnull=False)),
                name="file_parent_is_whole",
            )
        ]
        indexes = [
            models.Index(fields=["parent_kind", "parent_id"], name="file_parent"),
            models.Index(fields=["owner", "created_at"], name="file_owner"),
            models.Index(fields=["created_at"], condition=Q(parent_kind=""), name="file_unattached"),
        ]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def is_picture(self) -> bool:
        """Re-encoded, with widths to choose from."""
        return self.kind in PICTURES

    @property
    def is_shown_in_place(self) -> bool:
        """A browser may show it; everything else is only given as a download."""
        return self.kind in SHOWN_IN_PLACE

    @property
    def content_type(self) -> str:
        """What it is sent as; pictures are WebP whatever they were."""
        return CONTENT_TYPES[self.kind]

    @property
    def url(self) -> str:
        """Its address. It answers as its parent does."""
        return f"/files/{self.pk}/"

    def url_at(self, width: int) -> str:
        """The address of a picture at least this wide (pixels), or as wide as there is."""
        return f"/files/{self.pk}/{width}/"

    @property
    def srcset(self) -> str:
        """For `<img srcset>`: every width there is."""
        return ", ".join(f"{self.url_at(width)} {width}w" for width in self.widths)

    def stored_name(self, width: int | None = None) -> str:
        """The name of the bytes in the storage: the width that fits best, else the whole file."""
        if not self.is_picture:
            return f"{self.stored}/file"
        wide = [one for one in self.widths if width is not None and one >= width]
        return f"{self.stored}/{min(wide) if wide else max(self.widths)}.webp"

    def stored_names(self) -> list[str]:
        """The names of all its bytes in the storage."""
        return [f"{self.stored}/{width}.webp" for width in self.widths] or [f"{self.stored}/file"]
