"""The verification: how and when a fact about a person was found to be true."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class VerificationQuerySet(models.QuerySet["Verification"]):
    """Verifications."""

    def standing(self) -> Self:
        """Those that nothing ended; whether the fact is still the same, `verification` asks."""
        return self.filter(ended_at=None)


class Verification(models.Model):
    """A fact about a person was found true by a source. It ends for good when the fact changes.

    The fact itself is not stored here, only its fingerprint (`of_value`): what is erased elsewhere is gone. `about` is
    the organization's id where the fact is an affiliation, else 0.
    """

    class Fact(models.TextChoices):
        """What was found true."""

        NAME = "name", _("Name")
        CREDENTIALS = "credentials", _("Credentials")
        SPECIALTY = "specialty", _("Specialty")
        NPI = "npi", "NPI"
        ORCID = "orcid", "ORCID iD"
        AFFILIATION = "affiliation", _("Where somebody works")

    class Source(models.TextChoices):
        """By whom or what."""

        ROSTER = "roster", _("the society’s roster")
        MAIL = "mail", _("work mail")
        ORCID = "orcid", _("sign-in at ORCID")
        STAFF = "staff", _("staff")
        MANAGER = "manager", _("the organization")
        COLLEAGUE = "colleague", _("a colleague")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="verifications")
    fact = models.CharField(max_length=12, choices=Fact.choices)
    about = models.PositiveBigIntegerField(default=0)
    of_value = models.CharField(max_length=16)
    source = models.CharField(max_length=10, choices=Source.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "fact", "about", "source"],
                condition=Q(ended_at=None) & ~Q(source="colleague"),
                name="verified_once_by_source",
            ),
            models.UniqueConstraint(
                fields=["person", "fact", "about", "by"],
                condition=Q(ended_at=None, source="colleague"),
                name="verified_once_by_colleague",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} of {self.person_id} by {self.source}"
