"""One page of a conversation as one reader sees it: days, times, where they left off, what the other has seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from collegium.audience.reader import Reader
from collegium.conversations.models import Conversation, Message, Participant

SIZE = 50
PAUSE = timedelta(minutes=15)  # a longer silence prints the time


@dataclass(slots=True)
class Entry:
    """A message with what stands around it."""

    message: Message
    is_own: bool
    is_first_new: bool
    opens_day: bool
    closes: bool
    is_seen: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """Some messages in order. `earlier` is the number to go on from, None at the beginning.

    `goes_on` says that newer messages may follow which are not here.
    """

    entries: list[Entry]
    earlier: int | None
    goes_on: bool


def talk_of(conversation: Conversation, reader: Reader, left_off: int, before: int | None = None) -> Talk:
    """The last messages, or those before a number; the first new ones, where not all that are new fit.

    Args:
        left_off: the number of the last message the reader has seen.
        before: only messages with a smaller number.
    """
    shown = Message.objects.filter(conversation=conversation).shown_to(reader).order_by("-number")
    before = before or _beyond_first_new(shown, left_off)
    found = list(shown.filter(number__lt=before)[: SIZE + 1] if before else shown[: SIZE + 1])
    rows = found[:SIZE][::-1]
    seen = _seen_by_other(conversation, reader)
    entries: list[Entry] = []
    for place, row in enumerate(rows):
        last, following = rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None
        own = row.author_id == reader.person_id
        entries.append(
            Entry(
                row, own,
                is_first_new=_is_new(row, reader, left_off) and (last is None or not _is_new(last, reader, left_off)),
                opens_day=last is None or _day(last) != _day(row),
                closes=following is None or following.author_id != row.author_id or _gap(row, following) > PAUSE,
            )
        )  # fmt: skip
    own_last = next((entry for entry in reversed(entries) if entry.is_own), None)
    if own_last is not None:
        own_last.is_seen = seen >= own_last.message.number
    return Talk(entries, rows[0].number if len(found) > SIZE else None, goes_on=before is not None)


def _beyond_first_new(shown: QuerySet[Message], left_off: int) -> int | None:
    """The number of the first new message that has no room on a page with all the new ones before it."""
    new = shown.filter(number__gt=left_off).order_by("number").values_list("number", flat=True)
    return next(iter(new[SIZE : SIZE + 1]), None)


def _is_new(message: Message, reader: Reader, left_off: int) -> bool:
    return message.number > left_off and message.author_id != reader.person_id


def _day(message: Message) -> object:
    return timezone.localtime(message.created_at).date()


def _gap(first: Message, second: Message) -> timedelta:
    return second.created_at - first.created_at


def _seen_by_other(conversation: Conversation, reader: Reader) -> int:
    """How far the one other has seen; a request that was only looked at tells nothing."""
    if not conversation.pair:
        return 0
    others = Participant.objects.filter(conversation=conversation, state=Participant.State.ACCEPTED)
    return others.exclude(person=reader.person_id).values_list("left_off", flat=True).first() or 0
