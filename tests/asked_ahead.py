"""In tests, no request may use an answer that it made untrue itself (docs/decisions/007-hot-pages.md).

Whoever writes by GET what was asked ahead (`collegium/audience/ahead.py`) calls `forget_ahead()`, else the bar of that
very page shows numbers from before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.utils import CursorWrapper

from collegium.web import statements

WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
BY_NAME = {"standing": ("audience_standing", "audience_belonging")}  # questions whose key is a name, not their SQL


written: set[str] = set()  # tables, since somebody cleared it


class StaleAnswer(AssertionError):
    """A request used an answer from before its own change."""


class Stale(list[Any]):
    """Stands where an answer was until its table was written; whoever looks at it is told."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table = table

    def __iter__(self) -> Iterator[Any]:
        raise StaleAnswer(f"{self.table} was written after this was asked: call forget_ahead() where it is written.")

    def __getitem__(self, at: Any) -> Any:
        return next(iter(self))

    def __len__(self) -> int:
        return len(list(iter(self)))


def mark_stale(sql: str) -> None:
    """Let no answer be used that was read from a table which this statement writes."""
    held, writes = getattr(statements._here, "ahead", None), WRITES.match(sql)
    if writes:
        written.add(writes[1])
    for key in list(held or ()) if writes else ():
        if re.search(rf"\b{writes[1]}\b", " ".join(BY_NAME.get(key[0], (key[0],)))):
            held[key] = Stale(writes[1])


def watched(execute: Callable[..., Any]) -> Callable[..., Any]:
    """The same method of a cursor, looking at each statement first."""

    def look(self: CursorWrapper, sql: Any, params: Any = None) -> Any:
        mark_stale(str(sql))
        return execute(self, sql, params)

    return look
