"""Counts of how often somebody did something in a stretch of time: exact under concurrency, never evicted.

    count(["search:person:7:28", "search:address:192.0.2.1:28"], until)  ->  [3, 12]

They lie in a table of their own, so that one statement counts all of one request. Where several machines share a Redis
(`COLLEGIUM_REDIS_URL`), they lie there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from collegium.web.models import Counted


def count(names: Sequence[str], until: int) -> list[int]:
    """Add one to each of these counts. Returns their numbers, in the order of the names.

    Args:
        names: different ones, with the stretch of time in them: another stretch is another count.
        until: seconds since 1970; after that they may be forgotten.
    """
    if settings.CONFIG.redis_url:
        return [_in_redis(f"count:{name}", until) for name in names]
    in_order = sorted(names)  # everybody takes the rows in one order, so that nobody waits in a circle
    values = ", ".join(["(%s, 1, %s)"] * len(in_order))
    sql = (
        f"INSERT INTO web_counted (name, number, until) VALUES {values}"  # noqa: S608 (places for values only)
        " ON CONFLICT (name) DO UPDATE SET number = web_counted.number + 1 RETURNING name, number"
    )
    with _not_synced(), connection.cursor() as cursor:
        cursor.execute(sql, [value for name in in_order for value in (name, until)])
        numbers = dict(cursor.fetchall())
    return [int(numbers[name]) for name in names]


def forget_ended() -> None:
    """Delete what has ended; what still counts stays, however much there is."""
    Counted.objects.filter(until__lt=int(time.time())).delete()


def _in_redis(name: str, until: int) -> int:
    cache.add(name, 0, timeout=max(1, until - int(time.time())))
    try:
        return cache.incr(name)
    except ValueError:  # it ended between the two: a new stretch has begun
        return 1


@contextmanager
def _not_synced() -> Iterator[None]:
    """On SQLite do not wait for the disk: a power cut may lose counts. On PostgreSQL the table is unlogged."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        [(before,)] = cursor.execute("PRAGMA synchronous").fetchall()
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={before}")
