"""Rows of a topic list, and what is new in each forum: this reader's own numbers, with few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from collegium.audience import moment
from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.audience.shared import shared
from collegium.discussion.models import PieceQuerySet, ReadMark, Reply, ReplyQuerySet, Subject
from collegium.discussion.models.stretch import SIZE
from collegium.discussion.stretches import said_in, unread_in
from collegium.forums.models import Forum, Topic
from collegium.forums.shelves import Counts, counts, ids_of, place_of
from collegium.groups.models import Group
from collegium.web.paging import Pages, pages_at


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
    new: Counter[int]
    topics: dict[int, int]


def topic_rows(topics: Iterable[Topic], reader: Reader) -> list[Row]:
    """The lines for these topics; the number of queries does not grow with them."""
    rows = list(topics)
    marks = read_marks(rows, reader)
    counts = said_in([topic.pk for topic in rows if not is_exact(topic, reader)], reader)
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


def _words(reader: Reader) -> ReplyQuerySet:
    """Replies with words that this reader sees."""
    return Reply.objects.with_words().shown_to(reader)


def new_replies(topics: list[Topic], reader: Reader, marks: dict[int, int]) -> dict[int, int]:
    """Topic id -> how many replies are new to this reader."""
    if reader.person is None:
        return {}
    left = {topic.pk: topic.last_number - marks.get(topic.pk, 0) for topic in topics}
    new = unread_in({pk: marks.get(pk) for pk, n in left.items() if n > SIZE}, reader)
    if fresh := [pk for pk, n in left.items() if 0 < n <= SIZE]:
        unread = _words(reader).filter(piece__in=fresh).unread_by(reader)
        new |= dict(unread.order_by().values_list("piece").annotate(n=Count("pk")))
    return new


def is_unopened(topic: Topic, reader: Reader, marks: dict[int, int]) -> bool:
    """A topic that began since the reader's start and was never opened."""
    person = reader.person
    if person is None or topic.pk in marks or topic.author_id == person.pk or topic.published_at is None:
        return False
    return topic.published_at > person.start_of_reading


def _speakers(topics: list[Topic], reader: Reader) -> dict[int, list[tuple[int | None, str]]]:
    """The last three people of each topic, from its last few replies."""
    recent = Q(pk__in=[])
    for topic in topics:
        if topic.last_number:
            recent |= Q(piece=topic.pk, number__gt=topic.last_number - 4, number__lte=topic.last_number)
    said = _words(reader).filter(recent).order_by("-number").values_list("piece_id", "author_id", "byline__name")
    faces: dict[int, list[tuple[int | None, str]]] = {}
    for piece, author, name in said:
        known = faces.setdefault(piece, [])
        if len(known) < 3 and (author, name) not in known:
            known.append((author, name))
    return faces


@prepared
def _new_topics(reader: Reader, start: datetime) -> QuerySet[Topic, Any]:
    mark = ReadMark.objects.filter(person_id=reader.person_id, piece=OuterRef("pk")).values("number")[:1]
    said = _words(reader).filter(piece=OuterRef("pk")).exclude(author_id=reader.person_id)
    opened = Q(last_number__gt=F("mark")) & Exists(said.filter(number__gt=OuterRef("mark")))
    begun = Q(published_at__gt=start) & ~Q(author_id=reader.person_id)
    unopened = Q(mark=None) & (begun | Exists(said.filter(created_at__gt=start)))
    moved = (
        Topic.objects.filter(kind=Topic.Kind.TOPIC, moved_at__gt=start)
        .readable_by(reader)
        .annotate(mark=Subquery(mark))
    )
    return moved.filter(opened | unopened).order_by().values_list("pk", "forum_id", "group_id")


def new_topics(reader: Reader) -> list[tuple[int, int | None, int | None]]:
    """Topics with something new to this reader, as (topic, forum, group): unread replies, or begun and never opened."""
    if reader.person is None:
        return []
    return _new_topics.rows(reader, start=reader.person.start_of_reading)  # type: ignore[return-value]


def new_by_group(reader: Reader) -> Counter[int]:
    """Group id -> how many topics have something new for this reader."""
    return Counter(group for _topic, _forum, group in new_topics(reader) if group)


def words_by_group(reader: Reader, since: datetime) -> dict[int, int]:
    """Group id -> how many replies this reader sees in it that were written since then."""
    said = _words(reader).filter(created_at__gte=since, piece__topic__group__isnull=False)
    return dict(said.order_by().values_list("piece__topic__group").annotate(n=Count("pk")))


def topic_counts(reader: Reader) -> Counts:
    """How many topics this reader may read in the forums."""
    return shared(reader, "topics by forum", counts)


LIST_SIZE = 15
VIEWS = ("latest", "new", "unanswered", "following")


def in_view(topics: PieceQuerySet, view: str, reader: Reader, new: Collection[int]) -> PieceQuerySet:
    """The topics of one tab: latest, new (to this reader: these ids), unanswered, following."""
    if view == "unanswered":
        return topics.waiting()
    if view == "new" and reader.person:
        return topics.filter(pk__in=new)
    if view == "following" and reader.person:
        return topics.filter(pk__in=ReadMark.objects.filter(person=reader.person, number__gt=0).values("piece"))
    return topics


def pinned_first(topics: PieceQuerySet) -> PieceQuerySet:
    """What is pinned now comes first, then the latest moved; alike on both databases."""
    held = Q(pinned_until=None) | Q(pinned_until__gt=moment.now())
    pin = Case(When(held, then=F("pinned_at")), output_field=DateTimeField())
    return topics.annotate(pin=pin).order_by(F("pin").desc(nulls_last=True), "-moved_at", "-pk")


def all_subjects(_reader: Reader) -> list[Subject]:
    """Every subject, for choosing by one."""
    return list(Subject.objects.all())


def list_of(
    topics: PieceQuerySet, forum: Forum | None, view: str, number: int, reader: Reader, about: str = ""
) -> TopicList:
    """A page of these topics for one reader.

    Args:
        topics: all topics of this forum, or of all forums, that this reader may read.
        forum: the place they are in; None for all forums.
        view: one of `VIEWS`, else the latest.
        number: the page, from 1; beyond the last it is the last.
        about: the slug of a subject, for only what is about it.
    """
    fresh = [(topic, place) for topic, place, _group in new_topics(reader) if place]
    here = {topic for topic, place in fresh if forum is None or place == forum.pk}
    known = topic_counts(reader)
    if about:
        topics = topics.filter(subjects__slug=about)
    if about or (reader.person and view in ("new", "following")):
        pages, ids = _chosen(in_view(topics, view, reader, here), forum, number)
    else:
        pages, ids = _whole(topics, known, place_of(forum), view == "unanswered", number, reader)
    waiting = topics.waiting().count() if about else known.total(forum.pk if forum else None, waiting=True)
    return TopicList(
        forums=list(Forum.objects.select_related("section", "readers")),
        rows=rows_of(ids, reader),
        pages=pages,
        view=view if view in VIEWS else "latest",
        views={"unanswered": waiting} | ({"new": len(here)} if reader.person else {}),
        new=Counter(place for _topic, place in fresh),
        topics={place: n for place, (n, _waiting) in known.all.items() if place},
    )


def _chosen(topics: PieceQuerySet, forum: Forum | None, number: int) -> tuple[Pages, list[int]]:
    """A page of some topics, which are counted."""
    pages = pages_at(number, topics.count(), LIST_SIZE)
    ordered = pinned_first(topics) if forum else topics.moved_first()
    return pages, list(ordered.values_list("pk", flat=True)[pages.slice])


def _whole(
    topics: PieceQuerySet, known: Counts, place: dict[str, Any], waiting: bool, number: int, reader: Reader
) -> tuple[Pages, list[int]]:
    """A page of a whole place, which nobody counts."""
    forum = place["forum"].pk if "forum" in place else None
    pages = pages_at(number, known.total(forum, waiting=waiting), LIST_SIZE)
    chosen = topics.waiting() if waiting else topics
    pinned = "forum" in place
    return pages, ids_of(chosen, known, place, pages.slice, reader, waiting=waiting, pinned=pinned)


def page_of_group(topics: PieceQuerySet, group: Group, number: int, reader: Reader) -> tuple[Pages, list[Row]]:
    """A page of a group's topics, pinned first.

    Args:
        topics: all of the group's that this reader may read.
    """
    known = shared(reader, ("topics of a group", group.pk), lambda anybody: counts(anybody, group))
    pages = pages_at(number, known.total(), LIST_SIZE)
    ids = ids_of(topics, known, place_of(group=group), pages.slice, reader, pinned=True)
    return pages, rows_of(ids, reader)


def rows_of(ids: list[int], reader: Reader) -> list[Row]:
    """The lines of these topics, in this order, as far as the reader may read them."""
    found = Topic.objects.filter(pk__in=ids).readable_by(reader).select_related("forum__section", "group")
    by_id = {topic.pk: topic for topic in found.defer("body", "text")}
    return topic_rows([by_id[pk] for pk in ids if pk in by_id], reader)
