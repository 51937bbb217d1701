"""Who gets the files of what was reported: the moderator who opened it, and whose look was logged with that."""

from __future__ import annotations

from collegium.audience.reader import Reader
from collegium.conversations.models import Message
from collegium.discussion.models import Reply
from collegium.files.access import Verdict, parent_is_read_by
from collegium.moderation.models import Decision, Report
from collegium.moderation.things import CONTEXT
from collegium.outbox import audit


def register() -> None:
    """Called when the app starts."""
    parent_is_read_by("piece", of_piece)
    parent_is_read_by("reply", of_reply)
    parent_is_read_by("message", of_message)


def _was_opened(kind: str, pk: int, reader: Reader) -> bool:
    """Whether this moderator looked at the reported thing: not before, and not where nothing was reported."""
    if not reader.is_moderator or reader.person is None or not audit.about(kind, pk).by(reader.person).exists():
        return False
    return Report.objects.waiting().about(kind, pk).exists() or Decision.objects.about(kind, pk).exists()


def of_piece(reader: Reader, piece_id: int) -> Verdict:
    """Pictures and attachments of a reported topic, post or article."""
    return "full" if _was_opened("piece", piece_id, reader) else "hidden"


def of_reply(reader: Reader, reply_id: int) -> Verdict:
    """Those of a reported reply and of what stands before it."""
    row = Reply.objects.filter(pk=reply_id).first() if reader.is_moderator else None
    if row is None:
        return "hidden"
    near = Reply.objects.filter(piece=row.piece_id, number__range=(row.number, row.number + CONTEXT))
    return "full" if any(_was_opened("reply", pk, reader) for pk in near.values_list("pk", flat=True)) else "hidden"


def of_message(reader: Reader, message_id: int) -> Verdict:
    """Those of a reported message and of what stands before it."""
    row = Message.objects.filter(pk=message_id).first() if reader.is_moderator else None
    if row is None:
        return "hidden"
    near = Message.objects.filter(conversation=row.conversation_id, number__range=(row.number, row.number + CONTEXT))
    return "full" if any(_was_opened("message", pk, reader) for pk in near.values_list("pk", flat=True)) else "hidden"
