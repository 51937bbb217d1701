"""Who gets the files of a piece and of a reply (docs/access.md, "attachment": as its parent).

Three kinds of parent: "piece" (pictures in its words, and its attachments), "reply", and "hero", the picture that
stands above a post or article: that one belongs to the teaser as well.
"""

from __future__ import annotations

from django.http import Http404

from collegium.audience.doors import Door, get_readable
from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, Reply
from collegium.files.access import Verdict, parent_is_read_by


def register() -> None:
    """Called when the app starts."""
    parent_is_read_by("piece", of_piece)
    parent_is_read_by("hero", of_hero)
    parent_is_read_by("reply", of_reply)


def of_piece(reader: Reader, piece_id: int) -> Verdict:
    """As its page answers; what its author removed from under the answers is there for moderators only."""
    answer = _of_page(reader, piece_id)
    if answer == "full" and not reader.is_moderator and Piece.objects.get(pk=piece_id).is_emptied:
        return "hidden"
    return answer


def _of_page(reader: Reader, piece_id: int) -> Verdict:
    """As the piece's page answers; a draft's author and editors have it as well."""
    try:
        get_readable(Piece.objects.all(), reader, pk=piece_id)
    except Door:
        return "door"
    except Http404:
        return "full" if _is_own_draft(reader, piece_id) else "hidden"
    return "full"


def _is_own_draft(reader: Reader, piece_id: int) -> bool:
    piece = Piece.objects.filter(pk=piece_id, removed_at=None, hidden_at=None).first()
    if piece is None or piece.is_published or reader.person_id is None:
        return False
    is_edited = piece.kind in (Piece.Kind.POST, Piece.Kind.ARTICLE) and reader.is_editor
    return piece.author_id == reader.person_id or is_edited


def of_hero(reader: Reader, piece_id: int) -> Verdict:
    """Whoever has the piece or its teaser."""
    listed = Piece.objects.filter(pk=piece_id).listed_for(reader).exists()
    return "full" if listed else of_piece(reader, piece_id)


def of_reply(reader: Reader, reply_id: int) -> Verdict:
    """As the piece answers, then whether this reader sees the reply's words; moderators see what was hidden."""
    reply = Reply.objects.filter(pk=reply_id).first()
    if reply is None:
        return "hidden"
    if (above := _of_page(reader, reply.piece_id)) != "full":
        return above
    shown = Reply.objects.filter(pk=reply_id).shown_to(reader).exists()
    return "full" if shown and (not reply.is_stub or reader.is_moderator) else "hidden"
