"""What somebody wrote, as one reader may read it: pieces and replies in one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Q, Value
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.blogs.models import CoAuthor
from collegium.discussion.models import Piece, Reply
from collegium.magazine.models import Article


@dataclass(slots=True)
class Row:
    """One contribution."""

    label: str
    title: str
    address: str
    at: datetime


def written_by(author: User) -> Q:
    """Pieces of this author: their own, and those in whose byline they stand beside somebody else."""
    shared = CoAuthor.objects.printed().filter(person=author).order_by().values("post")
    signed = Article.authors.through.objects.filter(user=author).values("article")
    return Q(author=author) | Q(pk__in=shared) | Q(pk__in=signed)


class Words:
    """Readable contributions of an author; `count` is this reader's own number."""

    def __init__(self, author: User, reader: Reader) -> None:
        self.pieces = Piece.objects.filter(written_by(author)).readable_by(reader).order_by()
        self.replies = Reply.objects.filter(author=author, taken_back_at=None).readable_by(reader).order_by()
        self.count = self.pieces.count() + self.replies.count()

    def rows(self, part: slice) -> list[Row]:
        """A part of them, latest first, in three queries."""
        kind = CharField()
        pieces = self.pieces.values_list("published_at", Value("piece", kind), "pk")
        replies = self.replies.values_list("created_at", Value("reply", kind), "pk")
        keys = list(pieces.union(replies, all=True).order_by("-published_at", "-pk")[part])
        own = Piece.objects.in_bulk([pk for _at, which, pk in keys if which == "piece"])
        answers = Reply.objects.select_related("piece").in_bulk([pk for _at, which, pk in keys if which == "reply"])
        return [_of_piece(own[pk]) if which == "piece" else _of_reply(answers[pk]) for _at, which, pk in keys]


def _of_piece(piece: Piece) -> Row:
    return Row(piece.get_kind_display(), piece.title, piece.get_absolute_url(), piece.published_at or piece.created_at)


def _of_reply(reply: Reply) -> Row:
    label = _("Reply") if reply.piece.kind == Piece.Kind.TOPIC else _("Comment")
    return Row(label, reply.piece.title, f"/replies/{reply.pk}/", reply.created_at)


def words_of(author: User, reader: Reader) -> Words:
    """The contributions of this author that this reader has in full."""
    return Words(author, reader)


def has_words_for(author: User, reader: Reader) -> bool:
    """Whether the author wrote anything this reader may read."""
    return (
        Piece.objects.filter(written_by(author)).readable_by(reader).exists()
        or Reply.objects.filter(author=author, taken_back_at=None).readable_by(reader).exists()
    )
