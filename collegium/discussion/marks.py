"""Where somebody left off, exactly: a page counts as seen, what was skipped on the way to it does not."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from collegium.audience.reader import Reader
from collegium.discussion.actions import mark_read
from collegium.discussion.models import Piece, ReadMark, Reply


def mark_of(piece: Piece, reader: Reader) -> tuple[int | None, datetime | None]:
    """The number somebody left off at and when; nothing when they never opened the piece."""
    if reader.person_id is None:
        return None, None
    rows = ReadMark.objects.filter(person_id=reader.person_id, piece=piece)
    return rows.values_list("number", "at").first() or (None, None)


def unread(piece: Piece, reader: Reader, mark: int | None) -> QuerySet[Reply]:
    """Others' replies above the left-off number, or, never opened, those since the reader's start (docs/glossary.md)."""  # noqa: E501
    if reader.person is None:
        return Reply.objects.none()
    newer = Q(number__gt=mark) if mark is not None else Q(created_at__gt=reader.person.start_of_reading)
    replies = Reply.objects.filter(newer, piece=piece, hidden_at=None, removed_at=None, held_at=None)
    return replies.exclude(author_id=reader.person_id).shown_to(reader)


def note_seen(piece: Piece, reader: Reader, numbers: list[int], mark: int | None) -> None:
    """Remember that the replies with these numbers (a page, ascending) were shown.

    The mark moves only when nothing unread lies before them: who jumps to the last page has not read the middle.
    """
    if reader.person is None:
        return
    if not numbers:
        mark_read(reader.person, piece, 0)
    elif not unread(piece, reader, mark).filter(number__lt=numbers[0]).exists():
        mark_read(reader.person, piece, numbers[-1])
