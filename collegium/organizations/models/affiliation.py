"""The affiliation: a person at an organization."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.organizations.models.organization import Organization
from collegium.web.lines import Line


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Affiliations. `shown()` is what a page lists and what every count counts, so that the two agree."""

    def current(self, day: date | None = None) -> Self:
        """Begun and not ended on this day (default: today)."""
        today = day or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=today), since__lte=today)

    def undenied(self) -> Self:
        """Those of which the organization does not say "not with us", or whose person disagrees with that."""
        return self.filter(Q(denied_at=None) | Q(disagreed_at__isnull=False))

    def visible(self) -> Self:
        """Of people who agreed to be shown there, and whose profile shows where they work to members."""
        hidden = Q(person__profile__isnull=False) & ~Q(person__profile__seen_affiliation="members")
        return self.filter(is_consented=True).exclude(hidden)

    def consented(self) -> Self:
        """The same, but for those whom the organization denies."""
        return self.visible().undenied()

    def of_listed_members(self) -> Self:
        """Of present members who are in the directory."""
        members = people_in({MEMBERS}).filter(profile__unlisted_at=None).exclude(membership__directory_optout=True)  # type: ignore[misc]
        return self.filter(person__in=members.values("pk"))

    def shown(self) -> Self:
        """What members see and everybody's counts count: present members who agreed and are in the directory."""
        return self.current().consented().of_listed_members()

    def former(self) -> Self:
        """Who worked there and agreed to stay listed as such, for members; nobody counts them."""
        return self.filter(until__lte=timezone.localdate()).consented().of_listed_members()

    def main_first(self) -> Self:
        """The main place of work, then the ones begun last. What is printed with a name is the first of these."""
        return self.order_by("-is_primary", "-since", "-pk")

    def by_name(self) -> Self:
        """Family name first."""
        return self.order_by("person__family_name", "person__given_name", "pk")


class Affiliation(models.Model):
    """This person works or worked at that organization, and how we know.

    `is_primary`: the main place of work. It is said nowhere else, once a person (`affiliation_first_once`), and set on
    the organization's page or in the own settings. `denied_at`: the organization said "not with us" then;
    `disagreed_at`: the person says otherwise, and staff see it.
    """

    class Source(models.TextChoices):
        """How we know."""

        SELF = "self", _("Says so")
        EMAIL = "email", _("Confirmed by work mail")
        MANAGER = "manager", _("Confirmed by the organization")
        ROSTER = "roster", _("From the society’s roster")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="affiliations")
    title = Line(_("Position"), max_length=120, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.SELF)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    is_consented = models.BooleanField(default=False)
    is_primary = models.BooleanField(default=False)
    denied_at = models.DateTimeField(null=True, blank=True)
    disagreed_at = models.DateTimeField(null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"], condition=Q(until=None), name="affiliation_once"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(is_primary=True), name="affiliation_first_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="affiliation_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "until"], name="affiliation_organization"),
            models.Index(fields=["person", "until"], name="affiliation_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.organization_id}"
