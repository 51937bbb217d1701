"""The moment that conditions of access are compared with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """Now; while a statement is prepared, the mark that stands for it."""
    return _fixed.get() or timezone.now()


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Let `now` be this moment (audience.prepared)."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
