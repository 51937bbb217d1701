"""What moderators may read of a conversation: only what was reported, with set context, and each view is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.conversations.models import Conversation, Message
from collegium.outbox import audit


@dataclass(frozen=True, slots=True)
class Line:
    """One message of an extract."""

    number: int
    name: str
    author_id: int | None
    at: datetime
    body: Markup
    is_reported: bool


def may_report(reader: Reader, message_id: int) -> bool:
    """Only who is in the conversation reports a message of it, and nobody their own words."""
    message = (
        Message.objects.filter(pk=message_id, removed_at=None, hidden_at=None).exclude(author=reader.person_id).first()
    )
    return message is not None and Conversation.objects.readable_by(reader).filter(pk=message.conversation_id).exists()


def reported_extract(message_id: int, before: int = 2, after: int = 0, *, by: User | None = None) -> list[Line]:
    """A reported message and its neighbors. The caller made sure that there is a report about it.

    Args:
        before: how many earlier messages come along.
        after: how many later ones.
        by: the moderator who looks; the view is logged, without the words.
    """
    if Message.objects.filter(pk=message_id).exists():
        audit.log(by, "viewed a reported message", about=("message", message_id))
    return extract(message_id, before, after)


def extract(message_id: int, before: int = 2, after: int = 0) -> list[Line]:
    """The same without a line in the log: for a caller that logs the look itself, and only for that."""
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        return []
    span = Message.objects.filter(
        conversation=message.conversation_id, number__range=(message.number - before, message.number + after)
    )
    return [
        Line(
            row.number, str(row.byline.get("name", "")), row.author_id, row.created_at, Markup(row.body),  # noqa: S704
            row.pk == message.pk,
        )
        for row in span.order_by("number")
    ]  # fmt: skip
