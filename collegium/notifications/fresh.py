"""How much came while somebody reads: what a page that stands open asks of the live stream."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict

from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.audience.shared import own_number
from collegium.conversations.models import Conversation, Message
from collegium.discussion.models import Reply
from collegium.web.numbers import number_of


@prepared
def _replies(reader: Reader, piece: int, after: int) -> QuerySet[Reply]:
    said = Reply.objects.filter(piece=piece, number__gt=after).with_words().readable_by(reader)
    return said.exclude(author_id=reader.person_id).values("pk")  # type: ignore[return-value]


@prepared
def _messages(reader: Reader, conversation: int, after: int) -> QuerySet[Message]:
    own = Conversation.objects.filter(pk=conversation).readable_by(reader)
    sent = Message.objects.filter(conversation__in=own, number__gt=after, removed_at=None, hidden_at=None)
    return sent.filter(taken_back_at=None).shown_to(reader).exclude(author_id=reader.person_id).values("pk")  # type: ignore[return-value]


def fresh(reader: Reader, query: QueryDict) -> dict[str, int]:
    """`here`: others' replies (or messages) after a number, in what this reader has in full; else there are none.

    Args:
        query: `piece` or `conversation` (an id) and `after`; without them nothing is asked.
    """
    piece, talk, after = (number_of(query.get(name, "")) for name in ("piece", "conversation", "after"))
    if after is None or (piece is None and talk is None):
        return {}
    if piece is None:  # blocking somebody tells no news, so nothing of this is kept
        return {"here": _messages.count(reader, conversation=talk, after=after)}
    key = ("fresh", piece, after)
    return {"here": own_number(reader, key, lambda: _replies.count(reader, piece=piece, after=after))}
