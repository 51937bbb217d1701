"""Long talks for tests, and what reading one costs: steps or rows of the database, which no clock measures."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle
from typing import Any

from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collegium.accounts.models import User
from collegium.discussion.bylines import byline_of
from collegium.discussion.models import Piece, Reply
from collegium.discussion.stretches import recount
from collegium.discussion.words import Words
from collegium.web import versions

EACH = 20  # steps of SQLite between two looks
WORDS = Words.plain("We call on day three.")


def lengthen(piece: Piece, replies: int, *people: User) -> Piece:
    """Append so many replies by these people in turn, the last of them written an hour ago."""
    end = timezone.now() - timedelta(hours=1)
    rows = []
    for n, by in zip(range(replies), cycle(people), strict=False):
        row = Reply(
            piece_id=piece.pk, number=piece.last_number + n + 1, author=by, byline=byline_of(by),
            readers_id=piece.readers_id, open_to_id=piece.open_to_id, open_from=piece.open_from,
            open_until=piece.open_until, created_at=end - timedelta(minutes=replies - n),
        )  # fmt: skip
        WORDS.put_into(row)
        rows.append(row)
    Reply.objects.bulk_create(rows, batch_size=500)
    recount(piece.pk, [row.number for row in rows])
    counts = {name: F(name) + replies for name in ("last_number", "reply_count")}
    Piece.objects.filter(pk=piece.pk).update(moved_at=rows[-1].created_at, **counts)
    piece.refresh_from_db()
    return piece


def cost_of(ask: Callable[[], Any], *, forget: bool = True) -> tuple[int, int]:
    """How many statements it takes, and how much the database does for them.

    On SQLite that is steps of its machine, on PostgreSQL rows that a plan's nodes gave or threw away. With `forget`,
    nothing is kept from before.
    """
    if forget:
        versions.forget_all()
    if connection.vendor == "sqlite":
        steps = [0]

        def step() -> int:
            steps[0] += EACH
            return 0

        connection.ensure_connection()
        connection.connection.set_progress_handler(step, EACH)
        try:
            with CaptureQueriesContext(connection) as seen:
                ask()
        finally:
            connection.connection.set_progress_handler(None, EACH)
        return len(seen), steps[0]
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen), sum(_rows_of(query["sql"]) for query in seen.captured_queries)


def _rows_of(sql: str) -> int:
    if not sql.startswith("SELECT") or "FOR UPDATE" in sql:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql.replace('%', '%%')}")
        (plan,) = cursor.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return _rows(plan[0]["Plan"])


def _rows(node: dict[str, Any]) -> int:
    loops = node.get("Actual Loops", 1)
    own = (node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)) * loops
    return int(own) + sum(_rows(child) for child in node.get("Plans", []))


def analyzed() -> None:
    """PostgreSQL knows what is in its tables, and plans as for large ones, which it does not read from end to end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_hashjoin = off")
            cursor.execute("SET LOCAL enable_mergejoin = off")
