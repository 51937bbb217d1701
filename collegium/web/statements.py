"""Small SELECTs of every request, without the layers that only logs and parameters of other kinds need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

_PLACE = re.compile(r"(?<!%)%s")


def select(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of one SELECT; parameters stand as `%s` and are adapted for the database already.

    The statement goes straight to its connection, and PostgreSQL plans it once for each connection, unless somebody
    listens (tests that count queries).
    """
    own = connections[DEFAULT_DB_ALIAS]  # asked once: `django.db.connection` looks it up for every name
    if own.connection is None:
        own.ensure_connection()
    if own.queries_logged or own.execute_wrappers:
        with own.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
    own.validate_no_broken_transaction()
    with own.wrap_database_errors:
        if own.vendor == "sqlite":
            return own.connection.execute(_for_sqlite(sql), params).fetchall()  # type: ignore[no-any-return]
        import psycopg  # only where the database is PostgreSQL

        with psycopg.Cursor(own.connection) as planned:
            return planned.execute(sql, params, prepare=True).fetchall()


@lru_cache(maxsize=4096)
def _for_sqlite(sql: str) -> str:
    return _PLACE.sub("?", sql).replace("%%", "%")
