"""Who may be asked, and what was asked of whom."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collegium.forums.models import Topic
from collegium.web.lines import Line

USUAL_QUOTA, LARGEST_QUOTA = 2, 10  # questions a month


class Willing(models.Model):
    """Somebody said "You may ask me", and how often a month. Who has no row is never asked."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="willing")
    quota = models.PositiveSmallIntegerField(default=USUAL_QUOTA)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "willing"
        constraints = [
            models.CheckConstraint(condition=Q(quota__gte=1, quota__lte=LARGEST_QUOTA), name="willing_quota_possible")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} may be asked"


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers, by where they stand."""

    def standing(self) -> Self:
        """Not turned down."""
        return self.exclude(state=Offer.State.NO)

    def taken(self) -> Self:
        """Whoever was asked said yes, or wrote."""
        return self.filter(state__in=[Offer.State.YES, Offer.State.WROTE])


class Offer(models.Model):
    """A question offered to one person, with the reason why just to them. Nobody else ever sees it."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", gettext_lazy("Offered")
        YES = "yes", gettext_lazy("Said yes")
        NO = "no", gettext_lazy("Not me")
        WROTE = "wrote", gettext_lazy("Replied")

    class Reason(models.TextChoices):
        """What fits."""

        ASK_ME = "ask-me", gettext_lazy("Ask me about")
        SPECIALTY = "specialty", gettext_lazy("Specialty")
        SUBJECT = "subject", gettext_lazy("Subject")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="offers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offers")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    about = Line(max_length=160)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="offer_once")]
        indexes = [models.Index(fields=["person", "-created_at"], name="offer_person")]

    def __str__(self) -> str:
        return f"{self.topic_id} to {self.person_id}"

    @property
    def why(self) -> str:
        """The reason as a sentence to whoever is asked."""
        sentences: dict[Any, str] = {
            self.Reason.ASK_ME: _("You were chosen because colleagues may ask you about “%(about)s”."),
            self.Reason.SPECIALTY: _("You were chosen because your specialty is %(about)s."),
            self.Reason.SUBJECT: _("You were chosen because you follow the subject %(about)s."),
        }
        said = sentences[self.reason] if self.about else _("You were chosen because of what you said of yourself then.")
        return said % {"about": self.about}
