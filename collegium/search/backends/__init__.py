"""The text index of the database in use: FTS5 of SQLite or tsvector of PostgreSQL, behind the same few functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from django.db import connection

if TYPE_CHECKING:
    from collegium.search.models import EntryQuerySet
    from collegium.search.query import Query


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an entry: title, teaser (standfirst) and names may be found by everybody who may list it."""

    title: str
    teaser: str = ""
    names: str = ""
    body: str = ""
    name: str = ""


class Way(NamedTuple):
    """What `matching` takes. `second` is looked for in title, teaser and names only, alone where there is no `first`;
    `is_frequent`: so many entries have the words that the walk should begin with the newest entries and not with the
    words (PostgreSQL), or rank nothing (SQLite).
    """

    first: str | None
    second: str | None = None
    is_frequent: bool = False


@dataclass(frozen=True, slots=True)
class Expressions:
    """Each way to find: by all words, by teaser words only (also what rules out is looked for there), and by all words
    with the wanted ones in title, teaser or names.
    """

    full: Way
    teaser: Way
    titled: Way


class Backend(Protocol):
    """What search asks of a database."""

    def put(self, entries: list[tuple[int, Words]], known: set[int]) -> None:
        """Store the words of these entries (ids), or replace those of the `known` ones."""

    def expressions(self, query: Query) -> Expressions:
        """The query in the database's own language."""

    def matching(self, entries: EntryQuerySet, way: Way, *, few: bool | str = False, before: int | None = None) -> Any:
        """The entries in which an expression occurs, with `rank` (smaller is better), newest in the index first.

        Args:
            few: of these entries there are few, so that the walk begins with them where words are frequent; a text
                says where they lie (`stretches`).
            before: only entries older than this one (its id).
        """

    def stretches(self, entries: EntryQuerySet) -> str:
        """Where these few entries lie in the index, for `matching`; "" where that helps nothing."""

    def pattern(self, text: str) -> str:
        """What `similar` takes; "" where nothing can look like the text."""

    def similar(self, entries: EntryQuerySet, pattern: str) -> Any:
        """Entries whose name looks like what the pattern was made of, best first."""


def backend() -> Backend:
    """The one for the database in use."""
    if connection.vendor == "postgresql":
        from collegium.search.backends import postgres

        return cast(Backend, postgres)
    from collegium.search.backends import sqlite

    return cast(Backend, sqlite)
