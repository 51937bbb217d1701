"""The talk under a piece as everybody with the same audiences has it: worked out once while nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import TypeVar

from django.db.models import Count
from markupsafe import Markup

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.audience.shared import shared
from collegium.citations.references import apart
from collegium.discussion.addresses import PAGE
from collegium.discussion.endorsement import Agreeing, agreeing_with_replies
from collegium.discussion.models import Piece, Reaction, Reply, Trace
from collegium.discussion.quotes import Quotes
from collegium.discussion.stretches import Totals, number_at, totals_of
from collegium.discussion.tables import scrolled
from collegium.files.shown import pictured

T = TypeVar("T")
LONGEST = 200  # replies in the map; of a longer talk the latest
_serial = count(1)


@dataclass(frozen=True, slots=True)
class TraceLine:
    """Where replies went, or came from, as one reader may know it; before the first reply from `number` on."""

    number: int
    count: int
    went: bool
    merged: bool
    title: str
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said under a piece. Numbers are those of whoever has these audiences.

    `is_dense`: replies stand at their own numbers, none is missing; `waiting` are the authors of replies that a
    moderator has not read yet, whose talk is their own; `map` has the latest `LONGEST` replies as (number, words,
    name, office, at, author); `traces` say where replies went or came from.
    """

    total: int
    is_dense: bool
    waiting: frozenset[int | None]
    head_counts: dict[str, int]
    map: list[tuple[int, int, str, str, datetime, int | None]]
    traces: list[TraceLine] = field(default_factory=list)
    totals: Totals = ()
    key: int = field(default_factory=_serial.__next__)  # no other has it

    @property
    def last(self) -> int:
        """The highest number that is shown; what nobody of these audiences sees does not move it."""
        return self.map[-1][0] if self.map else 0


@dataclass(frozen=True, slots=True)
class TalkPage:
    """One page of it: replies, where they stand in the talk, their words with quotes filled, who agrees with them
    by specialty (reply id -> lines), and, where numbers are missing, the number with which the next page begins."""

    replies: list[Reply]
    positions: list[int]
    bodies: list[Markup]
    agreeing: dict[int | None, Agreeing] = field(default_factory=dict)
    next_number: int | None = None
    key: int = field(default_factory=_serial.__next__)  # no other has it


def talk_of(piece: Piece, reader: Reader) -> Talk:
    """The talk under a piece that the reader has in full."""
    talk = shared(reader, ("talk", piece.pk), lambda anybody: _talk(piece, anybody))
    return _talk(piece, reader) if reader.person_id in talk.waiting else talk


def page_of(piece: Piece, talk: Talk, number: int, reader: Reader) -> TalkPage:
    """Page `number` of it, from 1."""
    return of_talk(talk, ("talk page", piece.pk, number), reader, lambda who: _page(piece, talk, number, who))


def people_in_talk(piece: Piece, talk: Talk, reader: Reader, most: int = 5) -> list[tuple[User, int]]:
    """Who speaks most in what the map shows of it: (person, number of replies), in two queries."""
    return of_talk(talk, ("speakers", piece.pk), reader, lambda who: _speakers(piece, talk, who, most))


def of_talk(talk: Talk, key: Hashable, reader: Reader, make: Callable[[Reader], T]) -> T:
    """Something about a talk, shared unless the reader has words of their own waiting in it."""
    return make(reader) if reader.person_id in talk.waiting else shared(reader, key, make)


def _talk(piece: Piece, reader: Reader) -> Talk:
    shown = Reply.objects.filter(piece=piece).shown_to(reader)
    waiting = Reply.objects.filter(piece=piece, held_at__isnull=False).order_by().values_list("author_id", flat=True)
    waiting_ids = frozenset(waiting)
    whole = not (piece.has_narrower or piece.has_traces)  # else numbers are missing
    dense = piece.readers_id in reader.audiences and whole and not waiting_ids
    fields = ("number", "words", "byline__name", "byline__office", "created_at", "author_id")
    latest = list(shown.order_by("-number").values_list(*fields)[:LONGEST])[::-1]
    totals = () if dense or len(latest) < LONGEST else totals_of(piece, reader)
    total = piece.last_number if dense else sum(n for _place, n in totals) if totals else len(latest)
    heads: dict[str, int] = {}
    for kind in Reaction.objects.filter(piece=piece, reply=None).values_list("kind", flat=True):
        heads[kind] = heads.get(kind, 0) + 1
    traces = _traces(piece, reader) if piece.has_traces else []
    return Talk(total, dense, waiting_ids, heads, latest, traces, totals)


def _traces(piece: Piece, reader: Reader) -> list[TraceLine]:
    rows = Trace.objects.filter(piece=piece).shown_to(reader).select_related("other")
    return [
        TraceLine(
            row.number, row.count, row.kind == Trace.Kind.WENT, row.other.merged_into_id == piece.pk, row.other.title,
            "" if row.other.merged_into_id == piece.pk else row.other.get_absolute_url(), row.at,
        )
        for row in rows
    ]  # fmt: skip


def _page(piece: Piece, talk: Talk, number: int, reader: Reader) -> TalkPage:
    shown = Reply.objects.filter(piece=piece).shown_to(reader).order_by("number")
    first, after = (number - 1) * PAGE, None
    if talk.is_dense:
        replies = list(shown.filter(number__gt=first, number__lte=first + PAGE))
        positions = [reply.number for reply in replies]
    else:  # from its first number on: no row before it is read
        start = _number_at(piece, talk, first + 1, reader)
        replies = list(shown.filter(number__gte=start)[: PAGE + 1]) if start is not None else []
        after, replies = replies[PAGE].number if len(replies) > PAGE else None, replies[:PAGE]
        positions = list(range(first + 1, first + 1 + len(replies)))
    quotes = Quotes(piece, reader, [reply.body for reply in replies])
    agreeing = agreeing_with_replies(piece, replies, reader)
    bodies = pictured([scrolled(_filled(quotes, reply)) for reply in replies])
    return TalkPage(replies, positions, bodies, agreeing, after)


def _number_at(piece: Piece, talk: Talk, position: int, reader: Reader) -> int | None:
    """The number of the reply at this place; the map knows the latest."""
    inside = position - 1 - (talk.total - len(talk.map))
    if inside < 0:
        return number_at(piece, position, reader, talk.totals)
    return talk.map[inside][0] if inside < len(talk.map) else None


def _filled(quotes: Quotes, reply: Reply) -> Markup:
    """Its words with quotes; the ids of its references are its own on the page."""
    return quotes.fill(apart(reply.body, f"p{reply.pk}-"))


def _speakers(piece: Piece, talk: Talk, reader: Reader, most: int) -> list[tuple[User, int]]:
    first = talk.map[0][0] if talk.map else 0
    shown = Reply.objects.filter(piece=piece, number__gte=first).with_words()
    counts = list(
        shown.shown_to(reader).exclude(author=None).order_by().values_list("author_id")
        .annotate(n=Count("pk")).order_by("-n", "author_id")[:most]
    )  # fmt: skip
    people = User.objects.only("name", "credentials", "handle").in_bulk([person_id for person_id, _n in counts])
    return [(people[person_id], n) for person_id, n in counts if person_id in people]
