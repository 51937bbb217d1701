"""Finding: one page of results, ranked, with counts; access, words and filters in the same statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import connection

from collegium.audience.reader import Reader
from collegium.discussion.models import Subject
from collegium.search.backends import backend
from collegium.search.models import Entry, EntryQuerySet
from collegium.search.query import Query, folded

FIELDS = ("id", "section", "target", "at")
NAMED = (Entry.Section.PEOPLE, Entry.Section.ORGANIZATIONS, Entry.Section.GROUPS)
ALIKE = 0.72  # how alike two names are that may be a typing error (0 to 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for. `section` empty: everything; `since`: not older than that."""

    query: Query
    section: str = ""
    subject: Subject | None = None
    since: datetime | None = None
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the best entry of its thing, and whether the reader has it in full."""

    entry: int
    section: str
    target: int
    is_full: bool


@dataclass(slots=True)
class Found:
    """Numbers of the reader's own. `sections` and `subjects` (by id) count what choosing them would give."""

    sections: dict[str, int] = field(default_factory=dict)
    subjects: dict[int, int] = field(default_factory=dict)

    def total(self, section: str) -> int:
        """How many results, in one section or in all."""
        return self.sections.get(section, 0) if section else sum(self.sections.values())


def _found(wish: Wish, reader: Reader) -> tuple[str, list[Any]]:
    """All matching entries, as two disjoint halves, full and teaser; one statement, used once for page and counts."""
    entries = Entry.objects.order_by()
    if wish.since:
        entries = entries.filter(at__gte=wish.since)
    parts, values = [], []
    for is_full, rows in ((1, entries.full_for(reader)), (0, entries.teased_to(reader))):
        found: EntryQuerySet = backend().matching(rows, wish.query, teaser_only=not is_full)
        sql, params = found.values(*FIELDS, "rank").query.sql_with_params()
        parts.append(f"SELECT {is_full} AS is_full, arm{is_full}.* FROM ({sql}) AS arm{is_full}")  # noqa: S608
        values += params
    return " UNION ALL ".join(parts), values


def _within(wish: Wish, *, section: bool, subject: bool) -> tuple[str, list[Any]]:
    """What narrows the found rows."""
    conditions: list[str] = ["1 = 1"]
    params: list[Any] = []
    if section and wish.section:
        conditions.append("section = %s")
        params.append(wish.section)
    if subject and wish.subject:
        about = "SELECT piece_id FROM discussion_piece_subjects WHERE subject_id = %s"
        conditions.append(f"section IN ('topics', 'posts', 'articles') AND target IN ({about})")
        params.append(wish.subject.pk)
    return " AND ".join(conditions), params


def find(wish: Wish, reader: Reader, part: slice = slice(0, 15)) -> tuple[Found, list[Hit]]:
    """One page of things, each by its best entry, best (or newest) first; and how many there are.

    Args:
        part: which of them; beyond the last it is empty.
    """
    if not wish.query.wanted:
        return Found(), []
    found, params = _found(wish, reader)
    order = "at DESC, id DESC" if wish.newest_first else "rank, at DESC, id DESC"
    here, here_params = _within(wish, section=True, subject=True)
    by_section, section_params = _within(wish, section=False, subject=True)
    by_subject, subject_params = _within(wish, section=True, subject=False)
    sql = (
        f"WITH found AS MATERIALIZED ({found}),"  # noqa: S608
        f" best AS (SELECT id, section, target, is_full, rank, at, ROW_NUMBER() OVER (PARTITION BY section, target"
        f" ORDER BY {order}) AS place FROM found WHERE {here}),"
        f" page AS (SELECT id, section, target, is_full, ROW_NUMBER() OVER (ORDER BY {order}) AS place"
        f" FROM best WHERE place = 1 ORDER BY {order} LIMIT %s OFFSET %s)"
        " SELECT 'page', place, id, section, target, is_full FROM page"
        " UNION ALL SELECT 'section', 0, COUNT(DISTINCT target), section, 0, 0"
        f" FROM found WHERE {by_section} GROUP BY section"
        " UNION ALL SELECT 'subject', 0, COUNT(DISTINCT target), '', s.subject_id, 0"
        " FROM found JOIN discussion_piece_subjects s ON s.piece_id = found.target"
        f" WHERE {by_subject} AND section IN ('topics', 'posts', 'articles') GROUP BY s.subject_id"
    )
    values = [*params, *here_params, part.stop - part.start, part.start, *section_params, *subject_params]
    return _read(_rows(sql, values))


def _read(rows: list[tuple[Any, ...]]) -> tuple[Found, list[Hit]]:
    counts = Found(
        {section: number for what, _place, number, section, _target, _full in rows if what == "section"},
        {subject: number for what, _place, number, _section, subject, _full in rows if what == "subject"},
    )
    page = sorted(row[1:] for row in rows if row[0] == "page")
    return counts, [Hit(entry, section, target, bool(full)) for _place, entry, section, target, full in page]


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def similar_names(text: str, reader: Reader, most: int = 3) -> list[str]:
    """Names of people, organizations and groups this reader may find, that look like what was typed."""
    text = folded(text)[:60]
    names: list[str] = []
    for rows in (Entry.objects.full_for(reader), Entry.objects.teased_to(reader)):
        close = backend().similar(rows.filter(section__in=NAMED), text)
        names += [_name(entry) for entry in close.select_related("person", "organization", "group")[:40]]
    scored = sorted(((_likeness(text, name), name) for name in set(names)), key=lambda pair: (-pair[0], pair[1]))
    return [name for likeness, name in scored if likeness >= ALIKE and folded(name) != text][:most]


def _name(entry: Entry) -> str:
    return str(getattr(entry.person or entry.organization or entry.group, "name", ""))


def _likeness(text: str, name: str) -> float:
    """How alike: each typed word with its closest word of the name, on average."""
    parts = folded(name).replace("-", " ").split()
    words = text.replace("-", " ").split()
    best = [max((SequenceMatcher(None, word, part).ratio() for part in parts), default=0.0) for word in words]
    return sum(best) / len(best) if best else 0.0
