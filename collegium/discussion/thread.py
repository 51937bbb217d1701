"""The thread under a piece, as one reader sees it: which replies, where they left off, what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from markupsafe import Markup

from collegium.audience.reader import Reader
from collegium.discussion.addresses import PAGE
from collegium.discussion.marks import mark_of, note_seen, unread
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.discussion.quotes import Quotes
from collegium.files.shown import pictured
from collegium.web.paging import Pages, pages_of


@dataclass(slots=True)
class Entry:
    """A reply with what is the reader's own about it; `body` has its quotes filled for them."""

    reply: Reply
    position: int
    is_new: bool
    is_own: bool
    body: Markup
    reacted: frozenset[str] = frozenset()


@dataclass(slots=True)
class Thread:
    """One page of replies for one reader. `total` and every other number is this reader's own.

    `new` counts this page, `unread` the whole thread. `answer_id` is the accepted answer, `may_accept` whether this
    reader may choose another.
    """

    piece: Piece
    entries: list[Entry]
    pages: Pages
    total: int
    new: int
    unread: int
    left_off: int | None
    left_off_at: datetime | None
    refusal: str
    own_reactions: frozenset[str] = frozenset()
    head_counts: dict[str, int] = field(default_factory=dict)
    answer_id: int | None = None
    may_accept: bool = False

    @property
    def read(self) -> int:
        """How many replies are read."""
        return max(0, self.total - self.unread)


def thread_of(piece: Piece, reader: Reader, request: HttpRequest) -> Thread:
    """The page of the thread that the request asks for.

    Args:
        piece: which the reader has in full.
        reader: whoever reads.
        request: its `page` counts.
    """
    shown = Reply.objects.filter(piece=piece).shown_to(reader)
    dense = piece.readers_id in reader.audiences and not piece.has_narrower and not _waits(piece)
    total = piece.last_number if dense else shown.count()
    pages = pages_of(request, total, PAGE)
    if dense:
        first = (pages.number - 1) * PAGE
        rows = list(shown.filter(number__gt=first, number__lte=first + PAGE).order_by("number"))
        positions = [reply.number for reply in rows]
    else:
        rows = list(shown.order_by("number")[pages.slice])
        positions = list(range(pages.slice.start + 1, pages.slice.start + 1 + len(rows)))
    mark, seen_at = mark_of(piece, reader)
    own, head_own = _reactions(piece, reader)
    since = reader.person.start_of_reading if reader.person else None
    quotes = Quotes(piece, reader, [reply.body for reply in rows])
    bodies = pictured([quotes.fill(reply.body) for reply in rows])
    entries = [
        Entry(
            reply,
            position,
            is_new=_is_new(reply, reader, mark, since),
            is_own=reader.person_id is not None and reply.author_id == reader.person_id,
            body=body,
            reacted=frozenset(own.get(reply.pk, ())),
        )
        for reply, position, body in zip(rows, positions, bodies, strict=True)
    ]
    return Thread(
        piece=piece,
        entries=entries,
        pages=pages,
        total=total,
        new=sum(entry.is_new for entry in entries),
        left_off=mark,
        left_off_at=seen_at,
        unread=unread(piece, reader, mark).count() if reader.person else 0,
        refusal=reader.refusal_to_write(piece),
        own_reactions=frozenset(head_own),
        head_counts=_head_counts(piece),
    )


def _waits(piece: Piece) -> bool:
    """Whether a reply waits for a moderator: then not even its number is anybody else's."""
    return Reply.objects.filter(piece=piece, held_at__isnull=False).exists()


def opened_thread(piece: Piece, reader: Reader, request: HttpRequest) -> Thread:
    """The same, for somebody who opens the page: what is on it counts as seen from now on."""
    thread = thread_of(piece, reader, request)
    note_seen(piece, reader, [entry.reply.number for entry in thread.entries], thread.left_off)
    return thread


def _is_new(reply: Reply, reader: Reader, left_off: int | None, since: object) -> bool:
    """Unread: others' replies above the left-off number, or, never opened, those since the reader's start."""
    if reader.person_id is None or reply.author_id == reader.person_id:
        return False
    return reply.number > left_off if left_off is not None else reply.created_at > since  # type: ignore[operator]


def _reactions(piece: Piece, reader: Reader) -> tuple[dict[int, list[str]], list[str]]:
    own: dict[int, list[str]] = {}
    head: list[str] = []
    if reader.person_id is not None:
        rows = Reaction.objects.filter(piece=piece, person_id=reader.person_id).values_list("reply_id", "kind")
        for reply_id, kind in rows:
            (head if reply_id is None else own.setdefault(reply_id, [])).append(kind)
    return own, head


def _head_counts(piece: Piece) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind in Reaction.objects.filter(piece=piece, reply=None).values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    return counts
