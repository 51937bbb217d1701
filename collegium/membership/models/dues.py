"""Mails around the end of a membership: which are on, how many days before or after, and which were sent."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.membership.models.membership import Membership


class DuesMail(models.Model):
    """One mail, on or off. Seeded by migration; staff change days and whether it goes out."""

    class Kind(models.TextChoices):
        """When it goes out."""

        BEFORE = "before", _("Before the last paid day")
        GRACE = "grace", _("In the days of grace, after the last paid day")
        LAPSED = "lapsed", _("After the membership ended")
        RETURNED = "returned", _("When a membership runs again")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(default=1)
    days = models.PositiveSmallIntegerField(_("Days"), default=0, validators=[MaxValueValidator(365)])
    is_on = models.BooleanField(_("Goes out"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="dues_mail_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class DuesMailSent(models.Model):
    """This member got this mail about that day: never a second time."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="dues_mails")
    dues_mail = models.ForeignKey(DuesMail, models.CASCADE, related_name="sent")
    day = models.DateField()
    queued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "dues_mail", "day"], name="dues_mail_sent_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.dues_mail_id}"
