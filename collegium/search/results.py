"""Finding: one page of results, ranked, with counts; access, words and filters in the same statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import SequenceMatcher
from operator import itemgetter
from typing import Any

from django.db.models import Count, Sum

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.audience.shared import Results, shared
from collegium.discussion.models import Piece, Subject
from collegium.search.backends import Expressions, Way, backend
from collegium.search.models import Entry, EntryQuerySet
from collegium.search.query import Query
from collegium.web import versions
from collegium.web.statements import Question, select
from collegium.web.texts import folded

FIELDS = ("id", "section", "target", "reply_id", "at")
NAMED = (Entry.Section.PEOPLE, Entry.Section.ORGANIZATIONS, Entry.Section.GROUPS)
TITLED = (Entry.Section.TOPICS, Entry.Section.POSTS, Entry.Section.ARTICLES)
MOST = 400  # matches that are ranked and counted together: the newest that the reader may find
LITTLE = 2000  # entries: who may read fewer is asked about these and not about every match
BESIDE = 3  # people shown beside results of all kinds
ALIKE = 0.72  # how alike two names are that may be a typing error (0 to 1)
asked_words = Results(most=500)
versions.also_forget(asked_words.clear)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for. `section` empty: everything; `since`: not older than that; `before`: entries older
    than this one (its id), for what lies behind a window."""

    query: Query
    section: str = ""
    subject: Subject | None = None
    since: datetime | None = None
    newest_first: bool = False
    before: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the best entry of its thing (a `reply`'s, or its own), and whether the reader has it in full."""

    entry: int
    section: str
    target: int
    reply: int | None
    is_full: bool


@dataclass(slots=True)
class Found:
    """Numbers of the reader's own. `sections` and `subjects` (by id) count what choosing them would give; `people` are
    the best of them, where no section is chosen.

    Where more than `MOST` entries match, `older` says before which entry to go on, and the total is of the newest;
    `is_least` says that the other numbers may be more.
    """

    sections: dict[str, int] = field(default_factory=dict)
    subjects: dict[int, int] = field(default_factory=dict)
    people: list[Hit] = field(default_factory=list)
    older: int = 0
    is_least: bool = False

    def total(self, section: str) -> int:
        """How many results, in one section or in all."""
        return self.sections.get(section, 0) if section else sum(self.sections.values())


def _entries(since: datetime | None, section: str | None, subject: int | None) -> EntryQuerySet:
    entries: EntryQuerySet = Entry.objects.all()
    if since:
        entries = entries.filter(at__gte=since)
    if section:
        entries = entries.filter(section=section)
    if subject:
        about = Piece.subjects.through.objects.filter(subject_id=subject).values("piece_id")
        entries = entries.filter(section__in=TITLED, target__in=about)
    return entries


def _newest(entries: EntryQuerySet, way: Way, before: int | None, *, few: bool | str = False) -> EntryQuerySet:
    """The last matches of the index, in its order, so that the walk ends when there are enough."""
    found: Any = backend().matching(entries, way, few=few, before=before)
    return found.values(*FIELDS, "rank")[: MOST + 1]  # type: ignore[no-any-return]


@prepared
def _full(
    reader: Reader, first: str | None, second: str | None, is_frequent: bool, before: int | None, **chosen: Any
) -> EntryQuerySet:
    """What the reader has in full."""
    return _newest(_entries(**chosen).full_for(reader), Way(first, second, is_frequent), before)


@prepared
def _few(
    reader: Reader, first: str | None, second: str | None, is_frequent: bool, before: int | None, few: bool | str,
    **chosen: Any,
) -> EntryQuerySet:  # fmt: skip
    """The same of somebody who may read little."""
    mine = _entries(**chosen).within_few(reader).full_for(reader)
    return _newest(mine, Way(first, second, is_frequent), before, few=few)


def _little(reader: Reader) -> bool | str:
    """Whether to begin with the pieces that the reader has instead of the words, and where these lie in the index: a
    matter of speed only."""
    if reader.is_member:
        return False
    number, lie = shared(reader, "entries of own pieces", _entries_of_pieces)
    return number <= LITTLE and (lie or True)


def _entries_of_pieces(reader: Reader) -> tuple[int, str]:
    rows = Piece.objects.readable_by(reader).aggregate(pieces=Count("pk"), replies=Sum("reply_count"))
    number = int(rows["pieces"]) + int(rows["replies"] or 0)
    return number, backend().stretches(Entry.objects.all().within_few(reader)) if number <= LITTLE else ""


@prepared
def _teased(
    reader: Reader, first: str | None, second: str | None, is_frequent: bool, before: int | None, **chosen: Any
) -> EntryQuerySet:
    """What the reader has the teaser of."""
    return _newest(_entries(**chosen).teased_to(reader), Way(first, second, is_frequent), before)


def in_titles(reader: Reader, way: Way, section: str) -> Question | None:
    """What asks for the newest entries of a section, had in full, with words in title, teaser or names.

    Args:
        way: `Expressions.titled`.
    """
    chosen = {"since": None, "section": section, "subject": None}
    return _full.question(reader, before=None, **way._asdict(), **chosen)


def words_of(query: Query) -> Expressions:
    """The query in the database's language, and how frequent its words are in the whole index: kept for a while, as
    long as nothing changes, because whoever goes through pages and filters asks with the same words. What is found by
    them is asked anew each time."""
    return shared(VISITOR, query, lambda _anybody: backend().expressions(query), kept=asked_words)


def _found(wish: Wish, reader: Reader, *, chosen: bool) -> tuple[str, list[Any]]:
    """The newest `MOST` matches and one more, in arms: 1 what is had in full, 2 of that what has the words in its
    title, teaser or names, 0 teasers. Access is asked of each entry while the index is walked, newest first.

    Args:
        chosen: look only at the section and subject of the wish.
    """
    words = words_of(wish.query)
    little = _little(reader)
    few: dict[str, Any] = {"few": little if words.full.is_frequent else True} if little else {}
    arms = [(1, _few if little else _full, words.full, few), (0, _teased, words.teaser, {})]
    if not wish.before:
        arms.append((2, _full, words.titled, {}))
    parts: list[str] = []
    values: list[Any] = []
    for arm, statement, way, more in arms:
        found = statement.question(
            reader, **way._asdict(), before=wish.before or None, since=wish.since,
            section=(chosen and wish.section) or None,
            subject=wish.subject.pk if chosen and wish.subject else None, **more,
        )  # fmt: skip
        if found:
            parts.append(f"SELECT {arm} AS arm, arm{arm}.* FROM ({found[0]}) AS arm{arm}")  # noqa: S608
            values += found[1]
    return " UNION ALL ".join(parts), values


def find(wish: Wish, reader: Reader, part: slice = slice(0, 15)) -> tuple[Found, list[Hit]]:
    """One page of things, each by its best entry, best (or newest) first; and how many there are.

    Args:
        part: which of them; beyond the last it is empty.
    """
    if not wish.query.wanted:
        return Found(), []
    found, hits = _look(wish, reader, part, chosen=False)
    if not found.older or not (wish.section or wish.subject):
        return found, hits
    # The newest of everything may hold few of what was chosen: walk again for that alone.
    mine, hits = _look(wish, reader, part, chosen=True)
    sections = {**found.sections, **mine.sections} if wish.section else mine.sections
    return replace(found, sections=sections, subjects={**found.subjects, **mine.subjects}, older=mine.older), hits


def _look(wish: Wish, reader: Reader, part: slice, *, chosen: bool) -> tuple[Found, list[Hit]]:
    """One statement for the found entries and the subjects of their pieces; they are put in order and counted here."""
    found, params = _found(wish, reader, chosen=chosen)
    if not found:
        return Found(), []
    sql = (
        f"WITH found AS MATERIALIZED ({found})"  # noqa: S608
        " SELECT arm, id, section, target, reply_id, at, rank FROM found"
        " UNION ALL SELECT -1, subject_id, '', piece_id, NULL, NULL, 0 FROM discussion_piece_subjects"
        " WHERE piece_id IN (SELECT target FROM found WHERE section IN ('topics', 'posts', 'articles'))"
    )
    entries: list[Any] = []
    about: dict[int, set[int]] = {}
    for row in select(sql, params):
        if row[0] < 0:
            about.setdefault(row[3], set()).add(row[1])
        else:
            entries.append(row)
    return _counted(wish, entries, about, part)


def _things(entries: list[Any], *, newest_first: bool) -> list[Any]:
    """Of each thing its best entry, in order."""
    entries.sort(key=itemgetter(5, 1, 0), reverse=True)  # at, id, arm
    if not newest_first:
        entries.sort(key=itemgetter(6))  # rank
    things: dict[tuple[str, int], Any] = {}
    for entry in entries:
        things.setdefault((entry[2], entry[3]), entry)
    return list(things.values())


def _counted(wish: Wish, entries: list[Any], about: dict[int, set[int]], part: slice) -> tuple[Found, list[Hit]]:
    """The numbers of what was found, and the part of it that is shown.

    Args:
        entries: rows of arm, id, section, target, reply, at, rank.
        about: subjects of the pieces among them.
    """
    arms, found = Counter(entry[0] for entry in entries), Found()
    found.older = max((min(e[1] for e in entries if e[0] == arm) for arm in arms if arms[arm] > MOST), default=0)
    found.is_least = bool(found.older or wish.before)
    sections: Counter[str] = Counter()
    subjects: Counter[int] = Counter()
    shown = []
    for thing in _things(entries, newest_first=wish.newest_first):
        of = about.get(thing[3], ()) if thing[2] in TITLED else ()
        is_about, is_in = not wish.subject or wish.subject.pk in of, not wish.section or thing[2] == wish.section
        sections[thing[2]] += is_about
        if is_in:
            subjects.update(of)
        if is_in and is_about:
            shown.append(thing)
    found.sections = {section: number for section, number in sections.items() if number}
    found.subjects = dict(subjects)
    if not wish.section:
        found.people = _hits([thing for thing in shown if thing[2] == Entry.Section.PEOPLE][:BESIDE])
    return found, _hits(shown[part])


def _hits(things: list[Any]) -> list[Hit]:
    return [Hit(entry, section, target, reply, arm > 0) for arm, entry, section, target, reply, _at, _rank in things]


def people_beside(wish: Wish, found: Found, reader: Reader) -> list[Hit]:
    """The first people that the same search finds for the same reader, beside results of all kinds."""
    if wish.section or not found.total(Entry.Section.PEOPLE):
        return []
    if not found.older:
        return found.people
    return find(replace(wish, section=Entry.Section.PEOPLE), reader, slice(0, BESIDE))[1]


@prepared
def _alike_full(reader: Reader, text: str) -> EntryQuerySet:
    return _alike(Entry.objects.full_for(reader), text)


@prepared
def _alike_teased(reader: Reader, text: str) -> EntryQuerySet:
    return _alike(Entry.objects.teased_to(reader), text)


def _alike(entries: EntryQuerySet, text: str) -> EntryQuerySet:
    close: Any = backend().similar(entries.filter(section__in=NAMED), text)
    return close.values_list("person__name", "organization__name", "group__name")[:40]  # type: ignore[no-any-return]


def similar_names(text: str, reader: Reader, most: int = 3) -> list[str]:
    """Names of people, organizations and groups this reader may find, that look like what was typed."""
    text = folded(text)[:60]
    pattern = backend().pattern(text)
    found = (
        [_alike_full.question(reader, text=pattern), _alike_teased.question(reader, text=pattern)] if pattern else []
    )
    arms = [question for question in found if question]
    if not arms:
        return []
    sql = " UNION ALL ".join(f"SELECT * FROM ({arm.sql}) AS arm{place}" for place, arm in enumerate(arms))  # noqa: S608
    rows = select(sql, [value for arm in arms for value in arm.params])
    names = {next((name for name in row if name), "") for row in rows}
    scored = [
        (likeness, name) for name in names if folded(name) != text and (likeness := _likeness(text, name)) >= ALIKE
    ]
    return [name for _likeness, name in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:most]]


def _likeness(text: str, name: str) -> float:
    """How alike: each typed word with its closest word of the name, on average; 0 where that cannot reach `ALIKE`."""
    parts = folded(name).replace("-", " ").split()
    words = text.replace("-", " ").split()
    if not (parts and words):
        return 0.0
    at_most = sum(max(_at_most(word, part) for part in parts) for word in words) / len(words)
    if at_most < ALIKE:
        return 0.0
    best = [max(SequenceMatcher(None, word, part).ratio() for part in parts) for word in words]
    return sum(best) / len(best)


def _at_most(word: str, part: str) -> float:
    """What the likeness of two words cannot be above: by the letters that both have, in whatever order."""
    both = sum((Counter(word) & Counter(part)).values())
    return 2 * both / (len(word) + len(part))
