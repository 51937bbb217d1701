from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collegium.audience.reader import Reader


class ConversationsConfig(AppConfig):
    name = "collegium.conversations"
    label = "conversations"

    def ready(self) -> None:
        from collegium.conversations.actions import take_back_message
        from collegium.conversations.inbox import unread_for
        from collegium.files.access import parent_is_read_by
        from collegium.outbox.taken_back import repeat_with
        from collegium.people.seen import messages_are_told_by
        from collegium.web import chrome

        chrome.counts("messages", unread_for)
        messages_are_told_by(_wrote)
        parent_is_read_by("message", _file)
        repeat_with("message", "conversations.Message", take_back_message)


def _file(reader: Reader, message_id: int) -> Any:
    """A picture in a message: for who is in the conversation and sees the message, else it is not there."""
    from collegium.conversations.models import Conversation, Message

    message = Message.objects.filter(pk=message_id, removed_at=None, hidden_at=None).shown_to(reader).first()
    if message is None:
        return "hidden"
    there = Conversation.objects.readable_by(reader).filter(pk=message.conversation_id).exists()
    return "full" if there else "hidden"


def _wrote(person_id: int, reader: Reader) -> bool:
    """Whether the person wrote in a conversation this reader is in: what of it still stands, and nobody they block."""
    from collegium.conversations.models import Conversation, Message

    talks = Conversation.objects.readable_by(reader).values("pk")
    standing = Message.objects.filter(author=person_id, removed_at=None, hidden_at=None, taken_back_at=None)
    return standing.filter(conversation__in=talks).shown_to(reader).exists()
