"""The decision: what a moderator did, with the reason its author was told; and the author's answer."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.moderation.keepers import KEEPERS, kept_by
from collegium.moderation.models.report import KINDS


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions, in the ways screens ask for them."""

    def about(self, kind: str, target_id: int) -> Self:
        """Those about one thing, newest first."""
        return self.filter(kind=kind, target_id=target_id).order_by("-at")

    def asked(self) -> Self:
        """Those that ask for a change, until a moderator says that it is done."""
        return self.filter(act=Decision.Act.ASK, undone_at=None, settled_at=None)

    def told_to(self, person_id: int | None) -> Self:
        """Those about somebody's own words, and about the words of pages they keep now; newest first."""
        own = models.Q(author_id=person_id, author__isnull=False)
        kept = models.Q(author=None, act__in=(Decision.Act.ASK, Decision.Act.TAKE_BACK)) & kept_by(person_id)
        return self.filter(own | kept).order_by("-at")


class Decision(models.Model):
    """`author` is whom it concerns; nobody where it is about what a page says, which concerns whoever keeps the page.

    `detail` holds what undoing it needs, and which parts of a page it is about (JSON), never words. What was asked for
    is `changed_at` when the words became others, and `settled_at` when a moderator said that it is done.
    """

    class Act(models.TextChoices):
        """What was done; each is told with its reason."""

        HIDE = "hide", _("Hidden from readers")
        TAKE_BACK = "take-back", _("Taken back to protect a patient")
        LOCK = "lock", _("Locked: nobody can add to it")
        NARROW = "narrow", _("Moved to fewer readers")
        MOVE = "move", _("Moved to another forum")
        SPLIT = "split", _("Replies moved into a topic of their own")
        MERGE = "merge", _("Merged with another topic")
        PAUSE = "pause", _("Writing paused")
        ASK = "ask-change", _("Asked to change it")

    kind = models.CharField(max_length=12, choices=KINDS)
    target_id = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    act = models.CharField(max_length=12, choices=Act.choices)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    detail = models.JSONField(default=dict, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "target_id"], name="decision_target"),
            models.Index(fields=["author", "-at"], name="decision_author"),
            models.Index(
                fields=["at"],
                condition=models.Q(act="ask-change", undone_at=None, settled_at=None),
                name="decision_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.target_id}"

    @property
    def can_be_appealed(self) -> bool:
        """What was taken back is erased: nothing could be restored. What is done needs no answer."""
        return self.act != self.Act.TAKE_BACK and self.undone_at is None and self.settled_at is None

    @property
    def is_asked(self) -> bool:
        """A change was asked for, and nobody said that it is done."""
        return self.act == self.Act.ASK and self.undone_at is None and self.settled_at is None

    def people(self) -> list[User]:
        """Whom it concerns now: the author, or all who keep the page whose words it is about."""
        if self.author is not None or self.act not in (self.Act.ASK, self.Act.TAKE_BACK) or self.kind not in KEEPERS:
            return [self.author] if self.author else []
        return list(KEEPERS[self.kind](self.target_id))

    def get_absolute_url(self) -> str:
        """Where its author reads it and answers."""
        return f"/decisions/{self.pk}/"


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Appeals, in the ways screens ask for them."""

    def waiting(self) -> Self:
        """Those nobody has answered."""
        return self.filter(answered_at=None)


class Appeal(models.Model):
    """The author's answer to a decision, once; `answer` is the moderators'."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    text = models.TextField(_("Your answer to the moderators"), max_length=3000)
    at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(max_length=3000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    upheld = models.BooleanField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    def __str__(self) -> str:
        return f"against {self.decision_id}"
