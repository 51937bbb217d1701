"""What results say of topics, posts, articles and their replies: only the columns that are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

from collegium.answers.head import cards_of
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.discussion.addresses import piece_url
from collegium.discussion.models import Piece, Reply
from collegium.polls.actions import texts_of
from collegium.search.results import TITLED, Hit

PIECE = (
    "pk", "kind", "title", "slug", "deck", "text", "byline", "published_at", "words", "topic__answer_id",
    "topic__has_card", "topic__has_poll", "topic__forum__name", "topic__forum__slug", "topic__group__name",
    "topic__group__slug", "post__blog__title", "post__blog__slug", "article__department__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundPiece:
    """Columns of a piece, in the order of `PIECE`."""

    pk: int
    kind: str
    title: str
    slug: str
    deck: str
    text: str
    byline: dict[str, Any]
    published_at: datetime
    words: int
    answer_id: int | None
    has_card: bool | None
    has_poll: bool | None
    forum: str | None
    forum_slug: str | None
    group: str | None
    group_slug: str | None
    blog: str | None
    blog_slug: str | None
    department: str | None

    @property
    def place_name(self) -> str:
        """The forum, group, blog or department it is in."""
        return self.forum or self.group or self.blog or self.department or ""

    @property
    def address(self) -> str:
        """Where it lives, as its app says it."""
        places = {"forum": self.forum_slug, "group": self.group_slug, "blog": self.blog_slug}
        known = {name: SimpleNamespace(slug=slug) for name, slug in places.items()}
        ids = {f"{name}_id": slug for name, slug in places.items()}
        return piece_url(SimpleNamespace(pk=self.pk, kind=self.kind, slug=self.slug, **known, **ids))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class FoundReply:
    """Columns of a reply."""

    pk: int
    text: str
    byline: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """A piece that was found, by its own words or those of a reply; `said` is what a snippet is cut from, the
    words of its answer card where it `is_answer`."""

    piece: FoundPiece
    reply: FoundReply | None
    said: str
    is_answer: bool


@prepared
def _pieces(_reader: Reader, ids: tuple[int, ...]) -> QuerySet[Piece, Any]:
    return Piece.objects.filter(pk__in=ids).values_list(*PIECE)


@prepared
def _replies(_reader: Reader, ids: tuple[int, ...]) -> QuerySet[Reply, Any]:
    return Reply.objects.filter(pk__in=ids).values_list("pk", "text", "byline", "created_at")


def works_of(hits: list[Hit], reader: Reader) -> dict[int, Work]:
    """What is shown of these hits, by their entry; others and what has gone meanwhile are not in it."""
    mine = [hit for hit in hits if hit.section in TITLED]
    pieces = {row[0]: FoundPiece(*row) for row in _pieces.rows(VISITOR, ids=tuple(hit.target for hit in mine))}
    replies = {row[0]: FoundReply(*row) for row in _replies.rows(VISITOR, ids=tuple(h.reply for h in mine if h.reply))}
    closed = [pk for pk, piece in pieces.items() if piece.has_card]
    cards = {pk: card.text for pk, card in cards_of(closed, reader).items()} if closed else {}
    asking = [pk for pk, piece in pieces.items() if piece.has_poll]
    polls = texts_of(asking) if asking else {}
    works: dict[int, Work] = {}
    for hit in mine:
        piece, reply = pieces.get(hit.target), replies.get(hit.reply) if hit.reply else None
        if piece and (reply or not hit.reply):
            is_answer = reply is None and piece.pk in cards
            works[hit.entry] = Work(piece, reply, _said(hit, piece, reply, cards, polls), is_answer)
    return works


def _said(hit: Hit, piece: FoundPiece, reply: FoundReply | None, cards: dict[int, str], polls: dict[int, str]) -> str:
    """Of a closed topic its card, else its first words and what its poll asks."""
    if reply is not None:
        return reply.text
    if piece.pk in cards:
        return cards[piece.pk]
    return f"{piece.text}\n\n{polls.get(piece.pk, '')}".strip() if hit.is_full else piece.deck
