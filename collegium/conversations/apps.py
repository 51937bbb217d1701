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
        from collegium.web import chrome

        chrome.counts("messages", unread_for)
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
