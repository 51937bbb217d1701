"""The list of conversations and the number in the bar: this reader's own, in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from collegium.accounts.models import User
from collegium.audience import ahead
from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.conversations.models import Conversation, Message, Participant

State = Participant.State
SHOWN = 40  # conversations on a page of the list


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `others` are the people it is with, as far as they still have an account."""

    conversation: Conversation
    others: list[User]
    last: Message | None
    is_new: bool
    is_own: bool

    @property
    def title(self) -> str:
        """With whom."""
        return names(self.others)


def names(people: Sequence[User]) -> str:
    """ "Julian Faircloth-Mori, PharmD", or the short names of several."""
    if len(people) == 1:
        return people[0].full_name
    return ", ".join(person.name for person in people)


def unread_for(reader: Reader) -> int:
    """How many conversations have something new: accepted, not muted. The number in the bar."""
    return _with_unread.count(reader)


@prepared
def _with_unread(reader: Reader) -> QuerySet[Participant]:
    mine = Participant.objects.filter(person_id=reader.person_id, state=State.ACCEPTED, muted_at=None)
    return mine.with_unread().values("pk")  # type: ignore[return-value]


ahead.of_every_page(_with_unread.counting)


def tab_counts(reader: Reader) -> dict[str, int]:
    """Conversations with something new in the inbox, and how many stand in the other tabs."""
    mine = Participant.objects.filter(person_id=reader.person_id)
    counts = dict(mine.order_by().values_list("state").annotate(n=Count("pk")))
    new = mine.filter(state=State.ACCEPTED).with_unread().count()
    return {"new": new, State.REQUEST.value: counts.get("request", 0), State.IGNORED.value: counts.get("ignored", 0)}


def total(reader: Reader, state: str) -> int:
    """How many conversations one tab has."""
    return Conversation.objects.in_state(reader, state).count()


def rows(reader: Reader, state: str, part: slice) -> list[Row]:
    """Some conversations of one tab, newest first."""
    talks = Conversation.objects.in_state(reader, state).annotate(latest=Message.objects.latest_of(reader))
    found = list(talks.moved_first()[part])
    messages = Message.objects.in_bulk([talk.latest for talk in found if talk.latest])
    people = others_in(found, reader)
    mine = Participant.objects.filter(person_id=reader.person_id, conversation__in=found)
    new = set(mine.with_unread().values_list("conversation", flat=True))
    return [_row(talk, messages.get(talk.latest), people.get(talk.pk, []), talk.pk in new, reader) for talk in found]


def _row(talk: Conversation, last: Message | None, others: list[User], is_new: bool, reader: Reader) -> Row:
    own = last is not None and last.author_id == reader.person_id
    return Row(talk, others, last, is_new=is_new, is_own=own)


def others_in(talks: Sequence[Conversation], reader: Reader) -> dict[int, list[User]]:
    """Conversation id -> the other people, also those who left."""
    found: dict[int, list[User]] = {}
    people = Participant.objects.filter(conversation__in=talks).exclude(person=reader.person_id)
    for row in people.select_related("person").order_by("pk"):
        found.setdefault(row.conversation_id, []).append(row.person)
    return found
