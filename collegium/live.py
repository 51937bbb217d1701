"""`/live/`: the numbers beside bell and messages as they move, for whoever is signed in, as server-sent events.

Runs on the event loop of the server, beside the pages. It never decides who may know what: for each look it asks the
site's own page `/live/counts/` with the reader's cookies, in a thread of the crew. When that page is refused, because
the session ended or the person may not sign in any more, the stream ends: within five seconds (docs/access.md, "How
soon"). An event holds numbers, never words.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

LOOK = 1.0  # seconds between two looks at the committed counter
AT_LEAST = 4.0  # seconds between two looks at whoever reads
LONGEST = 600.0  # seconds of one stream; browsers come back by themselves
HEADERS = [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "private, no-store")]

Ask = Callable[[], Awaitable[tuple[int, bytes]]]


async def follow(protocol: Any, counter: Callable[[], int], ask: Ask, headers: list[tuple[str, str]]) -> None:
    """Stream the reader's numbers until they go, may not read any more, or the stream has lasted long enough.

    Args:
        protocol: of the request (RSGI).
        counter: gives the committed counter that every deed moves; 0 when the database does not answer.
        ask: gives status and JSON of the reader's numbers now.
        headers: what every answer of the site carries.
    """
    status, told = await ask()
    if status != 200:
        protocol.response_str(403, [("content-type", "text/plain; charset=utf-8"), *headers], "Sign in first.\n")
        return
    stream = protocol.response_stream(200, [*HEADERS, *headers])
    await stream.send_str(_event(told))
    begun = asked = _now()
    version = counter()
    while _now() - begun < LONGEST:
        await asyncio.sleep(LOOK)
        moved = counter()
        if moved == version and _now() - asked < AT_LEAST:
            continue
        version, asked = moved, _now()
        status, numbers = await ask()
        if status != 200:
            return
        await stream.send_str(_event(numbers) if numbers != told else ": here\n\n")  # fails when the reader has gone
        told = numbers


def _now() -> float:
    return asyncio.get_running_loop().time()


def _event(numbers: bytes) -> str:
    return f"event: counts\ndata: {numbers.decode()}\n\n"
