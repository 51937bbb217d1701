"""Where a piece lives. Upper apps say how their kind is addressed; lower code only asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collegium.discussion.models import Piece, Reply

_addresses: dict[str, Callable[[Piece], str]] = {}
PAGE = 20


def piece_kind_lives_at(kind: str, address: Callable[[Piece], str]) -> None:
    """Called by forums, blogs and magazine when they start: how to address a piece of their kind."""
    _addresses[kind] = address


def piece_url(piece: Piece) -> str:
    """The address of a piece."""
    return _addresses[piece.kind](piece)


def reply_url(reply: Reply, position: int | None = None) -> str:
    """The address of a reply: its page and anchor.

    Args:
        reply: with its piece at hand.
        position: the reply's place in what the reader sees; default its number.
    """
    place = position or reply.number
    page = (place - 1) // PAGE + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{piece_url(reply.piece)}{query}#reply-{place}"
