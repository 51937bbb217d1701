"""tsvector: stems and, where the extensions can be made, diacritics (unaccent) and trigrams (pg_trgm)."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.expressions import RawSQL

from collegium.search.backends import Expressions, Way, Words
from collegium.search.query import Query, Term
from collegium.web.statements import change_each, select
from collegium.web.texts import folded

if TYPE_CHECKING:
    from collegium.search.models import EntryQuerySet

CONFIG = "collegium"
TITLES = "ts_filter(search_words.words, '{a,b,c}')"  # has an index of its own
LOOKED = ("words", TITLES, TITLES)  # in what full, teaser and titled ways look
OFTEN = 32  # words of one in so many entries are frequent; PostgreSQL expects unknown beginnings in one in 48
WEIGHTS = "'{0.1, 0.3, 0.4, 1.0}'"  # body, names, teaser, title


def put(entries: list[tuple[int, Words]], known: set[int]) -> None:
    """See `Backend`; what is known is found by its key."""
    weighted = " || ".join(f"setweight(to_tsvector('{CONFIG}', %s), '{weight}')" for weight in "ABCD")
    change_each(
        f"INSERT INTO search_words (rowid, words, name) VALUES (%s, {weighted}, %s)"  # noqa: S608
        " ON CONFLICT (rowid) DO UPDATE SET words = excluded.words, name = excluded.name",
        [(pk, w.title, w.teaser, w.names, w.body, folded(w.name)) for pk, w in entries],
    )


def expressions(query: Query) -> Expressions:
    """See `Backend`; the database makes them and says how frequent they are, once for each search."""
    (full, values), (wanted, more) = _expression(query), _expression(Query(query.text, query.wanted, query.is_any))
    [(whole, found)] = select(f"SELECT ({full})::text, ({wanted})::text", [*values, *more])
    full_is, teaser_is, titled_is = _are_frequent(whole, found)
    return Expressions(Way(whole, None, full_is), Way(found, whole, teaser_is), Way(whole, found, titled_is))


def _are_frequent(whole: str, found: str) -> list[bool]:
    """Of each way whether to begin with the newest entries: by the database's statistics, which is quicker than to
    count, and to plan the whole search for its words."""
    looked = " UNION ALL ".join(f"SELECT FROM search_words WHERE {words} @@ %s::tsquery" for words in LOOKED)
    explain = f"EXPLAIN (FORMAT JSON) {looked} UNION ALL SELECT FROM search_words"
    [(said,)] = select(explain, [whole, whole, found])
    plans = (json.loads(said) if isinstance(said, str) else said)[0]["Plan"]["Plans"]
    *expected, all_entries = (plan["Plan Rows"] for plan in plans)
    return [rows * OFTEN > all_entries for rows in expected]


def matching(entries: EntryQuerySet, way: Way, *, few: bool | str = False, before: int | None = None) -> Any:
    """See `Backend`; the index finds by the first expression, then the second looks at teaser words only.

    The statement is planned once, for any words, so it says itself where to begin: what stands inside of COALESCE is
    found by no index of words, and no index has the order of a sum.
    """
    by_words = "COALESCE({} @@ %s::tsquery, FALSE)" if way.is_frequent else "{} @@ %s::tsquery"
    params: list[Any]
    where, params = [by_words.format("search_words.words")], [way.first]
    if way.second is not None:
        where.append(by_words.format(TITLES))
        params.append(way.second)
    if before:
        where.append("search_words.rowid < %s")
        params.append(before)
    found = entries.extra(  # noqa: S610
        select={"rank": f"-ts_rank({WEIGHTS}, search_words.words, %s::tsquery, 1)"},
        select_params=[way.first],
        tables=["search_words"],
        where=["search_words.rowid = search_entry.id", *where],
        params=params,
    )
    order = "search_words.rowid" if way.is_frequent and not few else "search_words.rowid + 0"
    return found.order_by(RawSQL(order, ()).desc())  # noqa: S611


def stretches(entries: EntryQuerySet) -> str:
    """See `Backend`; the walk of few entries begins with their ids."""
    return ""


def _expression(query: Query) -> tuple[str, list[Any]]:
    """A tsquery with its parameters."""
    parts = [_part(term) for term in query.wanted]
    sql = (" || " if query.is_any else " && ").join(part for part, _params in parts)
    params = [value for _part_sql, values in parts for value in values]
    for term in query.unwanted:
        part, values = _part(term)
        sql, params = f"({sql}) && !!{part}", [*params, *values]
    return sql, params


def _part(term: Term) -> tuple[str, list[Any]]:
    whole = f"phraseto_tsquery('{CONFIG}', %s)"
    if not (term.is_beginning and re.fullmatch(r"\w+", term.text)):
        return f"({whole})", [term.text]
    beginning = f"to_tsquery('{CONFIG}', %s)"
    return f"({whole} || {beginning})", [term.text, f"'{term.text}':*"]


@cache
def _has_trigrams() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def pattern(text: str) -> str:
    """See `Backend`; without pg_trgm the first letters."""
    word = folded(text)
    return word if not word or _has_trigrams() else f"%{word[:3]}%"


def similar(entries: EntryQuerySet, pattern: str) -> Any:
    """See `Backend`; without pg_trgm names that have the first letters."""
    on = ["search_words.rowid = search_entry.id", "search_words.name <> ''"]
    if not _has_trigrams():
        like = [*on, "search_words.name LIKE %s"]
        return entries.extra(tables=["search_words"], where=like, params=[pattern])  # noqa: S610
    return entries.extra(  # noqa: S610
        select={"rank": "1 - word_similarity(%s, search_words.name)"},
        select_params=[pattern],
        tables=["search_words"],
        where=[*on, "search_words.name %%> %s"],  # as near as the connection's settings say; it has an index
        params=[pattern],
        order_by=["rank"],
    )
