"""Facets of a directory: what can be chosen, with exact counts, from the address's own query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, QueryDict

from collegium.web.texts import sent

LONGEST, MOST = 60, 20  # characters of one value, values of one facet


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen; `count` is what choosing only it in its facet would give."""

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

    def __init__(self, request: HttpRequest, names: Iterable[str]) -> None:
        self.query: QueryDict = request.GET
        self.text = sent(request.GET, "q", 100)
        self.values = {
            name: [v for v in request.GET.getlist(name)[:MOST] if v and len(v) <= LONGEST and "\x00" not in v]
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

    def narrow(
        self, rows: QuerySet[Any], conditions: dict[str, Callable[[list[str]], Q]], *, but: str = ""
    ) -> QuerySet[Any]:
        """The rows that fit every facet with a choice, except the facet `but` (whose own counts are wanted)."""
        for name, condition in conditions.items():
            if self.values.get(name) and name != but:
                rows = rows.filter(condition(self.values[name]))
        return rows

    def options(self, name: str, counted: Iterable[tuple[str, str, int]]) -> list[Option]:
        """Options from (value, label, count); chosen values that count nothing stay visible."""
        on = self.values.get(name, [])
        options = [Option(v, label, n, v in on, self.without(name, v)) for v, label, n in counted]
        known = {option.value for option in options}
        return options + [Option(v, v, 0, True, self.without(name, v)) for v in on if v not in known]


def count_by(rows: QuerySet[Any], *fields: str) -> list[tuple[Any, ...]]:
    """Groups of rows with their number, largest first: (field values…, count)."""
    return list(rows.order_by().values_list(*fields).annotate(n=Count("pk", distinct=True)).order_by("-n", *fields))
