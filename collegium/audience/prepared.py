"""Querysets of hot pages, turned into SQL once for each shape of a reader and from then on only given their values.

    @prepared
    def own_replies(reader: Reader, piece: int) -> QuerySet: return Reply.objects.filter(piece=piece).shown_to(reader)
    own_replies.objects(reader, piece=12)

The queryset is built by the very methods that decide access everywhere (`shown_to`, `readable_by`); what changes from
request to request (who asks, their groups, which row, now) is put in as marked values, found again in the parameters
of the SQL and replaced at each call. A statement with any other moment in it is refused: it would go stale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

from collegium.audience import moment
from collegium.audience.models import MEMBERS
from collegium.audience.reader import Reader
from collegium.web.statements import Question, select

MOST = 1000  # statements
NOW = datetime(1066, 10, 14, 9, 0, 0, 1066, tzinfo=UTC)
PERSON, VALUE, GROUP = 2_147_400_001, 2_147_300_000, 2_147_200_000  # inside 31 bits, above any id of a society
FOLD = 4  # of ids a statement has 4, 16, 64, … places: what is not needed repeats the last
_MARKED = {int, str, datetime, date}
_ISO = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d|$)")


class NotPreparable(Exception):
    """The queryset depends on a moment that is not marked, or loses a value; the message says on which."""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its parameters; `slots` say which of them are given at each call, and by what."""

    sql: str
    params: tuple[Any, ...]
    slots: tuple[tuple[int, str | int], ...]
    compiler: Any
    converters: dict[int, Any]
    names: tuple[str, ...] = ()  # of the columns that make an instance of the model
    related: tuple[Any, ...] = ()  # what fills the related ones


class Prepared:
    """See the module. Values are given by name: numbers, texts, moments, days, and tuples of ids for `__in`; None and
    booleans decide the statement."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self._statements: dict[Hashable, Statement | None] = {}
        self.__doc__ = build.__doc__

    def rows(self, reader: Reader, **values: Any) -> list[tuple[Any, ...]]:
        """The rows, as `values_list` gives them."""
        statement = self._statement(reader, values)
        if statement is None:
            return []
        found = self._execute(statement, statement.sql, reader, values)
        return [tuple(row) for row in _converted(statement, found)]

    def objects(self, reader: Reader, **values: Any) -> list[Any]:
        """The rows as instances of the model, with what `select_related` takes along."""
        statement = self._statement(reader, values)
        if statement is None:
            return []
        return list(_instances(statement, self._execute(statement, statement.sql, reader, values)))

    def first(self, reader: Reader, **values: Any) -> Any:
        """The first row as an instance of the model, or None."""
        return next(iter(self.objects(reader, **values)), None)

    def count(self, reader: Reader, **values: Any) -> int:
        """How many rows there are."""
        statement = self._statement(reader, values)
        if statement is None:
            return 0
        return int(self._execute(statement, _counted(statement.sql), reader, values)[0][0])

    def exists(self, reader: Reader, **values: Any) -> bool:
        """Whether there is any row."""
        statement = self._statement(reader, values)
        return statement is not None and bool(
            self._execute(statement, f"SELECT EXISTS ({statement.sql})", reader, values)[0][0]
        )

    def question(self, reader: Reader, **values: Any) -> Question | None:
        """What `rows`, `objects` and `first` ask, to stand inside a larger statement or to be asked ahead; None where
        nothing can be found."""
        statement = self._statement(reader, values)
        return None if statement is None else Question(statement.sql, self._params(statement, reader, values))

    def counting(self, reader: Reader, **values: Any) -> Question | None:
        """What `count` asks."""
        inner = self.question(reader, **values)
        return inner and Question(_counted(inner.sql), inner.params)

    def _statement(self, reader: Reader, values: dict[str, Any]) -> Statement | None:
        values = _spread(values)
        shape = (reader.shape, *values, *map(_kind, values.values()))
        try:
            return self._statements[shape]
        except KeyError:
            if len(self._statements) >= MOST:
                self._statements.clear()
            statement = self._statements[shape] = self._compiled(reader, values)
            return statement

    def _compiled(self, reader: Reader, values: dict[str, Any]) -> Statement | None:
        groups = sum(1 for audience in reader.audiences if audience > MEMBERS)
        fixed = {audience for audience in reader.audiences if audience <= MEMBERS}
        asked = replace(
            reader, person_id=PERSON if reader.person_id is not None else None, person=None,
            audiences=frozenset(fixed | {GROUP + place for place in range(groups)}),
        )  # fmt: skip
        marks = {name: _mark(place, value) for place, (name, value) in enumerate(values.items())}
        given = _gathered(marks)
        with moment.fixed(NOW):
            compiler = self.build(asked, **given).query.get_compiler(connection=connection)
            try:
                sql, params = compiler.as_sql()
            except EmptyResultSet:
                return None
        known: dict[Any, str | int] = {_adapted(NOW): "", PERSON: "reader"}
        known |= {GROUP + place: place for place in range(groups)}
        known |= {_adapted(mark): name for name, mark in marks.items() if _is_marked(values[name])}
        slots = tuple((place, known[value]) for place, value in enumerate(params) if _hashable(value) in known)
        _check(value for place, value in enumerate(params) if place not in dict(slots))
        if lost := {name for name in marks if _is_marked(values[name])} - {name for _place, name in slots}:
            raise NotPreparable(f"{', '.join(sorted(lost))} of {self.build.__name__} is not in its SQL.")
        converters = compiler.get_converters([column[0] for column in compiler.select])
        return Statement(sql, tuple(params), slots, compiler, converters, *_filled(compiler))

    @staticmethod
    def _params(statement: Statement, reader: Reader, values: dict[str, Any]) -> list[Any]:
        params = list(statement.params)
        given = {name: _adapted(value) for name, value in _spread(values).items()}
        given[""], given["reader"] = _adapted(moment.now()), reader.person_id
        groups: list[int] = []
        for place, name in statement.slots:
            if isinstance(name, str):
                params[place] = given[name]
            else:
                groups = groups or sorted(audience for audience in reader.audiences if audience > MEMBERS)
                params[place] = groups[name]
        return params

    def _execute(self, statement: Statement, sql: str, reader: Reader, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return select(sql, self._params(statement, reader, values))


def prepared(build: Callable[..., QuerySet[Any]]) -> Prepared:
    """Decorate a function that builds a queryset from a reader and named values."""
    return Prepared(build)


def _converted(statement: Statement, found: list[tuple[Any, ...]]) -> Iterable[Any]:
    if not statement.converters:
        return found
    return statement.compiler.apply_converters(found, statement.converters)  # type: ignore[no-any-return]


def _instances(statement: Statement, found: list[tuple[Any, ...]]) -> Iterator[Any]:
    """What a queryset makes of its rows (Django's ModelIterable)."""
    compiler = statement.compiler
    info, names = compiler.klass_info, statement.names
    start = info["select_fields"][0]
    for row in _converted(statement, found):
        made = info["model"].from_db("default", names, row[start : start + len(names)])
        for populator in statement.related:
            populator.populate(row, made)
        for name, column in compiler.annotation_col_map.items():
            setattr(made, name, row[column])
        yield made


def _filled(compiler: Any) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """What `Statement.names` and `related` are; nothing where rows are values."""
    info = compiler.klass_info
    if info is None:
        return (), ()
    fields = info["select_fields"]
    columns = [column[0] for column in compiler.select[fields[0] : fields[-1] + 1]]
    if not all(hasattr(column, "target") for column in columns):  # values that are worked out make no instances
        return (), ()
    names = tuple(column.target.attname for column in columns)
    return names, tuple(get_related_populators(info, compiler.select, "default"))  # type: ignore[call-arg]  # stubs of a later one


def _counted(sql: str) -> str:
    return f"SELECT COUNT(*) FROM ({sql}) counted"  # noqa: S608 (Django made the inner statement)


def _is_marked(value: Any) -> bool:
    if type(value) in _MARKED:
        return True
    return isinstance(value, int | str | date) and not isinstance(value, bool)


def _spread(values: dict[str, Any]) -> dict[str, Any]:
    """Each id of a tuple under a name of its own, "ids.0"; an empty tuple decides the statement."""
    if not any(type(value) is tuple for value in values.values()):
        return values
    spread: dict[str, Any] = {}
    for name, value in values.items():
        if type(value) is not tuple or not value:
            spread[name] = value
            continue
        places = FOLD
        while places < len(value):
            places *= FOLD
        for place in range(places):
            spread[f"{name}.{place}"] = value[min(place, len(value) - 1)]
    return spread


def _gathered(marks: dict[str, Any]) -> dict[str, Any]:
    """The tuples again."""
    given: dict[str, Any] = {}
    for name, mark in marks.items():
        whole, is_one_of_many, _place = name.partition(".")
        given[whole] = (*given.get(whole, ()), mark) if is_one_of_many else mark
    return given


def _kind(value: Any) -> Any:
    """What of a value decides the statement: its type, or the value itself where it is not marked."""
    return type(value) if _is_marked(value) else value


def _mark(place: int, value: Any) -> Any:
    if not _is_marked(value):
        return value
    if isinstance(value, str):
        return f"\ue0f0{place}\ue0f1"  # private use: nobody's text
    if isinstance(value, date):
        moment = NOW.replace(year=1067 + place)
        return moment if isinstance(value, datetime) else moment.date()
    return VALUE + place


def _adapted(value: Any) -> Any:
    if not isinstance(value, date):
        return value
    ops = connection.ops
    return ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else ops.adapt_datefield_value(value)


def _hashable(value: Any) -> Any:
    return value if isinstance(value, Hashable) else None


def _check(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, date) or (isinstance(value, str) and _ISO.match(value)):
            raise NotPreparable(f"{value} would go stale; use audience.moment.now.")
