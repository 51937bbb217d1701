"""Disclosures: that somebody filed them, when they last confirmed them, and each relationship with a company."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collegium.web.lines import Line


class Filing(models.Model):
    """Somebody filed what they have to disclose; without a row they have not, which is not the same as nothing.

    `confirmed_on` is the day on which they last said that it is so; after twelve months it is due again.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="filing")
    filed_on = models.DateField()
    confirmed_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["confirmed_on"], name="filing_confirmed")]

    def __str__(self) -> str:
        return f"Filing of {self.person_id}"


class Relationship(models.Model):
    """A relationship with a company, of any amount.

    `start` is the first day of a month, `end` the last one; None is not said, or not yet. The categories are those of
    society policies, which map onto ICMJE, ACCME and Open Payments.
    """

    class Category(models.TextChoices):
        """What it consists of."""

        EMPLOYMENT = "employment", _("Employment")
        LEADERSHIP = "leadership", _("Leadership")
        STOCK = "stock", _("Stock and other ownership interests")
        HONORARIA = "honoraria", _("Honoraria")
        CONSULTING = "consulting", _("Consulting or advisory role")
        SPEAKERS_BUREAU = "speakers_bureau", _("Speakers’ bureau")
        RESEARCH_FUNDING = "research_funding", _("Research funding")
        PATENTS = "patents", _("Patents, royalties, other intellectual property")
        EXPERT_TESTIMONY = "expert_testimony", _("Expert testimony")
        TRAVEL = "travel", _("Travel, accommodations, expenses")
        GIFTS_MATERIALS = "gifts_materials", _("Equipment, materials, drugs, writing or other services received")
        UNCOMPENSATED = "uncompensated", _("Uncompensated relationships")
        OTHER = "other", _("Other relationship")

    class Recipient(models.TextChoices):
        """Whose it is."""

        SELF = "self", _("Mine")
        FAMILY = "family", _("An immediate family member’s")
        INSTITUTION = "institution", _("My institution’s")

    MARKS = {Recipient.SELF: "", Recipient.FAMILY: "(I)", Recipient.INSTITUTION: "(Inst)"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="relationships")
    category = models.CharField(_("What it is"), max_length=16, choices=Category.choices)
    company = Line(_("Company"), max_length=300)
    nature = Line(_("In a few words"), max_length=200, blank=True)
    recipient = models.CharField(_("Whose"), max_length=11, choices=Recipient.choices, default=Recipient.SELF)
    start = models.DateField(_("From"), null=True, blank=True)
    end = models.DateField(_("To"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")), name="relationship_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} of {self.person_id}"

    @property
    def marked(self) -> str:
        """The company with whose relationship it is: "Beta Bio (Inst)"."""
        return f"{self.company} {self.MARKS[self.Recipient(self.recipient)]}".strip()
