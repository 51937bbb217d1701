"""The thread at a glance: one bar a reply. Numbers are this reader's own."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from collegium.audience.reader import Reader
from collegium.discussion.addresses import PAGE
from collegium.discussion.talk import Talk

WIDE = 100  # units across; the longest reply fills them
LISTED = 40  # of the latest replies, said in words below the drawing
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
    """The bars from top to bottom, worked out when they are drawn; `news` says for each reply whether it is new."""

    talk: Talk
    news: tuple[bool, ...]
    has_mark: bool

    @property
    def length(self) -> int:
        """How many bars there are."""
        return len(self.news)

    @property
    def height(self) -> int:
        """In units of the drawing."""
        return self.length * PITCH

    @property
    def skipped(self) -> int:
        """Earlier replies that have no bar."""
        return self.talk.total - self.length

    @property
    def left_off_y(self) -> int | None:
        """Where the reader left off, None when nothing is new."""
        return self.news.index(True) * PITCH if self.has_mark and True in self.news else None

    @property
    def bars(self) -> list[Bar]:
        """One for each reply."""
        skipped, rows = self.skipped, zip(self.talk.map, self.news, strict=True)
        most = max((row[1] for row in self.talk.map), default=0) or 1
        return [
            Bar(
                skipped + place, name or "", at, words, bool(office), is_new, y=(place - 1) * PITCH,
                width=max(8, round(WIDE * words / most)),
            )
            for place, ((_number, words, name, office, at, _author), is_new) in enumerate(rows, 1)
        ]  # fmt: skip

    @property
    def listed(self) -> list[Bar]:
        """The bars that are said in words too: those of the latest replies."""
        return self.bars[-LISTED:]

    @property
    def unlisted(self) -> int:
        """Earlier replies that the list leaves out; the pages lead to them."""
        return max(0, self.talk.total - LISTED)

    @property
    def key(self) -> Hashable:
        """Everything that decides how it is printed, for `web.keep`."""
        return self.talk.key, self.news, self.has_mark


def map_of(talk: Talk, reader: Reader, mark: int | None) -> ThreadMap:
    """The map of a talk.

    Args:
        mark: the number the reader left off at before this page was opened.
    """
    start = reader.person.start_of_reading if reader.person else None
    news = tuple(
        author != reader.person_id and _is_newer(number, at, mark, start)
        for number, _words, _name, _office, at, author in talk.map
    )
    return ThreadMap(talk, news, bool(mark))


def _is_newer(number: int, at: datetime, mark: int | None, start: datetime | None) -> bool:
    if start is None:
        return False
    return number > mark if mark is not None else at > start
