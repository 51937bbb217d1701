"""Rows of a topic list, and what is new in each forum: this reader's own numbers, with few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from collegium.audience.reader import Reader
from collegium.discussion.models import PieceQuerySet, ReadMark, Reply
from collegium.forums.models import Forum, Topic
from collegium.web.paging import Pages


@dataclass(slots=True)
class Row:
    """A line of a topic list; `replies` and `new` are this reader's own numbers.

    `speakers` are up to three people (id, name) for the faces.
    """

    topic: Topic
    replies: int
    new: int
    is_new: bool
    speakers: list[tuple[int | None, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TopicList:
    """A page of topics with all forums beside it.

    `views` counts the tabs that say how many; `new` and `topics` are by forum id: topics with something new to this
    reader, and topics they may read.
    """

    forums: list[Forum]
    rows: list[Row]
    pages: Pages
    view: str
    views: dict[str, int]
    new: dict[int, int]
    topics: dict[int, int]


def topic_rows(topics: Iterable[Topic], reader: Reader) -> list[Row]:
    """The lines for these topics; the number of queries does not grow with them."""
    rows = list(topics)
    marks = read_marks(rows, reader)
    counts = _counts([topic for topic in rows if not is_exact(topic, reader)], reader)
    new = new_replies(rows, reader, marks)
    speakers = _speakers(rows, reader)
    return [
        Row(
            topic,
            replies=topic.reply_count if is_exact(topic, reader) else counts.get(topic.pk, 0),
            new=new.get(topic.pk, 0),
            is_new=bool(new.get(topic.pk)) or is_unopened(topic, reader, marks),
            speakers=speakers.get(topic.pk, [(topic.author_id, topic.byline["name"])]),
        )
        for topic in rows
    ]


def is_exact(topic: Topic, reader: Reader) -> bool:
    """Whether the topic's stored counters are this reader's own."""
    return topic.readers_id in reader.audiences and not topic.has_narrower


def read_marks(topics: list[Topic], reader: Reader) -> dict[int, int]:
    """Topic id -> the number this reader left off at; absent when never opened."""
    if reader.person_id is None:
        return {}
    rows = ReadMark.objects.filter(person_id=reader.person_id, piece__in=[topic.pk for topic in topics])
    return dict(rows.values_list("piece_id", "number"))


def _words(reader: Reader) -> QuerySet[Reply]:
    """Replies with words that this reader sees."""
    return Reply.objects.filter(hidden_at=None, removed_at=None, held_at=None, taken_back_at=None).shown_to(reader)


def _counts(topics: list[Topic], reader: Reader) -> dict[int, int]:
    if not topics:
        return {}
    return dict(_words(reader).filter(piece__in=topics).order_by().values_list("piece").annotate(n=Count("pk")))


def unread(reader: Reader) -> QuerySet[Reply]:
    """Others' replies above the left-off number, or, in what was never opened, since the reader's start."""
    mark = ReadMark.objects.filter(person_id=reader.person_id, piece=OuterRef("piece")).values("number")[:1]
    start: datetime | None = reader.person.start_of_reading if reader.person else None
    return (
        _words(reader)
        .exclude(author_id=reader.person_id)
        .annotate(mark=Subquery(mark))
        .filter(Q(number__gt=Coalesce(F("mark"), -1)) & (Q(mark__isnull=False) | Q(created_at__gt=start)))
    )


def new_replies(topics: list[Topic], reader: Reader, marks: dict[int, int]) -> dict[int, int]:
    """Topic id -> how many replies are new to this reader."""
    if reader.person is None:
        return {}
    fresh = [topic.pk for topic in topics if topic.last_number > marks.get(topic.pk, 0)]
    if not fresh:
        return {}
    return dict(unread(reader).filter(piece__in=fresh).order_by().values_list("piece").annotate(n=Count("pk")))


def is_unopened(topic: Topic, reader: Reader, marks: dict[int, int]) -> bool:
    """A topic that began since the reader's start and was never opened."""
    person = reader.person
    if person is None or topic.pk in marks or topic.author_id == person.pk or topic.published_at is None:
        return False
    return topic.published_at > person.start_of_reading


def _speakers(topics: list[Topic], reader: Reader) -> dict[int, list[tuple[int | None, str]]]:
    """The last three people of each topic, from its last few replies."""
    recent = Q()
    for topic in topics:
        recent |= Q(piece=topic.pk, number__gt=topic.last_number - 4)
    if not topics:
        return {}
    said = _words(reader).filter(recent).order_by("-number").values_list("piece_id", "author_id", "byline__name")
    faces: dict[int, list[tuple[int | None, str]]] = {}
    for piece, author, name in said:
        known = faces.setdefault(piece, [])
        if len(known) < 3 and (author, name) not in known:
            known.append((author, name))
    return faces


def new_by_forum(reader: Reader) -> dict[int, int]:
    """Forum id -> how many topics have something new for this reader."""
    if reader.person is None:
        return {}
    moved = Topic.objects.filter(group=None, moved_at__gt=reader.person.start_of_reading).readable_by(reader)
    rows = list(moved.only("pk", "forum_id", "last_number", "published_at", "author_id"))
    marks = read_marks(rows, reader)
    new = new_replies(rows, reader, marks)
    counts: dict[int, int] = {}
    for topic in rows:
        if topic.forum_id and (new.get(topic.pk) or is_unopened(topic, reader, marks)):
            counts[topic.forum_id] = counts.get(topic.forum_id, 0) + 1
    return counts


def new_by_group(reader: Reader) -> dict[int, int]:
    """Group id -> how many topics have something new for this reader."""
    if reader.person is None:
        return {}
    moved = Topic.objects.filter(forum=None, moved_at__gt=reader.person.start_of_reading).readable_by(reader)
    rows = list(moved.only("pk", "group_id", "last_number", "published_at", "author_id"))
    marks = read_marks(rows, reader)
    new = new_replies(rows, reader, marks)
    counts: dict[int, int] = {}
    for topic in rows:
        if topic.group_id and (new.get(topic.pk) or is_unopened(topic, reader, marks)):
            counts[topic.group_id] = counts.get(topic.group_id, 0) + 1
    return counts


def words_by_group(reader: Reader, since: datetime) -> dict[int, int]:
    """Group id -> how many replies this reader sees in it that were written since then."""
    said = _words(reader).filter(created_at__gte=since, piece__topic__group__isnull=False)
    return dict(said.order_by().values_list("piece__topic__group").annotate(n=Count("pk")))


def topics_by_forum(reader: Reader) -> dict[int, int]:
    """Forum id -> how many topics this reader may read there."""
    topics: QuerySet[Any] = Topic.objects.filter(group=None).readable_by(reader).order_by()
    return dict(topics.values_list("forum").annotate(n=Count("pk")))


VIEWS = ("latest", "new", "unanswered", "following")


def in_view(topics: PieceQuerySet, view: str, reader: Reader) -> PieceQuerySet:
    """The topics of one tab: latest, new (to this reader), unanswered, following."""
    if view == "unanswered":
        return topics.filter(reply_count=0, held_at=None)
    if view == "new" and reader.person:
        return topics.filter(pk__in=_new_ids(topics, reader))
    if view == "following" and reader.person:
        return topics.filter(Exists(ReadMark.objects.filter(person=reader.person, piece=OuterRef("pk"), number__gt=0)))
    return topics


def _new_ids(topics: PieceQuerySet, reader: Reader) -> list[int]:
    assert reader.person is not None
    moved = topics.filter(moved_at__gt=reader.person.start_of_reading)
    rows = list(moved.only("pk", "forum_id", "last_number", "published_at", "author_id"))  # a forum's topics know it
    marks = read_marks(rows, reader)
    new = new_replies(rows, reader, marks)
    return [topic.pk for topic in rows if new.get(topic.pk) or is_unopened(topic, reader, marks)]


def view_counts(topics: PieceQuerySet, reader: Reader) -> dict[str, int]:
    """How many topics stand in the tabs that say so."""
    counts = {"unanswered": in_view(topics, "unanswered", reader).count()}
    if reader.person:
        counts["new"] = len(_new_ids(topics, reader))
    return counts
