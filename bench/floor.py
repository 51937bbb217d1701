"""The floor: the same number of bytes from a one-line program under the same server, on the same interface."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def body(size: int) -> bytes:
    """So many bytes."""
    return b"x" * size


async def app(scope: Any, protocol: Any) -> None:
    """Answer `/<size>` with so many bytes."""
    protocol.response_bytes(200, [("content-type", "text/html; charset=utf-8")], body(int(scope.path[1:])))
