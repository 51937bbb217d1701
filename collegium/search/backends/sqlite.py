"""FTS5: stems, diacritics, beginnings; a table of titles, teasers and names alone, another of trigrams for names.

To rank, FTS5 counts every entry that has a word, and for a beginning it joins the entries of all words that begin so:
at 100,000 entries of which most have the word 21 of a search's 28 ms. Words that very many entries have (`OFTEN`) are
therefore not ranked by how often a text has them, only by whether a title, teaser or name has them, then by date; and
the last of them is no beginning unless a star says so. What has them is found all the same, newest first.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from collegium.search.backends import Expressions, Way, Words
from collegium.search.query import Query, Term
from collegium.web.statements import change_each, select
from collegium.web.texts import folded

if TYPE_CHECKING:
    from collegium.search.models import EntryQuerySet

TEASER = "{title teaser names}"
# High weights, because bm25 divides by length: a word of the title outweighs a short reply that has it.
RANK = "bm25(search_words, 100.0, 20.0, 10.0, 1.0)"
RANK_OF_TITLES = "bm25(search_titles, 100.0, 20.0, 10.0)"
OFTEN = 4000  # entries
# Of few entries: how far apart they lie in one stretch, how many stretches, how long together.
APART, MOST_STRETCHES, LONGEST = 500, 16, 8000


def put(entries: list[tuple[int, Words]], known: set[int]) -> None:
    """See `Backend`; replies have no title, they are not in the table of titles."""
    gone = [(pk,) for pk, _words in entries if pk in known]
    for table in ("search_words", "search_titles", "search_names"):
        change_each(f"DELETE FROM {table} WHERE rowid = %s", gone)  # noqa: S608
    change_each(
        "INSERT INTO search_words(rowid, title, teaser, names, body) VALUES (%s, %s, %s, %s, %s)",
        [(pk, words.title, words.teaser, words.names, words.body) for pk, words in entries],
    )
    titles = [(pk, words.title, words.teaser, words.names) for pk, words in entries if words.title or words.teaser]
    change_each("INSERT INTO search_titles(rowid, title, teaser, names) VALUES (%s, %s, %s, %s)", titles)
    names = [(pk, folded(words.name)) for pk, words in entries if words.name]
    change_each("INSERT INTO search_names(rowid, name) VALUES (%s, %s)", names)


def expressions(query: Query) -> Expressions:
    """See `Backend`."""
    written = query.as_written()
    [(last,)] = select("SELECT MAX(id) FROM search_entry")  # where there are few, nothing is frequent
    for asked in dict.fromkeys((written, query)) if (last or 0) >= OFTEN else ():
        if _is_frequent(asked):
            return _unranked(asked)
    wanted, but = _parts(query)
    full = f"({wanted}){but}"
    return Expressions(Way(full), Way(f"{TEASER} : ({full})"), Way(f"({TEASER} : ({wanted})){but}"))


def _unranked(query: Query) -> Expressions:
    """Titles are looked for in their own table, where few have the words; what rules out may stand anywhere."""
    wanted, but = _parts(query)
    full = f"({wanted}){but}"
    titled = Way(f"({TEASER} : ({wanted})){but}") if but else Way(None, wanted)
    return Expressions(Way(full, is_frequent=True), Way(None, full), titled)


def _parts(query: Query) -> tuple[str, str]:
    """What is wanted, and what rules out ("" or with its NOT)."""
    wanted = (" OR " if query.is_any else " AND ").join(_quoted(term) for term in query.wanted)
    without = " OR ".join(_quoted(term) for term in query.unwanted)
    return wanted, f" NOT ({without})" if without else ""


def _is_frequent(query: Query) -> bool:
    """Whether very many entries have the words; it stops counting there."""
    newest = "SELECT 1 FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT %s"
    [(number,)] = select(f"SELECT COUNT(*) FROM ({newest})", [_parts(query)[0], OFTEN])  # noqa: S608
    return bool(number >= OFTEN)


def matching(entries: EntryQuerySet, way: Way, *, few: bool | str = False, before: int | None = None) -> Any:
    """See `Backend`; one expression says it all."""
    table, words = ("search_words", way.first) if way.first is not None else ("search_titles", way.second)
    rank = ("0.0" if way.is_frequent else RANK) if way.first is not None else RANK_OF_TITLES
    where = [f"{table}.rowid = search_entry.id", f"{table} MATCH %s"]
    params: list[Any] = [words]
    if way.is_frequent and isinstance(few, str):
        return _within(entries, few, words, before)
    if before:
        where.append(f"{table}.rowid < %s")
        params.append(before)
    return entries.extra(  # noqa: S610
        select={"rank": rank}, tables=[table], where=where, params=params, order_by=[f"-{table}.rowid"]
    )


def _within(entries: EntryQuerySet, few: str, words: str | None, before: int | None) -> Any:
    """Only the stretches in which the few entries lie are walked."""
    found = (
        "search_entry.id IN (SELECT w.rowid FROM json_each(%s) AS part CROSS JOIN search_words AS w"
        " WHERE w.search_words MATCH %s"
        " AND w.rowid BETWEEN json_extract(part.value, '$[0]') AND json_extract(part.value, '$[1]'))"
    )
    where = [found]
    params: list[Any] = [few, words]
    if before:
        where.append("search_entry.id < %s")
        params.append(before)
    return entries.extra(select={"rank": "0.0"}, where=where, params=params, order_by=["-id"])  # noqa: S610


def stretches(entries: EntryQuerySet) -> str:
    """See `Backend`: [[first, last], ...]."""
    return joined(sorted(entries.values_list("pk", flat=True)))


def joined(ids: list[int]) -> str:
    """The stretches in which these ids (in order) lie near one another; "" where they lie all over the place."""
    parts: list[list[int]] = []
    for pk in ids:
        if parts and pk - parts[-1][1] <= APART:
            parts[-1][1] = pk
        else:
            parts.append([pk, pk])
    is_short = len(parts) <= MOST_STRETCHES and sum(last - first for first, last in parts) <= LONGEST
    return json.dumps(parts) if parts and is_short else ""


def _quoted(term: Term) -> str:
    text = '"' + term.text.replace('"', '""') + '"'
    return f"({text} OR {text} *)" if term.is_beginning else text


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
