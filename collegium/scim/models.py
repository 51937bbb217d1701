"""Tokens of other systems, and what they know of people and committees."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from collegium.membership.models import Body
from collegium.web.lines import Line

PERSON = settings.AUTH_USER_MODEL


def new_id() -> str:
    """An id that nobody can guess and that is never used again."""
    return uuid.uuid4().hex


class Token(models.Model):
    """A system that may use SCIM. The token itself is kept as its hash only."""

    name = Line(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    begins = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["revoked_at", "-made_at"]

    def __str__(self) -> str:
        return self.name


class RecordQuerySet(models.QuerySet["Record"]):
    """Records, in the ways SCIM asks for them."""

    def present(self, kind: str) -> Self:
        """Those of a kind that were not deleted there."""
        return self.filter(kind=kind, deleted_at=None)


class Record(models.Model):
    """A person or a committee as other systems know them. `data` is what was sent, without passwords."""

    class Kind(models.TextChoices):
        """The names of SCIM's resource types."""

        USER = "User", "User"
        GROUP = "Group", "Group"

    id = models.CharField(max_length=32, primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    person = models.OneToOneField(PERSON, models.CASCADE, null=True, related_name="scim_record")
    body = models.OneToOneField(Body, models.CASCADE, null=True, related_name="scim_record")
    user_name = models.CharField(max_length=254, blank=True)
    external_id = models.CharField(max_length=254, blank=True)
    emails = models.TextField(blank=True)  # in lower case, a line for each
    data = models.JSONField(default=dict)
    is_made_here = models.BooleanField(default=False)  # the account is there because SCIM made it
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "created_at", "id"]), models.Index(fields=["external_id"])]
        constraints = [
            models.UniqueConstraint(
                Lower("user_name"), condition=Q(kind="User", deleted_at=None), name="scim_user_name_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="User", body=None, person__isnull=False)
                | Q(kind="Group", person=None, body__isnull=False),
                name="scim_record_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
