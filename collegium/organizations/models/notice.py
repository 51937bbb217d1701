"""News of an organization: a few lines with their day, written by those who manage its page."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.organizations.models.organization import Organization
from collegium.web.lines import Line


class NoticeQuerySet(models.QuerySet["Notice"]):
    """News, in the order in which a page shows them."""

    def up(self) -> Self:
        """Of organizations that have a page now."""
        return self.filter(organization__in=Organization.objects.listed())

    def newest_first(self) -> Self:
        """By their day."""
        return self.order_by("-day", "-pk")


class Notice(models.Model):
    """One news item; `text` is plain."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="notices")
    title = Line(_("Title"), max_length=160)
    text = models.TextField(_("In a few sentences"), blank=True, max_length=1200)
    link = models.URLField(_("Link"), blank=True, max_length=300)
    day = models.DateField(_("Day"), default=timezone.localdate)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organization", "-day"], name="notice_of_organization")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its place on the organization's page."""
        return f"{self.organization.get_absolute_url()}#news-{self.pk}"
