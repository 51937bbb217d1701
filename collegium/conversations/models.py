"""Conversations, who is in them, messages, blocks, and who takes no messages."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User
from collegium.audience.models import GUESTS
from collegium.audience.people import people_in
from collegium.audience.reader import Reader


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Conversations, for those who are in them. There is no exception for staff."""

    def readable_by(self, reader: Reader) -> Self:
        """The conversations this reader is in and did not leave."""
        if reader.person_id is None or reader.is_visitor:
            return self.none()
        own = Participant.objects.filter(conversation=OuterRef("pk"), person_id=reader.person_id)
        return self.filter(Exists(own.exclude(state=Participant.State.LEFT)))

    def in_state(self, reader: Reader, state: str) -> Self:
        """Those in one tab of this reader."""
        own = Participant.objects.filter(conversation=OuterRef("pk"), person_id=reader.person_id, state=state)
        return self.readable_by(reader).filter(Exists(own))

    def moved_first(self) -> Self:
        """Latest message first."""
        return self.order_by("-moved_at", "-pk")


class Conversation(models.Model):
    """A talk between two people (one for each pair) or several."""

    pair = models.CharField(max_length=44, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    last_number = models.PositiveIntegerField(default=0)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair"], condition=~Q(pair=""), name="one_conversation_a_pair"),
        ]
        indexes = [
            models.Index(fields=["-moved_at", "-id"], name="conversation_moved"),
            models.Index(fields=["created_by", "created_at"], name="conversation_started"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    def get_absolute_url(self) -> str:
        """Its address."""
        return f"/messages/{self.pk}/"

    @staticmethod
    def pair_of(first_id: int, second_id: int) -> str:
        """The name of a pair, whoever begins."""
        return f"{min(first_id, second_id)}-{max(first_id, second_id)}"


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """People in conversations."""

    def with_unread(self) -> Self:
        """Those who have something unread: others' messages above where they left off, not from people they block."""
        blocked = Block.objects.filter(person=OuterRef(OuterRef("person")), blocked=OuterRef("author"))
        fresh = Message.objects.filter(
            conversation=OuterRef("conversation"), number__gt=OuterRef("left_off"), removed_at=None, hidden_at=None
        ).exclude(author=OuterRef("person"))
        return self.filter(Exists(fresh.filter(~Exists(blocked))))


class Participant(models.Model):
    """Somebody in a conversation. `left_off` is the number of the last message they have seen."""

    class State(models.TextChoices):
        """From a stranger's first message on."""

        REQUEST = "request", _("Request")
        ACCEPTED = "accepted", _("Accepted")
        IGNORED = "ignored", _("Ignored")
        LEFT = "left", _("Left")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    left_off = models.PositiveIntegerField(default=0)
    left_off_at = models.DateTimeField(null=True, blank=True)
    muted_at = models.DateTimeField(null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="participant_once")]
        indexes = [models.Index(fields=["person", "state"], name="participant_state")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.conversation_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages."""

    def shown_to(self, reader: Reader) -> Self:
        """Without those of people this reader blocks; the conversation itself was asked for before."""
        return self.exclude(author__in=Block.objects.filter(person_id=reader.person_id).values("blocked"))

    def latest_of(self, reader: Reader) -> Subquery:
        """The id of the last message this reader sees, for a row of `Conversation`."""
        own = self.filter(conversation=OuterRef("pk")).shown_to(reader).order_by("-number")
        return Subquery(own.values("pk")[:1])


class Message(models.Model):
    """One message. `body` is safe HTML, `byline` name and handle when it was written."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    byline = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=200, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["conversation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="message_number_once"),
            models.UniqueConstraint(fields=["author", "origin"], condition=~Q(origin=""), name="message_origin_once"),
        ]

    def __str__(self) -> str:
        return f"message {self.number} in {self.conversation_id}"

    @property
    def is_stub(self) -> bool:
        """Shown without words: removed by its author, taken back, or hidden by a moderator."""
        return bool(self.removed_at or self.hidden_at)

    def people_to_tell(self) -> models.QuerySet[User]:
        """Who may hear of it now: accepted or asked, not muted, not blocking its author, still registered, unread.

        Whoever sends mail asks this again at the moment of sending.
        """
        waiting = Participant.objects.filter(
            conversation=self.conversation_id, muted_at=None, left_off__lt=self.number,
            state__in=[Participant.State.ACCEPTED, Participant.State.REQUEST],
        )  # fmt: skip
        people = people_in({GUESTS}).filter(pk__in=waiting.values("person"))
        if self.is_stub:
            return people.none()
        blocking = Block.objects.filter(blocked=self.author_id).values("person")
        return people.exclude(pk__in=[self.author_id or 0]).exclude(pk__in=blocking)


class Block(models.Model):
    """Somebody takes no messages from somebody. The blocked person is never told."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(person=F("blocked")), name="nobody_blocks_themselves"),
        ]
        indexes = [models.Index(fields=["blocked", "person"], name="block_blocked")]

    def __str__(self) -> str:
        return f"{self.person_id} blocks {self.blocked_id}"


def blocks(reader: Reader, person_id: int) -> bool:
    """Whether the reader blocks this person."""
    return Block.objects.filter(person=reader.person_id, blocked=person_id).exists()


class Quiet(models.Model):
    """Somebody who takes no first messages; conversations they are in go on."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} takes no messages"
