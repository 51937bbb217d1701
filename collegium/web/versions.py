"""What a process may keep in memory, and how it knows that it is still true.

The counters of `KeptVersion` are read at most once a request, in one query; a kept value is made anew when its counter
moved. Outside of requests (commands, jobs) they are read every time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Generic, TypeVar

from collegium.web import statements
from collegium.web.statements import Question, in_one_text, select

T = TypeVar("T")
_here = threading.local()
_all: list[Kept] = []  # type: ignore[type-arg]


@cache
def question() -> Question:
    """The rows of the counters as one text, "1=40,2=3"; a counter is the sum of its rows."""
    pair = "counter || '=' || value"
    all_by_index = "counter > 0"  # what many deeds left behind in the table is not walked through
    return Question(f"SELECT {in_one_text(pair)} FROM web_keptversion WHERE {all_by_index}")  # noqa: S608


def _read() -> dict[int, int]:
    found: dict[int, int] = {}
    for pair in (select(*question())[0][0] or "").split(","):
        counter, _is, value = pair.partition("=")
        if value:
            found[int(counter)] = found.get(int(counter), 0) + int(value)
    return found


def counters() -> dict[int, int]:
    """The committed counters, by their number."""
    if not getattr(_here, "in_request", False):
        return _read()
    if _here.counters is None:
        _here.counters = _read()
    return _here.counters  # type: ignore[no-any-return]


def begin_request(path: str = "", *, reading: bool = False) -> None:
    """From now on this thread reads the counters once.

    Args:
        path: the address that is answered.
        reading: the request changes nothing (GET, HEAD), so that what it reads may be kept for others.
    """
    statements.begin(reading=reading)
    _here.in_request, _here.counters, _here.reading, _here.path = True, None, reading, path


def end_request() -> None:
    """The next request of this thread reads them again."""
    statements.begin(reading=False)
    _here.in_request, _here.counters, _here.reading, _here.path = False, None, False, ""


@contextmanager
def reading() -> Iterator[None]:
    """Work of a job that changes nothing: it may use what is kept, and keep, as a request may."""
    begin_request(reading=True)
    try:
        yield
    finally:
        end_request()


def path() -> str:
    """The address that this request answers; "" outside of requests."""
    return getattr(_here, "path", "")


def is_reading() -> bool:
    """Whether this thread answers a request that changes nothing."""
    return bool(getattr(_here, "reading", False))


def forget_read() -> None:
    """After a change in this request, read again."""
    statements.forget_ahead()
    _here.counters = None


class Kept(Generic[T]):
    """A value kept in the process while its counter stands.

    Args:
        counter: one of `KeptVersion`.
        make: makes the value from the database.
    """

    def __init__(self, counter: int, make: Callable[[], T]) -> None:
        self.counter, self.make = counter, make
        self.kept: tuple[int, T] | None = None
        _all.append(self)

    def __call__(self) -> T:
        """The value, true now."""
        version = counters().get(self.counter, 0)
        kept = self.kept
        if kept is None or kept[0] != version or version == 0:
            kept = self.kept = (version, self.make())
        return kept[1]


_others: list[Callable[[], None]] = []


def also_forget(clear: Callable[[], None]) -> None:
    """Call this too when everything kept is dropped."""
    _others.append(clear)


def forget_all() -> None:
    """Drop everything kept in this process (tests, restore)."""
    for kept in _all:
        kept.kept = None
    for clear in _others:
        clear()
