"""Tables of the discussion app, one file a noun."""

from collegium.discussion.models.agreement import Agreement
from collegium.discussion.models.draft import Draft
from collegium.discussion.models.gift import Gift
from collegium.discussion.models.marks import Mention, Reaction, ReadMark
from collegium.discussion.models.piece import Piece, PieceQuerySet, Subject
from collegium.discussion.models.reply import Reply, ReplyQuerySet
from collegium.discussion.models.revision import Revision
from collegium.discussion.models.stretch import Stretch
from collegium.discussion.models.trace import Trace

__all__ = [
    "Agreement", "Draft", "Gift", "Mention", "Piece", "PieceQuerySet", "Reaction", "ReadMark", "Reply", "ReplyQuerySet",
    "Revision", "Stretch", "Subject", "Trace",
]  # fmt: skip
