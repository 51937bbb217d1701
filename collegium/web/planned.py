"""Statements that PostgreSQL prepares once for a connection and is then only given values for.

Straight to libpq: a cursor's layers would cost about as much as the answer of a small SELECT. Numbers are always sent
as eight bytes, so that a statement is planned once and not once for each width that its numbers happen to have.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

from psycopg import Connection, pq
from psycopg.abc import Buffer
from psycopg.adapt import Loader, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.types.numeric import Int8BinaryDumper

MOST = 300  # statements of a connection
_PLACE = re.compile(r"(?<!%)%s")
_here = threading.local()
_numbers = count()  # for names that no connection has twice


def select(connection: Connection[Any], sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement; parameters stand as `%s`.

    Raises:
        psycopg.Error: what the database refused, as a cursor would say it.
    """
    planned: Planned | None = getattr(_here, "planned", None)
    if planned is None or planned.connection is not connection:
        planned = _here.planned = Planned(connection)
    if not connection.autocommit and connection.pgconn.transaction_status == pq.TransactionStatus.IDLE:
        cursor = connection.execute(sql, params, prepare=True)  # a cursor begins the transaction
        return cursor.fetchall() if cursor.description else []
    return planned.rows(sql, params)


class _Moment(Loader):
    """A moment in UTC, read by Python's own parser; years before Christ and infinity do not occur here."""

    def load(self, data: Buffer) -> datetime:
        """Of "2026-11-24 09:30:00+00"."""
        return datetime.fromisoformat(bytes(data).decode())


class Planned:
    """The statements of one connection, by their text and the types of their parameters.

    Args:
        connection: one that nobody else uses at the same time.
    """

    def __init__(self, connection: Connection[Any]) -> None:
        cursor = connection.cursor()
        cursor.adapters.register_dumper(int, Int8BinaryDumper)
        if (connection.info.parameter_status("DateStyle") or "").startswith("ISO"):
            cursor.adapters.register_loader("timestamptz", _Moment)
        self.connection, self._libpq = connection, connection.pgconn
        self._adapt = Transformer(cursor)
        self._names: OrderedDict[tuple[str, tuple[int, ...]], bytes] = OrderedDict()

    def rows(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        """See `select`."""
        adapt = self._adapt
        values: Any = adapt.dump_sequence(params, [PyFormat.AUTO] * len(params))
        key = sql, adapt.types or ()
        name = self._names.get(key)
        if name is None:
            name = self._prepare(key)
        else:
            self._names.move_to_end(key)
        result = checked(self._libpq.exec_prepared(name, values, adapt.formats))
        if not result.nfields:
            return []
        adapt.set_pgresult(result)
        return adapt.load_rows(0, result.ntuples, tuple)

    def _prepare(self, key: tuple[str, tuple[int, ...]]) -> bytes:
        if len(self._names) >= MOST:
            _key, oldest = self._names.popitem(last=False)
            checked(self._libpq.exec_(b"DEALLOCATE " + oldest))
        name = b"planned_%d" % next(_numbers)
        checked(self._libpq.prepare(name, _for_libpq(key[0]), key[1]))
        self._names[key] = name
        return name


def checked(result: Any) -> Any:
    """The result, unless the database refused.

    Raises:
        psycopg.Error: what it said.
    """
    if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
        raise error_from_result(result)
    return result


@lru_cache(maxsize=4096)
def _for_libpq(sql: str) -> bytes:
    numbers = count(1)
    return _PLACE.sub(lambda _place: f"${next(numbers)}", sql).replace("%%", "%").encode()
