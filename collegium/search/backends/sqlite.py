"""FTS5: stems, diacritics, beginnings, and a second table of trigrams for names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from collegium.search.backends import BEGIN, END, LENGTH, Expressions, Way, Words, beginning
from collegium.search.query import Query, Term
from collegium.web.statements import change_each
from collegium.web.texts import folded

if TYPE_CHECKING:
    from collegium.search.models import EntryQuerySet

TOKENS = "tokenize='porter unicode61 remove_diacritics 2'"  # as the index has them
TEASER = "{title teaser names}"
# High weights, because bm25 divides by length: a word of the title outweighs a short reply that has it.
RANK = "bm25(search_words, 100.0, 20.0, 10.0, 1.0)"


def put(entries: list[tuple[int, Words]], known: set[int]) -> None:
    """See `Backend`."""
    gone = [(pk,) for pk, _words in entries if pk in known]
    change_each("DELETE FROM search_words WHERE rowid = %s", gone)
    change_each("DELETE FROM search_names WHERE rowid = %s", gone)
    change_each(
        "INSERT INTO search_words(rowid, title, teaser, names, body) VALUES (%s, %s, %s, %s, %s)",
        [(pk, words.title, words.teaser, words.names, words.body) for pk, words in entries],
    )
    names = [(pk, folded(words.name)) for pk, words in entries if words.name]
    change_each("INSERT INTO search_names(rowid, name) VALUES (%s, %s)", names)


def expressions(query: Query) -> Expressions:
    """See `Backend`."""
    wanted = (" OR " if query.is_any else " AND ").join(_quoted(term) for term in query.wanted)
    without = " OR ".join(_quoted(term) for term in query.unwanted)
    but = f" NOT ({without})" if without else ""
    full = f"({wanted}){but}"
    return Expressions(Way(full), Way(f"{TEASER} : ({full})"), Way(f"({TEASER} : ({wanted})){but}"))


def matching(entries: EntryQuerySet, way: Way, *, few: bool = False) -> Any:
    """See `Backend`; one expression says it all."""
    return entries.extra(  # noqa: S610
        select={"rank": RANK},
        tables=["search_words"],
        where=["search_words.rowid = search_entry.id", "search_words MATCH %s"],
        params=[way.first],
        order_by=["-search_words.rowid"],
    )


def _quoted(term: Term) -> str:
    text = '"' + term.text.replace('"', '""') + '"'
    return f"({text} OR {text} *)" if term.is_beginning else text


def snippets(query: Query, texts: dict[int, tuple[str, str]]) -> dict[int, str]:
    """See `Backend`; marked in a table of this connection, because the index would be walked once for each text."""
    if not texts:
        return {}
    expression = " OR ".join(_quoted(term) for term in query.wanted)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_shown USING fts5(said, {TOKENS})")
        cursor.execute("DELETE FROM temp.search_shown")
        cursor.executemany(
            "INSERT INTO temp.search_shown(rowid, said) VALUES (%s, %s)",
            [(pk, text) for pk, (_kind, text) in texts.items()],
        )
        cursor.execute(
            f"SELECT rowid, snippet(search_shown, 0, %s, %s, '…', {LENGTH}) FROM temp.search_shown"  # noqa: S608
            " WHERE search_shown MATCH %s",
            [BEGIN, END, expression],
        )
        found = dict(cursor.fetchall())
        cursor.execute("DELETE FROM temp.search_shown")
    return {pk: found.get(pk) or beginning(text) for pk, (_kind, text) in texts.items()}


def pattern(text: str) -> str:
    """See `Backend`; any three letters that follow one another."""
    word = folded(text)
    threes = {word[at : at + 3] for at in range(len(word) - 2)}
    return " OR ".join('"' + three.replace('"', '""') + '"' for three in sorted(threes))


def similar(entries: EntryQuerySet, pattern: str) -> Any:
    """See `Backend`."""
    return entries.extra(
        tables=["search_names"],
        where=["search_names.rowid = search_entry.id", "search_names MATCH %s"],
        params=[pattern],
        order_by=["search_names.rank"],
    )
