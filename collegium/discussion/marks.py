"""Where somebody left off, exactly: replies on an opened page count as read, replies skipped before it do not."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from collegium.audience import ahead
from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.discussion.actions import mark_read
from collegium.discussion.models import Piece, ReadMark, Reply
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


def _unread(reader: Reader, piece: int, newer: Q) -> QuerySet[Reply]:
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


def unread(piece: Piece, reader: Reader, mark: int | None) -> QuerySet[Reply]:
    """Others' replies above the left-off number, or, never opened, those since the reader's start (docs/glossary.md)."""  # noqa: E501
    if reader.person is None:
        return Reply.objects.none()
    newer = Q(number__gt=mark) if mark is not None else Q(created_at__gt=reader.person.start_of_reading)
    return _unread(reader, piece.pk, newer)


def unread_count(piece: Piece, reader: Reader, mark: int | None) -> int:
    """How many there are."""
    if reader.person is None or (mark is not None and mark >= piece.last_number):
        return 0
    if mark is not None:
        return _above.count(reader, piece=piece.pk, mark=mark)
    return _since.count(reader, piece=piece.pk, start=reader.person.start_of_reading)


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
    elif not unread(piece, reader, mark).filter(number__lt=numbers[0]).exists():
        mark_read(reader.person, piece, numbers[-1])
