"""Where somebody left off, exactly: replies on an opened page count as read, replies skipped before it do not."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from collegium.audience import ahead
from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.discussion.actions import mark_read
from collegium.discussion.models import Piece, ReadMark, Reply, ReplyQuerySet, Stretch
from collegium.discussion.models.stretch import SIZE
from collegium.web import versions
from collegium.web.models import KeptVersion
from collegium.web.statements import Question

SAME_VISIT = 600.0  # seconds in which opening the same place again writes nothing
MOST = 20_000  # places
_noted: dict[tuple[int, int], tuple[int, float]] = {}
versions.also_forget(_noted.clear)


@prepared
def _mark(reader: Reader, piece: int) -> QuerySet[ReadMark, Any]:
    return ReadMark.objects.filter(person_id=reader.person_id, piece=piece).values_list("number", "at")


@prepared
def _above(reader: Reader, piece: int, mark: int) -> QuerySet[Reply]:
    return _unread(reader, piece, Q(number__gt=mark)).values("pk")  # type: ignore[return-value]


@prepared
def _since(reader: Reader, piece: int, start: datetime) -> QuerySet[Reply]:
    return _unread(reader, piece, Q(created_at__gt=start)).values("pk")  # type: ignore[return-value]


def first_unread(piece: Piece, reader: Reader, mark: int | None) -> tuple[int, int] | None:
    """The first of them, as (id, number)."""
    if reader.person is None:
        return None
    if mark is not None:
        rows = _next_above.rows(reader, piece=piece.pk, mark=mark)
    else:  # no row before the first stretch that holds any is looked at
        start = reader.person.start_of_reading
        long = piece.last_number > SIZE
        places = _stretches_since.rows(reader, piece=piece.pk, start=start) if long else [(0, 0, start)]
        rows = _next_since.rows(reader, piece=piece.pk, start=start, low=places[0][0] * SIZE) if places else []
    return rows[0] if rows else None  # type: ignore[return-value]


@prepared
def _next_above(reader: Reader, piece: int, mark: int) -> QuerySet[Reply, Any]:
    return _unread(reader, piece, Q(number__gt=mark)).order_by("number").values_list("pk", "number")[:1]


@prepared
def _next_since(reader: Reader, piece: int, start: datetime, low: int) -> QuerySet[Reply, Any]:
    new = _unread(reader, piece, Q(created_at__gt=start, number__gte=low))
    return new.order_by("number").values_list("pk", "number")[:1]


@prepared
def _stretches_since(reader: Reader, piece: int, start: datetime) -> QuerySet[Stretch, Any]:
    rows = Stretch.objects.filter(piece=piece, is_held=False, last_at__gt=start).shown_to(reader)
    return rows.order_by("place").values_list("place", "said", "first_at")


@prepared
def _whole_above(reader: Reader, piece: int, place: int) -> QuerySet[Stretch, Any]:
    rows = Stretch.objects.filter(piece=piece, is_held=False, place__gt=place).shown_to(reader)
    return rows.order_by().values("piece").annotate(n=Sum("said")).values_list("n")


@prepared
def _own(reader: Reader, piece: int, low: int) -> QuerySet[Reply, Any]:
    rows = Reply.objects.filter(piece=piece, number__gte=low).with_words().shown_to(reader)
    return rows.filter(author_id=reader.person_id).order_by().values_list("number", "created_at")


@prepared
def _between(reader: Reader, piece: int, low: int, high: int) -> QuerySet[Reply]:
    return _unread(reader, piece, Q(number__gte=low, number__lt=high)).values("pk")  # type: ignore[return-value]


@prepared
def _between_since(reader: Reader, piece: int, low: int, high: int, start: datetime) -> QuerySet[Reply]:
    newer = Q(number__gte=low, number__lt=high, created_at__gt=start)
    return _unread(reader, piece, newer).values("pk")  # type: ignore[return-value]


def _count_above(piece: Piece, reader: Reader, mark: int) -> int:
    """Of a long talk: the rest of the mark's stretch, and what further ones hold but one's own."""
    place = mark // SIZE
    whole = _whole_above.rows(reader, piece=piece.pk, place=place)
    own = len(_own.rows(reader, piece=piece.pk, low=(place + 1) * SIZE))
    here = _between.count(reader, piece=piece.pk, low=mark + 1, high=(place + 1) * SIZE)
    return here + (whole[0][0] if whole else 0) - own


def _count_since(piece: Piece, reader: Reader, start: datetime) -> int:
    """Of a long talk: only stretches that began before `start` are looked at row by row."""
    rows = _stretches_since.rows(reader, piece=piece.pk, start=start)
    part = {place for place, _said, first_at in rows if first_at <= start}
    own = _own.rows(reader, piece=piece.pk, low=rows[0][0] * SIZE) if rows else []
    count = sum(said for place, said, _first_at in rows if place not in part)
    count -= sum(at > start and number // SIZE not in part for number, at in own)
    for place in part:
        low = place * SIZE
        count += _between_since.count(reader, piece=piece.pk, low=low, high=low + SIZE, start=start)
    return count


def _unread(reader: Reader, piece: int, newer: Q) -> ReplyQuerySet:
    """What `unread_by` gives, for one piece whose mark is known already, so that one index is enough."""
    replies = Reply.objects.filter(newer, piece=piece).with_words()
    return replies.exclude(author_id=reader.person_id).shown_to(reader)


@prepared
def _latest(reader: Reader) -> QuerySet[ReadMark, Any]:
    return ReadMark.objects.filter(person_id=reader.person_id).order_by("-at").values_list("at")[:1]


ahead.of_every_page(_latest.question)


def latest_reading(reader: Reader) -> datetime | None:
    """When this reader last opened anything: what is unread to them is the same until it moves, or news come."""
    rows = _latest.rows(reader) if reader.person_id is not None else []
    return rows[0][0] if rows else None


def mark_of(piece: Piece, reader: Reader) -> tuple[int | None, datetime | None]:
    """The number somebody left off at and when; nothing when they never opened the piece."""
    if reader.person_id is None:
        return None, None
    rows = _mark.rows(reader, piece=piece.pk)
    return (rows[0][0], rows[0][1]) if rows else (None, None)


def mark_question(piece_id: int, reader: Reader) -> Question | None:
    """What `mark_of` asks."""
    return _mark.question(reader, piece=piece_id)


def unread(piece: Piece, reader: Reader, mark: int | None) -> ReplyQuerySet:
    """Others' replies above the left-off number, or, never opened, those since the reader's start (docs/glossary.md)."""  # noqa: E501
    if reader.person is None:
        return Reply.objects.none()
    newer = Q(number__gt=mark) if mark is not None else Q(created_at__gt=reader.person.start_of_reading)
    return _unread(reader, piece.pk, newer)


def unread_count(piece: Piece, reader: Reader, mark: int | None) -> int:
    """How many there are."""
    if reader.person is None or (mark is not None and mark >= piece.last_number):
        return 0
    is_long, start = piece.last_number - (mark or 0) > SIZE, reader.person.start_of_reading
    if mark is not None:
        return _count_above(piece, reader, mark) if is_long else _above.count(reader, piece=piece.pk, mark=mark)
    return _count_since(piece, reader, start) if is_long else _since.count(reader, piece=piece.pk, start=start)


def _noted_already(person_id: int, piece_id: int) -> bool:
    """Whether this process noted the same visit before, and nothing was told to anybody since.

    The time of a mark says which notifications about the piece were seen; with no news there are no new ones.
    """
    place, told = (person_id, piece_id), versions.counters().get(KeptVersion.PAGES, 0)
    version, until = _noted.get(place, (0, 0.0))
    if told and version == told and time.monotonic() < until:
        return True
    if len(_noted) > MOST:
        _noted.clear()
    _noted[place] = (told, time.monotonic() + SAME_VISIT)
    return False


def note_seen(piece: Piece, reader: Reader, numbers: list[int], mark: int | None) -> None:
    """Remember that the replies with these numbers (a page, ascending) were shown.

    The mark moves only when nothing unread lies before them: who jumps to the last page has not read the middle.
    """
    if reader.person is None:
        return
    if mark is not None and (not numbers or mark >= numbers[-1]):
        if not _noted_already(reader.person.pk, piece.pk):
            mark_read(reader.person, piece, 0)
    elif not numbers:
        mark_read(reader.person, piece, 0)
    elif (first := first_unread(piece, reader, mark)) is None or first[1] >= numbers[0]:
        mark_read(reader.person, piece, numbers[-1])
