"""Texts that come outside of a form: in an address, or in one field of a button."""

from __future__ import annotations

from django.http import QueryDict


def sent(data: QueryDict, name: str, most: int) -> str:
    """What somebody sent under this name: at most so many characters, trimmed, without NUL (PostgreSQL has none)."""
    return data.get(name, "").replace("\x00", "").strip()[:most]
