"""The thread at a glance: one bar a reply, and who is in the talk. Numbers are this reader's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.discussion.addresses import PAGE
from collegium.discussion.models import Piece, Reply

LONGEST = 200  # bars; of a longer talk the latest
WIDE = 100  # units across; the longest reply fills them
PITCH, THIN, THICK = 5, 2, 4  # units a bar takes, its height, its height for an office holder


@dataclass(frozen=True, slots=True)
class Bar:
    """One reply: as long as its words, thick for an office holder, marked when new to this reader."""

    position: int
    name: str
    at: datetime
    words: int
    is_office: bool
    is_new: bool
    y: int
    width: int

    @property
    def height(self) -> int:
        """In units of the drawing."""
        return THICK if self.is_office else THIN

    @property
    def address(self) -> str:
        """Page and anchor within the topic."""
        page = (self.position - 1) // PAGE + 1
        return f"{f'?page={page}' if page > 1 else '?page=1'}#reply-{self.position}"


@dataclass(frozen=True, slots=True)
class ThreadMap:
    """The bars from top to bottom; `left_off_y` is where the reader left off, None when nothing is new."""

    bars: list[Bar]
    height: int
    left_off_y: int | None
    skipped: int


def map_of(piece: Piece, reader: Reader, mark: int | None) -> ThreadMap:
    """The map of a talk this reader has in full, in one query (two when it is longer than the map).

    Args:
        mark: the number the reader left off at before this page was opened.
    """
    shown = Reply.objects.filter(piece=piece).shown_to(reader)
    fields = ("number", "words", "byline__name", "byline__office", "created_at", "author_id")
    rows = list(shown.order_by("-number").values_list(*fields)[: LONGEST + 1])[::-1]
    skipped = 0
    if len(rows) > LONGEST:
        rows, skipped = rows[1:], shown.count() - LONGEST
    most = max((row[1] for row in rows), default=0) or 1
    start = reader.person.start_of_reading if reader.person else None
    bars = [
        Bar(
            skipped + place, name or "", at, words, bool(office),
            is_new=author != reader.person_id and _is_newer(number, at, mark, start),
            y=(place - 1) * PITCH, width=max(8, round(WIDE * words / most)),
        )
        for place, (number, words, name, office, at, author) in enumerate(rows, 1)
    ]  # fmt: skip
    line = next((bar.y for bar in bars if bar.is_new), None) if mark else None
    return ThreadMap(bars, len(bars) * PITCH, line, skipped)


def _is_newer(number: int, at: datetime, mark: int | None, start: datetime | None) -> bool:
    if start is None:
        return False
    return number > mark if mark is not None else at > start


def people_in_talk(piece: Piece, reader: Reader, most: int = 5) -> list[tuple[User, int]]:
    """Who speaks most in it, as this reader sees: (person, number of replies), in two queries."""
    shown = Reply.objects.filter(piece=piece, hidden_at=None, removed_at=None, taken_back_at=None, held_at=None)
    counts = list(
        shown.shown_to(reader).exclude(author=None).order_by().values_list("author_id")
        .annotate(n=Count("pk")).order_by("-n", "author_id")[:most]
    )  # fmt: skip
    people = User.objects.in_bulk([person_id for person_id, _n in counts])
    return [(people[person_id], n) for person_id, n in counts if person_id in people]
