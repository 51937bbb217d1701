"""FTS5: stems, diacritics, beginnings, and a second table of trigrams for names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from collegium.search.backends import BEGIN, END, LENGTH, Words
from collegium.search.query import Query, Term, folded

if TYPE_CHECKING:
    from collegium.search.models import EntryQuerySet

COLUMNS = {"teaser": 1, "body": 3}
TEASER = "{title teaser names}"
# High weights, because bm25 divides by length: a word of the title outweighs a short reply that has it.
RANK = "bm25(search_words, 100.0, 20.0, 10.0, 1.0)"


def put(entries: list[tuple[int, Words]]) -> None:
    """See `Backend`."""
    ids = [(pk,) for pk, _words in entries]
    names = [(pk, folded(words.name)) for pk, words in entries if words.name]
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_words WHERE rowid = %s", ids)
        cursor.executemany("DELETE FROM search_names WHERE rowid = %s", ids)
        cursor.executemany(
            "INSERT INTO search_words(rowid, title, teaser, names, body) VALUES (%s, %s, %s, %s, %s)",
            [(pk, words.title, words.teaser, words.names, words.body) for pk, words in entries],
        )
        if names:
            cursor.executemany("INSERT INTO search_names(rowid, name) VALUES (%s, %s)", names)


def matching(entries: EntryQuerySet, query: Query, *, teaser_only: bool = False, ranked: bool = True) -> Any:
    """See `Backend`."""
    expression = _expression(query)
    return entries.extra(  # noqa: S610
        select={"rank": RANK} if ranked else None,
        tables=["search_words"],
        where=["search_words.rowid = search_entry.id", "search_words MATCH %s"],
        params=[f"{TEASER} : ({expression})" if teaser_only else expression],
    )


def _expression(query: Query) -> str:
    joined = (" OR " if query.is_any else " AND ").join(_quoted(term) for term in query.wanted)
    without = " OR ".join(_quoted(term) for term in query.unwanted)
    return f"({joined}) NOT ({without})" if without else joined


def _quoted(term: Term) -> str:
    text = '"' + term.text.replace('"', '""') + '"'
    return f"({text} OR {text} *)" if term.is_beginning else text


def snippets(query: Query, texts: dict[int, tuple[str, str]]) -> dict[int, str]:
    """See `Backend`."""
    found: dict[int, str] = {}
    for column in ("teaser", "body"):
        ids = [pk for pk, (kind, _text) in texts.items() if kind == column]
        if not ids:
            continue
        places = ", ".join(["%s"] * len(ids))
        expression = _expression(query)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, snippet(search_words, {COLUMNS[column]}, %s, %s, '…', {LENGTH}) FROM search_words"  # noqa: S608
                f" WHERE search_words MATCH %s AND rowid IN ({places})",
                [BEGIN, END, expression if column == "body" else f"{TEASER} : ({expression})", *ids],
            )
            found |= dict(cursor.fetchall())
    return found


def similar(entries: EntryQuerySet, text: str) -> Any:
    """See `Backend`."""
    word = folded(text)
    threes = {word[at : at + 3] for at in range(len(word) - 2)}
    if not threes:
        return entries.none()
    expression = " OR ".join('"' + three.replace('"', '""') + '"' for three in sorted(threes))
    return entries.extra(
        select={"rank": "bm25(search_names)"},
        tables=["search_names"],
        where=["search_names.rowid = search_entry.id", "search_names MATCH %s"],
        params=[expression],
        order_by=["rank"],
    )
