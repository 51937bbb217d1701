"""`/live/`: the numbers beside bell and messages as they move, for whoever is signed in, as server-sent events.

Runs on the event loop of the server, beside the pages. It never decides who may know what: for each look it asks the
site's own page `/live/counts/` with the reader's cookies, in a thread of the crew. When that page is refused, because
the session ended or the person may not sign in any more, the stream ends: within five seconds (docs/access.md, "How
soon"). An event holds numbers, never words.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

LOOK = 4.0  # seconds between two looks
LONGEST = 600.0  # seconds of one stream; browsers come back by themselves
MOST, MOST_OF_ONE = 500, 4  # streams of this process, and of one browser: what streams cost is bounded
EVENTS = [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "private, no-store")]
PLAIN = [("content-type", "text/plain; charset=utf-8")]
Ask = Callable[[], Awaitable[tuple[int, bytes]]]
_open: Counter[str] = Counter()


async def follow(protocol: Any, who: str, ask: Ask, headers: list[tuple[str, str]]) -> None:
    """Stream the reader's numbers until they go, may not read any more, or the stream has lasted long enough.

    Args:
        protocol: of the request (RSGI).
        who: stands for one browser (its cookies).
        ask: gives status and JSON of the reader's numbers now.
        headers: what every answer of the site carries.
    """
    if _open[who] >= MOST_OF_ONE or _open.total() >= MOST:
        more = [*PLAIN, ("retry-after", "60"), *headers]
        protocol.response_str(429, more, "Too many streams are open. Close one, or try again in a minute.\n")
        return
    _open[who] += 1
    try:
        status, told = await ask()
        if status != 200:
            protocol.response_str(403, [*PLAIN, *headers], "Sign in first.\n")
            return
        stream = protocol.response_stream(200, [*EVENTS, *headers])
        await stream.send_str(_event(told))
        for _look in range(int(LONGEST / LOOK)):
            await asyncio.sleep(LOOK)
            status, now = await ask()
            if status != 200:
                return
            await stream.send_str(_event(now) if now != told else ": here\n\n")  # fails when the reader has gone
            told = now
    finally:
        _open[who] -= 1
        if not _open[who]:
            del _open[who]


def _event(numbers: bytes) -> str:
    return f"event: counts\ndata: {numbers.decode()}\n\n"
