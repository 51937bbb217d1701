"""Statements that PostgreSQL plans once: the same rows as by a cursor, the same refusals, a bounded number."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DataError, ProgrammingError, connection, transaction

from collegium.web import planned, statements

postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite prepares by itself")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def _prepared() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements")
        return dict(cursor.fetchall())


def _names(text: str) -> set[str]:
    return {name for name, statement in _prepared().items() if statement == text}


@postgres
@pytest.mark.django_db
def test_gives_the_rows_of_a_cursor() -> None:
    sql = "SELECT n, %s, %s::text, %s::timestamptz, %s::int, '100%%' FROM (VALUES (1), (2)) v(n) WHERE n < %s"
    params = [7, "Müller's", NOW, None, 3]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        wanted = cursor.fetchall()

    found = statements.select(sql, params)

    assert found == wanted
    assert found[0] == (1, 7, "Müller's", NOW, None, "100%")


@postgres
@pytest.mark.django_db
def test_numbers_of_any_width_share_one_plan() -> None:
    sql = "SELECT n FROM (VALUES (5), (70000)) widths(n) WHERE n = %s"

    assert [statements.select(sql, [number]) for number in (5, 70_000, 2**40)] == [[(5,)], [(70_000,)], []]

    assert sum("widths" in text for text in _prepared().values()) == 1


@postgres
@pytest.mark.django_db
def test_old_statements_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planned, "MOST", 3)
    monkeypatch.setattr(planned._here, "planned", None, raising=False)

    for number in range(8):
        assert statements.select(f"SELECT {number} AS bounded, %s::int", [1]) == [(number, 1)]

    assert sum("AS bounded" in text for text in _prepared().values()) == 3
    assert statements.select("SELECT 0 AS bounded, %s::int", [1]) == [(0, 1)]


@postgres
@pytest.mark.django_db
def test_what_is_used_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planned, "MOST", 3)
    monkeypatch.setattr(planned._here, "planned", None, raising=False)

    names = set()
    for number in range(8):
        statements.select("SELECT 99 AS kept, %s::int", [1])
        names |= _names("SELECT 99 AS kept, $1::int")
        statements.select(f"SELECT {number} AS kept, %s::int", [1])

    assert len(names) == 1


@postgres
@pytest.mark.django_db
def test_refusals_are_djangos_and_the_next_statement_goes_on() -> None:
    with pytest.raises(ProgrammingError, match="no_such_table"), transaction.atomic():
        statements.select("SELECT * FROM no_such_table WHERE id = %s", [1])
    with pytest.raises(DataError), transaction.atomic():
        statements.select("SELECT %s::text", ["nothing\0hidden"])

    assert statements.select("SELECT %s::int", [4]) == [(4,)]


@postgres
@pytest.mark.django_db
def test_outside_of_autocommit_the_transaction_begins() -> None:
    wishes = connection.get_connection_params()
    plain = {name: wishes[name] for name in ("dbname", "user", "password", "host", "port") if wishes.get(name)}
    with psycopg.connect(**plain) as own:
        assert planned.select(own, "SELECT %s::int", [4]) == [(4,)]
        assert own.pgconn.transaction_status == psycopg.pq.TransactionStatus.INTRANS
        own.rollback()
