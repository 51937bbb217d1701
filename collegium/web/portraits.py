"""Small pictures beside names. The people app says where they are; a cache keeps the addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_lookup: Callable[[int], str] | None = None


def portraits_come_from(lookup: Callable[[int], str]) -> None:
    """Called by the people app when it starts: person id -> address of the square portrait, or ""."""
    global _lookup
    _lookup = lookup


def portrait_url(person: Any) -> str:
    """The address of a person's square portrait, "" when there is none.

    Args:
        person: an account, or a dict with `pk`.
    """
    key = person.get("pk") if isinstance(person, dict) else getattr(person, "pk", None)
    return _lookup(key) if _lookup and key else ""
