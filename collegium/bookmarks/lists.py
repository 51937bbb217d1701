"""The lines of somebody's own list: what a mark leads to while they may read it, else nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from collegium.audience.reader import Reader
from collegium.bookmarks.models import Bookmark
from collegium.discussion.models import Piece, Reply

FIRST = 30  # words of a reply that are shown


@dataclass(frozen=True, slots=True)
class Line:
    """A bookmark with what it marks; both are None when its owner may not read it any more."""

    bookmark: Bookmark
    piece: Piece | None
    reply: Reply | None

    @property
    def beginning(self) -> str:
        """The first words of a marked reply, as they are now."""
        words = self.reply.text.split() if self.reply else []
        return " ".join(words[:FIRST]) + (" …" if len(words) > FIRST else "")


def lines_of(bookmarks: Iterable[Bookmark], reader: Reader) -> list[Line]:
    """Lines for the reader's own bookmarks; two queries however many there are."""
    rows = list(bookmarks)
    related = ("topic__forum", "topic__group", "post__blog", "article")
    replies = Reply.objects.readable_by(reader).with_words().select_related(*[f"piece__{name}" for name in related])
    pieces = Piece.objects.readable_by(reader).filter(taken_back_at=None).select_related(*related)
    marked = pieces.defer("body", "text").in_bulk([row.piece_id for row in rows if row.piece_id])
    said = replies.defer("body", "piece__body", "piece__text").in_bulk([row.reply_id for row in rows if row.reply_id])
    lines = []
    for row in rows:
        reply = said.get(row.reply_id or 0)
        lines.append(Line(row, reply.piece if reply else marked.get(row.piece_id or 0), reply))
    return lines
