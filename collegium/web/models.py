"""The society's own settings, one row, and the version every kept page is compared with."""

from __future__ import annotations

from django.core.cache import cache
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Society(models.Model):
    """What staff decide about their site. One row; `Society.current()` gives it.

    `hue` (0-360) and `chroma` (0-0.13) are the only two numbers of the design a society changes (docs/design.md).
    """

    name = models.CharField(_("Name"), max_length=200)
    short_name = models.CharField(_("Short name"), max_length=60)
    tagline = models.CharField(_("What the site is for, in one line"), max_length=200, blank=True)
    magazine_name = models.CharField(_("Name of the magazine"), max_length=80, default="Magazine")
    language = models.CharField(_("Language"), max_length=8, default="en")
    time_zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    hue = models.PositiveSmallIntegerField(_("Hue"), default=165, validators=[MaxValueValidator(360)])
    chroma = models.DecimalField(
        _("Chroma"),
        max_digits=4,
        decimal_places=3,
        default="0.085",
        validators=[MinValueValidator(0), MaxValueValidator(0.13)],
    )
    grace_days = models.PositiveSmallIntegerField(_("Days of grace after dues end"), default=60)
    member_id_width = models.PositiveSmallIntegerField(_("Digits of a member number"), default=6)
    contact_email = models.EmailField(_("Mail address for questions"), blank=True)
    join_url = models.URLField(_("Page where people become members"), blank=True)
    x_url = models.URLField(_("X (Twitter)"), blank=True)
    facebook_url = models.URLField(_("Facebook"), blank=True)
    linkedin_url = models.URLField(_("LinkedIn"), blank=True)
    house_rules = models.TextField(_("House rules"), blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_society")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep it the only row; visitors' kept pages carry its name and colors."""
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        KeptVersion.touch()

    @classmethod
    def current(cls) -> Society:
        """The one row, or unsaved defaults before `collegium init`."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, name="Collegium", short_name="Collegium")


class KeptVersion(models.Model):
    """One counter. Whatever changes what a visitor sees raises it in the same transaction; every process compares
    it before it serves a kept page (docs/access.md, "How soon")."""

    value = models.PositiveBigIntegerField(default=1)

    @classmethod
    def touch(cls) -> None:
        """Make every kept page of every process stale once the running transaction is committed."""
        if not cls.objects.filter(pk=1).update(value=models.F("value") + 1):
            cls.objects.get_or_create(pk=1)

    @classmethod
    def present(cls) -> int:
        """The committed value, 0 before the first change."""
        return cls.objects.filter(pk=1).values_list("value", flat=True).first() or 0


def forget_caches() -> None:
    """Empty the shared cache (tests, restore)."""
    cache.clear()
