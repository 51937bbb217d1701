"""Facets of a directory: what can be chosen, with exact counts, from the address's own query.

A directory is read once while nothing in it changes (`Marks`); each count, whatever is chosen, is then worked out
without the database. Which rows those are, and what of them may be looked at, is decided where they are read.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict

from collegium.web.statements import InOneText
from collegium.web.texts import sent

LONGEST, MOST = 60, 20  # characters of one value, values of one facet


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen; `count` is what choosing only it in its facet would give, `without` the address that
    takes a chosen one back."""

    value: str
    label: str
    count: int
    is_on: bool
    without: str = ""
    step: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A heading with its options, most frequent or given order first."""

    name: str
    title: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        """The options that are on."""
        return [option for option in self.options if option.is_on]


class Choices:
    """What the address chooses: `?q=…&state=IA&state=ME`. Bounded, so that an endless address costs nothing."""

    def __init__(self, query: QueryDict, names: Iterable[str]) -> None:
        self.query = query
        self.text = sent(query, "q", 100)
        self.values = {
            name: [v for v in query.getlist(name)[:MOST] if v and len(v) <= LONGEST and "\x00" not in v]
            for name in names
        }

    @property
    def count(self) -> int:
        """How many values are chosen."""
        return sum(len(values) for values in self.values.values())

    def without(self, name: str, value: str) -> str:
        """The address without one value and without the page."""
        query = self.query.copy()
        query.setlist(name, [v for v in query.getlist(name) if v != value])
        query.pop("page", None)
        return f"?{query.urlencode()}"

    def options(self, name: str, counted: Iterable[tuple[str, str, int]]) -> list[Option]:
        """Options from (value, label, count); chosen values that count nothing stay visible."""
        on = self.values.get(name, [])
        options = [Option(v, label, n, v in on, self.without(name, v) if v in on else "") for v, label, n in counted]
        known = {option.value for option in options}
        return options + [Option(v, v, 0, True, self.without(name, v)) for v in on if v not in known]


class Marks:
    """The rows of a directory, and which of them have which value of which facet.

    Args:
        ids: the listed rows, in the directory's order.
        having: facet -> value -> ids of rows with it, each once; who is not listed is left out.
    """

    __slots__ = ("_having", "ids")

    def __init__(self, ids: Iterable[int], having: Mapping[str, Mapping[str, Iterable[int]]]) -> None:
        self.ids = array("q", ids)
        listed = set(self.ids)
        self._having = {
            name: {value: array("q", filter(listed.__contains__, there)) for value, there in values.items()}
            for name, values in having.items()
        }

    def chosen(self, choices: Choices, found: Sequence[int] | None = None) -> Sequence[int]:
        """The rows that fit every choice, in order.

        Args:
            found: only these, in this order (a search); None stands for all.
        """
        fitting = self._fitting(choices, found)
        rows = self.ids if found is None else found
        return rows if fitting is None else [pk for pk in rows if pk in fitting]

    def counts(self, name: str, choices: Choices | None, found: Sequence[int] | None = None) -> dict[str, int]:
        """Value -> how many rows choosing it would give beside what is chosen in other facets; never 0."""
        rest = self._fitting(choices, found, but=name)
        counted = {
            value: len(ids) if rest is None else len(rest.intersection(ids))
            for value, ids in self._having[name].items()
        }
        return {value: number for value, number in counted.items() if number}

    def _fitting(self, choices: Choices | None, found: Sequence[int] | None, but: str = "") -> set[int] | None:
        fitting = None if found is None else set(found)
        for name, values in choices.values.items() if choices else ():
            if values and name != but:
                having = [self._having[name].get(value, ()) for value in values]
                fitting = set().union(*having) if fitting is None else fitting.intersection(set().union(*having))
        return fitting


def largest_first(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """Values with their counts, the most frequent first."""
    return sorted(counted.items(), key=lambda row: (-row[1], row[0]))


def grouped(values: Iterable[str | None], ids: Iterable[int]) -> dict[str, list[int]]:
    """Value -> ids, from two columns of the same rows; who has no value has none."""
    having: dict[str, list[int]] = defaultdict(list)
    for value, pk in zip(values, ids, strict=True):
        if value:
            having[value].append(pk)
    return having


def ids_by(rows: QuerySet[Any], value: str, of: str, listed: Mapping[int, int]) -> dict[str, list[int]]:
    """Value -> ids, asked for in one row a value.

    Args:
        value: the field with the value of a facet.
        of: the field with the id of a row that stands for what the directory lists.
        listed: id of such a row -> id of what the directory lists; others are left out.
    """
    joined = rows.order_by().values_list(value).annotate(ids=InOneText(Cast(of, TextField())))
    return {key: [listed[pk] for pk in map(int, ids.split(",")) if pk in listed] for key, ids in joined}
