"""Rows of a topic list: the topic, and how many replies are new to this reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from collegium.audience.reader import Reader
from collegium.discussion.models import ReadMark, Reply
from collegium.forums.models import Topic


@dataclass(slots=True)
class Row:
    """A line of a topic list; `replies` and `new` are this reader's own numbers."""

    topic: Topic
    replies: int
    new: int
    is_new: bool


def topic_rows(topics: Iterable[Topic], reader: Reader) -> list[Row]:
    """The lines for these topics, with two queries however many there are."""
    rows = list(topics)
    marks = _marks(rows, reader)
    counts = _counts([topic for topic in rows if not _is_exact(topic, reader)], reader)
    new = _new_counts(rows, reader, marks)
    return [
        Row(
            topic,
            replies=topic.reply_count if _is_exact(topic, reader) else counts.get(topic.pk, 0),
            new=new.get(topic.pk, 0),
            is_new=bool(new.get(topic.pk)) or _never_opened(topic, reader, marks),
        )
        for topic in rows
    ]


def _is_exact(topic: Topic, reader: Reader) -> bool:
    return topic.readers_id in reader.audiences and not topic.has_narrower


def _marks(topics: list[Topic], reader: Reader) -> dict[int, int]:
    if reader.person_id is None:
        return {}
    rows = ReadMark.objects.filter(person_id=reader.person_id, piece__in=[topic.pk for topic in topics])
    return dict(rows.values_list("piece_id", "number"))


def _counts(topics: list[Topic], reader: Reader) -> dict[int, int]:
    if not topics:
        return {}
    replies = Reply.objects.filter(piece__in=topics, hidden_at=None, removed_at=None).shown_to(reader)
    return dict(replies.order_by().values_list("piece").annotate(n=Count("pk")))


def _new_counts(topics: list[Topic], reader: Reader, marks: dict[int, int]) -> dict[int, int]:
    """Others' replies above the left-off number, or, never opened, since the reader's start."""
    if reader.person is None:
        return {}
    fresh = [topic.pk for topic in topics if topic.moved_at and topic.last_number > marks.get(topic.pk, -1)]
    if not fresh:
        return {}
    mark = ReadMark.objects.filter(person_id=reader.person_id)
    unread = Q(number__gt=Coalesce(F("mark_number"), -1)) & (
        Q(mark_number__isnull=False) | Q(created_at__gt=reader.person.start_of_reading)
    )
    replies = (
        Reply.objects.filter(piece__in=fresh, hidden_at=None, removed_at=None, held_at=None)
        .exclude(author_id=reader.person_id)
        .shown_to(reader)
        .annotate(mark_number=_subquery(mark))
        .filter(unread)
    )
    return dict(replies.order_by().values_list("piece").annotate(n=Count("pk")))


def _subquery(mark: object) -> object:
    from django.db.models import OuterRef, Subquery

    return Subquery(mark.filter(piece=OuterRef("piece")).values("number")[:1])  # type: ignore[attr-defined]


def _never_opened(topic: Topic, reader: Reader, marks: dict[int, int]) -> bool:
    person = reader.person
    if person is None or topic.pk in marks or topic.author_id == person.pk or topic.published_at is None:
        return False
    return topic.published_at > person.start_of_reading
