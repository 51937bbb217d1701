"""The proposal of a member to take an organization into the directory."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.organizations.models.organization import Organization
from collegium.organizations.vocabulary import KINDS
from collegium.web.lines import Line

WAITING_MOST = 5  # of one member


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, in the ways staff and members ask for them."""

    def waiting(self) -> Self:
        """Not decided yet."""
        return self.filter(decided_at=None)


class Proposal(models.Model):
    """An organization that a member misses. It stands nowhere but with them and with staff until it is decided.

    `organization` is the page it became, or the one that was there already; declined proposals have a `reason` instead.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = Line(_("Name"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=16, choices=KINDS, default="practice")
    city = Line(_("City"), max_length=80)
    state = Line(_("State"), max_length=40, blank=True)
    country = Line(_("Country"), max_length=60)
    website = models.URLField(_("Website"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="+")
    reason = Line(max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"], condition=Q(decided_at=None), name="organization_proposed")]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> dict[str, str]:
        """What it says of the organization, by field."""
        return {name: getattr(self, name) for name in FACTS}


FACTS = ("name", "kind", "city", "state", "country", "website")
