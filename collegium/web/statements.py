"""Small statements of every request, without the layers that only logs and parameters of other kinds need.

Several that are known to come can be asked together beforehand (`ask_ahead`): the database answers them in one
statement, and `select` hands each answer out to whoever asks exactly that in the same request.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Hashable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Aggregate, Model, TextField

Rows = list[tuple[Any, ...]]
FEW = 20  # rows; more are inserted together
_PLACE = re.compile(r"(?<!%)%s")
_here = threading.local()
_widths: dict[str, tuple[int, ...]] = {}  # of the parts of a joint statement


class Question(NamedTuple):
    """A SELECT of one row at most. `name` stands for it where its parameters hold the present moment."""

    sql: str
    params: Sequence[Any] = ()
    name: Hashable = None

    @property
    def key(self) -> Hashable:
        """What has to be the same for an answer to be an answer."""
        return self.name or (self.sql, tuple(self.params))


def select(sql: str, params: Sequence[Any] = (), name: Hashable = None) -> Rows:
    """The rows of one SELECT; parameters stand as `%s` and are adapted for the database already.

    The statement goes straight to its connection, and PostgreSQL plans it once for each connection, unless somebody
    listens (tests that count queries).
    """
    ahead: dict[Hashable, Rows] | None = getattr(_here, "ahead", None)
    if ahead:
        known = ahead.get(name or (sql, tuple(params)))
        if known is not None:
            return known
    return _run(sql, params)


def ask_ahead(*wanted: Question | None) -> None:
    """Ask now what this request will ask soon. Whoever changes something in between calls `forget_ahead`.

    Outside of a request, and in one that may change things, nothing is asked ahead.
    """
    if not getattr(_here, "is_reading", False):
        return
    questions = [question for question in wanted if question and question.key not in _here.ahead]
    if len(questions) < 2:  # one alone is asked when it is asked
        return
    sql = _joint(tuple(question.sql for question in questions))
    params = [value for question in questions for value in question.params]
    rows = _run(sql, params) if sql in _widths else _first_run(sql, params)
    if len(rows) != 1:  # somebody gave a SELECT of several rows: each is asked by itself
        return
    ahead, at = _here.ahead, 0
    for question, width in zip(questions, _widths[sql], strict=True):
        ahead[question.key] = [rows[0][at + 1 : at + width]] if rows[0][at] else []
        at += width


def change(sql: str, params: Sequence[Any] = ()) -> Rows:
    """One INSERT, UPDATE or DELETE, as `select` asks. Returns what its RETURNING names, else nothing."""
    return _run(sql, params)


def change_each(sql: str, values: Sequence[Sequence[Any]]) -> None:
    """The same statement for each of these parameters."""
    if len(values) == 1:
        change(sql, values[0])
    elif values:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.executemany(sql, values)


def store_new(rows: Collection[Model], *, conflict: str = "") -> None:
    """Insert rows and give them their ids. Like `bulk_create`, it calls no `save`; few go by one kept statement each.

    Args:
        conflict: "ON CONFLICT …", which says in SQL what becomes of a row that is there.
    """
    if len(rows) > FEW and not conflict:
        type(next(iter(rows)))._default_manager.bulk_create(rows, batch_size=500)
        return
    own = connections[DEFAULT_DB_ALIAS]
    for row in rows:
        sql, fields = _insertion(type(row), row.pk is None, conflict)
        returned = change(sql, [field.get_db_prep_save(field.pre_save(row, True), own) for field in fields])
        row.pk = row.pk if row.pk is not None else returned[0][0]
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insertion(model: Any, by_database: bool, conflict: str) -> tuple[str, tuple[Any, ...]]:
    """The statement for one row, whose id the database gives or not, and the fields it takes."""
    meta, quote = model._meta, connections[DEFAULT_DB_ALIAS].ops.quote_name
    fields = tuple(field for field in meta.local_concrete_fields if not (by_database and field.primary_key))
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}) {conflict}"  # noqa: S608 (places for values only)
    return sql + (f" RETURNING {quote(meta.pk.column)}" if by_database else ""), fields


def store_each(rows: Collection[Model], names: Iterable[str]) -> None:
    """Write these fields of rows that are stored already, one prepared statement for all of them.

    Like `bulk_update`, which builds an expression for each field of each row and costs far more, it calls no `save`.
    """
    fields_of = list(names)
    if not rows or not fields_of:
        return
    meta: Any = next(iter(rows))._meta
    own = connections[DEFAULT_DB_ALIAS]
    fields = [*map(meta.get_field, fields_of), meta.pk]
    quote = own.ops.quote_name
    wanted = ", ".join(f"{quote(field.column)} = %s" for field in fields[:-1])
    sql = f"UPDATE {quote(meta.db_table)} SET {wanted} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608
    change_each(sql, [[_stored(field, row, own) for field in fields] for row in rows])


def store_if(row: Model, names: Iterable[str], **still: Any) -> bool:
    """Write these fields of a row whose columns still hold these values. Returns whether they did."""
    meta: Any = row._meta
    own = connections[DEFAULT_DB_ALIAS]
    quote = own.ops.quote_name
    fields = [meta.get_field(name) for name in names]
    wanted = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    values = [_stored(field, row, own) for field in fields]
    where = [f"{quote(meta.pk.column)} = %s"]
    values.append(meta.pk.get_db_prep_save(row.pk, own))
    for name, value in still.items():
        field = meta.get_field(name)
        where.append(f"{quote(field.column)} {'IS NULL' if value is None else '= %s'}")
        values += [] if value is None else [field.get_db_prep_save(value, own)]
    sql = f"UPDATE {quote(meta.db_table)} SET {wanted} WHERE {' AND '.join(where)} RETURNING 1"  # noqa: S608
    return bool(change(sql, values))


def _stored(field: Any, row: Model, own: Any) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), own)


def begin(*, reading: bool) -> None:
    """A request begins or ends in this thread: only while one reads is anything asked ahead."""
    _here.ahead, _here.is_reading = {}, reading


def forget_ahead(*only: Question | None) -> None:
    """What was asked beforehand counts no more: all of it, or these."""
    if not only:
        _here.ahead = {}
    for question in only:
        if question is not None:
            getattr(_here, "ahead", {}).pop(question.key, None)


class InOneText(Aggregate):
    """The same of a queryset."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Sequence[Any]]:
        """PostgreSQL has another name for it."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


@cache
def in_one_text(expression: str) -> str:
    """The aggregate that puts the texts of all rows into one, with commas between."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        return f"GROUP_CONCAT({expression}, ',')"
    return f"STRING_AGG({expression}, ',')"


def _run(sql: str, params: Sequence[Any]) -> Rows:
    own = connections[DEFAULT_DB_ALIAS]  # asked once: `django.db.connection` looks it up for every name
    if own.connection is None:
        own.ensure_connection()
    if own.queries_logged or own.execute_wrappers:
        with own.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall()) if cursor.description else []
    own.validate_no_broken_transaction()
    with own.wrap_database_errors:
        if own.vendor == "sqlite":
            return own.connection.execute(_for_sqlite(sql), params).fetchall()  # type: ignore[no-any-return]
        from collegium.web import planned  # only where the database is PostgreSQL

        return planned.select(own.connection, sql, params)


@lru_cache(maxsize=4096)
def _for_sqlite(sql: str) -> str:
    return _PLACE.sub("?", sql).replace("%%", "%")


@lru_cache(maxsize=1024)
def _joint(parts: tuple[str, ...]) -> str:
    joins = (f"LEFT JOIN (SELECT 1 AS part, * FROM ({sql}) p{n}) q{n} ON 1=1" for n, sql in enumerate(parts))  # noqa: S608
    return f"SELECT {', '.join(f'q{n}.*' for n in range(len(parts)))} FROM (SELECT 1) one {' '.join(joins)}"  # noqa: S608


def _first_run(sql: str, params: Sequence[Any]) -> Rows:
    """Learn how many columns each part of a joint statement has: it begins with a column "part"."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, params)
        starts = [place for place, column in enumerate(cursor.description) if column[0] == "part"]
        ends = [*starts[1:], len(cursor.description)]
        _widths[sql] = tuple(end - start for start, end in zip(starts, ends, strict=True))
        return list(cursor.fetchall())
