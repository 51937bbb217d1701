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


def _arms(wish: Wish, reader: Reader, *, ranked: bool, section: str, subject: Subject | None) -> tuple[str, list[Any]]:
    """The two disjoint halves, full and teaser, as one UNION ALL."""
    entries = Entry.objects.order_by()
    if section:
        entries = entries.filter(section=section)
    if subject:
        entries = entries.filter(piece__subjects=subject)
    if wish.since:
        entries = entries.filter(at__gte=wish.since)
    parts, values = [], []
    for number, (rows, teaser_only) in enumerate(
        [(entries.full_for(reader), False), (entries.teased_to(reader), True)]
    ):
        found: EntryQuerySet = backend().matching(rows, wish.query, teaser_only=teaser_only, ranked=ranked)
        chosen = found.values(*FIELDS, "rank") if ranked else found.values(*FIELDS)
        sql, params = chosen.query.sql_with_params()
        parts.append(f"SELECT {1 - number} AS is_full, arm{number}.* FROM ({sql}) AS arm{number}")  # noqa: S608
        values += params
    return " UNION ALL ".join(parts), values


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def count(wish: Wish, reader: Reader) -> Found:
    """How many things are found, by section and by subject; two statements."""
    if not wish.query.wanted:
        return Found()
    found, params = _arms(wish, reader, ranked=False, section="", subject=wish.subject)
    sections = _rows(f"SELECT section, COUNT(DISTINCT target) FROM ({found}) AS f GROUP BY section", params)  # noqa: S608
    found, params = _arms(wish, reader, ranked=False, section=wish.section, subject=None)
    subjects = _rows(
        "SELECT s.subject_id, COUNT(DISTINCT f.target) FROM"  # noqa: S608
        f" ({found}) AS f JOIN discussion_piece_subjects s ON s.piece_id = f.target"
        " WHERE f.section IN ('topics', 'posts', 'articles') GROUP BY s.subject_id",
        params,
    )
    return Found(dict(sections), dict(subjects))


def page(wish: Wish, reader: Reader, part: slice) -> list[Hit]:
    """One page: the best entry of each thing, best first (or newest first)."""
    if not wish.query.wanted:
        return []
    found, params = _arms(wish, reader, ranked=True, section=wish.section, subject=wish.subject)
    order = "at DESC, id DESC" if wish.newest_first else "rank, at DESC, id DESC"
    rows = _rows(
        "SELECT id, section, target, is_full FROM (SELECT f.*, ROW_NUMBER() OVER"  # noqa: S608
        f" (PARTITION BY section, target ORDER BY {order}) AS place FROM ({found}) AS f) AS best"
        f" WHERE place = 1 ORDER BY {order} LIMIT %s OFFSET %s",
        [*params, part.stop - part.start, part.start],
    )
    return [Hit(entry, section, target, bool(full)) for entry, section, target, full in rows]


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
