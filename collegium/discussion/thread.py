"""The thread under a piece, as one reader sees it: which replies, where they left off, what they may do."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import HttpRequest
from markupsafe import Markup

from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.discussion.addresses import PAGE
from collegium.discussion.endorsement import Agreeing
from collegium.discussion.marks import mark_of, mark_question, note_seen, unread_count
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.discussion.talk import Talk, TalkPage, TraceLine, page_of, talk_of
from collegium.people.follows import attention_question
from collegium.web.keep import age
from collegium.web.paging import Pages, pages_of
from collegium.web.portraits import portrait_url
from collegium.web.statements import InOneText, Question


@dataclass(slots=True)
class Entry:
    """A reply with what is the reader's own about it; `body` has its quotes filled for them."""

    reply: Reply
    position: int
    is_new: bool
    is_own: bool
    body: Markup
    reacted: frozenset[str] = frozenset()
    traces: tuple[TraceLine, ...] = ()
    agreeing: Agreeing = ()

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Everything of this reply that decides how it is printed, for `web.keep`."""
        r = self.reply
        return (
            r.pk, self.position, self.is_new, self.is_own, self.reacted, str(self.body), str(r.byline), r.author_id,
            portrait_url({"pk": r.author_id}), r.created_at, age(r.created_at), r.edited_at, age(r.edited_at),
            r.held_at is None, r.hidden_at is None, r.hidden_reason, r.removed_at is None, r.taken_back_at is None,
            *r.reaction_counts.values(), self.agreeing,
        )  # fmt: skip


@dataclass(slots=True)
class Thread:
    """One page of replies for one reader. `total` and every other number is this reader's own.

    `own` says of each reply on the page whether it is new to them and theirs, and how they reacted; `new` counts this
    page, `unread` the whole thread. `answer_id` is the accepted answer, `may_accept` whether this
    reader may choose another.
    """

    piece: Piece
    talk: Talk
    page: TalkPage
    own: tuple[tuple[bool, bool, frozenset[str]], ...]
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
    def entries(self) -> list[Entry]:
        """The replies of the page, as they are printed where the page is not kept."""
        page = zip(self.page.replies, self.page.positions, self.page.bodies, self.own, strict=True)
        entries = [Entry(reply, position, is_new, is_own, body, reacted, agreeing=self.page.agreeing.get(reply.pk, ()))
                   for reply, position, body, (is_new, is_own, reacted) in page]  # fmt: skip
        for line in self.traces:
            for entry in entries:
                if entry.reply.number >= line.number:
                    entry.traces = (*entry.traces, line)
                    break
        return entries

    @property
    def traces(self) -> list[TraceLine]:
        """The lines that stand on this page."""
        begin = self.page.replies[0].number if self.pages.number > 1 and self.page.replies else 0
        end = self.page.next_number
        return [line for line in self.talk.traces if begin <= line.number and (end is None or line.number < end)]

    @property
    def traces_at_end(self) -> list[TraceLine]:
        """Those after the last reply of the page."""
        last = self.page.replies[-1].number if self.page.replies else 0
        return [line for line in self.traces if line.number > last]

    @property
    def read(self) -> int:
        """How many replies are read."""
        return max(0, self.total - self.unread)

    @property
    def key(self) -> Hashable:
        """Everything that decides how this page of the talk is printed, for `web.keep`."""
        return (
            self.talk.key, self.page.key, self.own, self.unread, self.left_off,
            self.left_off_at if self.unread else None, self.refusal, self.own_reactions, self.answer_id,
            self.may_accept, self.pages.number,
        )  # fmt: skip


def thread_of(piece: Piece, reader: Reader, request: HttpRequest) -> Thread:
    """The page of the thread that the request asks for.

    Args:
        piece: which the reader has in full.
        reader: whoever reads.
        request: its `page` counts.
    """
    talk = talk_of(piece, reader)
    pages = pages_of(request, talk.total, PAGE)
    page = page_of(piece, talk, pages.number, reader)
    mark, seen_at = mark_of(piece, reader)
    reacted, head_own = _reactions(piece, reader)
    own = tuple(
        (_is_new(reply, reader, mark), _is_own(reply, reader), frozenset(reacted.get(reply.pk, ())))
        for reply in page.replies
    )
    return Thread(
        piece=piece,
        talk=talk,
        page=page,
        own=own,
        pages=pages,
        total=talk.total,
        new=sum(is_new for is_new, _is_own, _reacted in own),
        left_off=mark,
        left_off_at=seen_at,
        unread=unread_count(piece, reader, mark),
        refusal=reader.refusal_to_write(piece),
        own_reactions=frozenset(head_own),
        head_counts=talk.head_counts,
    )


def opened_thread(piece: Piece, reader: Reader, request: HttpRequest) -> Thread:
    """The same, for somebody who opens the page: what is on it counts as seen from now on."""
    thread = thread_of(piece, reader, request)
    note_seen(piece, reader, [reply.number for reply in thread.page.replies], thread.left_off)
    return thread


def _is_own(reply: Reply, reader: Reader) -> bool:
    return reader.person_id is not None and reply.author_id == reader.person_id


def _is_new(reply: Reply, reader: Reader, left_off: int | None) -> bool:
    """Unread: others' replies above the left-off number, or, never opened, those since the reader's start."""
    if reader.person is None or reply.author_id == reader.person_id:
        return False
    return reply.number > left_off if left_off is not None else reply.created_at > reader.person.start_of_reading


@prepared
def _own_reactions(reader: Reader, piece: int) -> QuerySet[Reaction, Any]:
    rows = Reaction.objects.filter(piece=piece, person_id=reader.person_id).order_by().values("person")
    given = Concat(
        Coalesce(Cast("reply_id", TextField()), Value("", TextField())),
        Value("=", TextField()),
        Cast("kind", TextField()),
    )
    return rows.annotate(given=InOneText(given)).values_list("given")


def _reactions(piece: Piece, reader: Reader) -> tuple[dict[int, list[str]], list[str]]:
    own: dict[int, list[str]] = {}
    head: list[str] = []
    rows = _own_reactions.rows(reader, piece=piece.pk) if reader.person_id is not None else []
    for pair in rows[0][0].split(",") if rows else ():
        reply_id, _is, kind = pair.partition("=")
        (own.setdefault(int(reply_id), []) if reply_id else head).append(kind)
    return own, head


def questions_of_talk(piece_id: int, reader: Reader) -> list[Question | None]:
    """What the page of a piece asks about the reader's own part in its talk."""
    if reader.person_id is None:
        return []
    own = _own_reactions.question(reader, piece=piece_id)
    return [mark_question(piece_id, reader), own, attention_question(reader, "piece", piece_id)]
