"""Notifications, and what people want by mail."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.conversations.models import Conversation, Message, Participant
from collegium.discussion.models import Piece, ReadMark, Reply
from collegium.groups.models import Group
from collegium.organizations.models import Notice
from collegium.web.statements import Question

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications of one reader. Chain `readable_by` first."""

    def readable_by(self, reader: Reader) -> Self:
        """The reader's own, about what they may read at this moment."""
        pieces = Piece.objects.filter(pk=OuterRef("piece"))
        full, listed = Exists(pieces.readable_by(reader)), Exists(pieces.listed_for(reader))
        reply = Exists(Reply.objects.filter(pk=OuterRef("reply"), taken_back_at=None).readable_by(reader))
        talk = Exists(Conversation.objects.filter(pk=OuterRef("message__conversation")).readable_by(reader))
        message = Exists(Message.objects.filter(pk=OuterRef("message"), removed_at=None).shown_to(reader))
        group = Exists(Group.objects.filter(pk=OuterRef("group")).listed_for(reader))
        notice = Exists(Notice.objects.up().filter(pk=OuterRef("notice")))
        return self.filter(
            Q(person_id=reader.person_id),
            Q(piece=None) | Q(reply__isnull=False) | Q(full) | (Q(kind=Notification.Kind.PUBLISHED) & Q(listed)),
            Q(reply=None) | Q(reply),
            Q(message=None) | (Q(talk) & Q(message)),
            Q(group=None) | Q(group),
            Q(notice=None) | Q(notice),
        )

    def unseen(self) -> Self:
        """Neither marked nor seen where it happened: a topic that was read so far takes its notifications along."""
        marks = ReadMark.objects.filter(person=OuterRef("person"), piece=OuterRef("piece"))
        read_so_far = Exists(marks.filter(number__gte=OuterRef("reply__number")))
        opened = Exists(marks.filter(at__gte=OuterRef("created_at")))
        left_off = Participant.objects.filter(
            person=OuterRef("person"), conversation=OuterRef("message__conversation"),
            left_off__gte=OuterRef("message__number"),
        )  # fmt: skip
        return self.filter(
            Q(seen_at=None),
            Q(reply=None) | Q(kind=Notification.Kind.REACTION) | ~Q(read_so_far),
            Q(piece=None) | Q(reply__isnull=False) | Q(kind=Notification.Kind.REACTION) | ~Q(opened),
            Q(message=None) | ~Q(Exists(left_off)),
        )


class Notification(models.Model):
    """Something happened that concerns `person`. Rows with the same `fold` are one line of the list.

    `address` is where it leads when neither piece, reply nor message says so.
    """

    class Kind(models.TextChoices):
        """What happened."""

        ANSWER = "answer", _("Somebody answered you")
        MENTION = "mention", _("Somebody named you")
        REPLY = "reply", _("A reply where you follow")
        PUBLISHED = "published", _("Something new where you follow")
        REACTION = "reaction", _("A reaction to your words")
        MESSAGE = "message", _("A message")
        INVITED = "invited", _("An invitation to a group")
        ASKED = "asked", _("Somebody asks to join your group")
        LET_IN = "let-in", _("You were let into a group")
        REFUSED = "turned-down", _("Your wish to join a group was turned down")
        REMOVED = "removed", _("You were taken out of a group")
        GROUP = "group", _("Your proposal of a group was decided")
        DECLINED = "declined", _("Your proposal of a group was declined")
        ANNOUNCED = "announced", _("An announcement in a group")
        DECISION = "decision", _("A moderator decided about your words")
        RELEASED = "released", _("Your first words appeared")
        CLAIM = "claim", _("Your claim on an organization was decided")
        DISPUTED = "disputed", _("A page you manage is disputed")
        APPEAL = "appeal", _("The moderators answered you")
        OFFERED = "asked-you", _("A question for you")
        ACCEPTED = "accepted", _("Your answer was chosen")
        REMINDED = "reminded", _("You wanted to be asked what came of it")
        KNOWN = "known", _("Somebody says what came of a question you answered")
        REPORT = "report", _("Your report was looked at")
        BOOKMARK = "bookmark", _("A bookmark you wanted to be reminded of")
        APPROVAL = "approval", _("A draft waits for your approval")
        APPROVED = "approved", _("A leader published your draft")
        DUE = "due", _("Disclosures to confirm")
        HELP = "help", _("Your yearly letter")
        SENT_BACK = "sent-back", _("A leader sent your draft back")
        AGREEMENT = "agreement", _("You are named as an author")
        AGREED = "agreed", _("A co-author agreed")
        TAKEN_OFF = "taken-off", _("A co-author took their name off")
        CONNECT = "connect", _("Somebody asks to connect")
        CONNECTED = "connected", _("Somebody agreed to connect")
        NOTICE = "notice", _("News of an organization you follow")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    fold = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    piece = models.ForeignKey(Piece, models.CASCADE, null=True, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_person"),
            models.Index(fields=["person", "fold"], name="notification_fold"),
            models.Index(fields=["person", "kind", "id"], condition=Q(seen_at=None), name="notification_unseen"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class Wishes(models.Model):
    """What somebody wants by mail. Who has no row wants the defaults."""

    class When(models.TextChoices):
        """At once, in the brief, never."""

        NOW = "now", _("At once")
        BRIEF = "brief", _("In the brief")
        NEVER = "never", _("Never")

    class Rhythm(models.TextChoices):
        """How often the brief comes."""

        WEEKDAYS = "weekdays", _("Each weekday")
        WEEKLY = "weekly", _("Weekly")
        NEVER = "never", _("Never")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="wishes", primary_key=True)
    message = models.CharField(max_length=8, choices=When.choices, default=When.NOW)
    mention = models.CharField(max_length=8, choices=When.choices, default=When.NOW)
    answer = models.CharField(max_length=8, choices=When.choices, default=When.NOW)
    reply = models.CharField(max_length=8, choices=When.choices, default=When.BRIEF)
    published = models.CharField(max_length=8, choices=When.choices, default=When.BRIEF)
    asked = models.CharField(max_length=8, choices=When.choices, default=When.NOW)
    bookmark = models.CharField(max_length=8, choices=When.choices, default=When.BRIEF)
    connect = models.CharField(max_length=8, choices=When.choices, default=When.BRIEF)
    brief = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKDAYS)
    brief_at = models.PositiveSmallIntegerField(_("Minutes after midnight"), default=390)
    paused_until = models.DateField(null=True, blank=True)
    yearly = models.BooleanField(_("Once a year: what to confirm, and whom you helped"), default=True)
    no_keys = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    KINDS = ("message", "mention", "answer", "asked", "reply", "published", "connect", "bookmark")

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [models.CheckConstraint(condition=Q(brief_at__lt=1440), name="brief_within_a_day")]

    def __str__(self) -> str:
        return f"Wishes of {self.person_id}"

    @classmethod
    def of(cls, person_id: int) -> Wishes:
        """The stored wishes, or the defaults (not saved)."""
        return _wishes.first(VISITOR, person=person_id) or cls(person_id=person_id)

    @staticmethod
    def question(person_id: int) -> Question | None:
        """What `of` asks."""
        return _wishes.question(VISITOR, person=person_id)

    def is_paused(self, day: date | datetime) -> bool:
        """Whether nothing goes out on this day; on the named day mail goes again."""
        return self.paused_until is not None and (day.date() if isinstance(day, datetime) else day) < self.paused_until

    def wants_now(self, kind: str, zone: ZoneInfo) -> bool:
        """Whether a mail of this kind goes at once, on this day of the person's zone."""
        return getattr(self, kind) == self.When.NOW and not self.is_paused(timezone.localdate(timezone=zone))


@prepared
def _wishes(reader: Reader, person: int) -> models.QuerySet[Wishes]:
    return Wishes.objects.filter(pk=person)
