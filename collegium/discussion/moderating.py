"""What moderators do to a piece: lock it, move it to fewer readers.

Hiding and taking back stand in `actions`. Who may is decided by the views; every deed here is logged
by its caller with a reason.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Audience
from collegium.discussion import events
from collegium.discussion.actions import Refused
from collegium.discussion.models import Piece
from collegium.web import news

NARROWER = {PUBLIC: (GUESTS, MEMBERS), GUESTS: (MEMBERS,)}  # moving is to fewer people only (docs/access.md, Writing)


@transaction.atomic
def lock(piece: Piece, by: User) -> None:
    """Make a piece read only: nobody adds to it."""
    piece.locked_at, piece.locked_by = timezone.now(), by
    piece.save(update_fields=["locked_at", "locked_by"])
    news.tell(events.PieceChanged(piece.pk))


@transaction.atomic
def unlock(piece: Piece) -> None:
    """Let people add to it again."""
    piece.locked_at = piece.locked_by = None
    piece.save(update_fields=["locked_at", "locked_by"])
    news.tell(events.PieceChanged(piece.pk))


def narrower(piece: Piece) -> list[Audience]:
    """What a piece may be moved to, widest first: fewer readers than it has now.

    In an open group that is also the group's own people, who write there.
    """
    ids = list(NARROWER.get(piece.readers_id, ()))
    if piece.readers_id == MEMBERS and piece.is_open_now:
        ids.append(MEMBERS)
    if piece.writers.is_group and not piece.readers.is_group:
        ids.append(piece.writers_id)
    return sorted(Audience.objects.filter(pk__in=ids), key=lambda audience: audience.pk)


@transaction.atomic
def narrow(piece: Piece, readers_id: int) -> None:
    """Move a piece to fewer readers, and end what opened it wider; its writers are among them from now on.

    Raises:
        Refused: the new audience is not narrower.
    """
    if readers_id not in {audience.pk for audience in narrower(piece)}:
        raise Refused(_("Choose fewer readers than it has now. Opening it wider is for its author and staff."))
    piece.readers_id = readers_id
    if piece.writers_id in NARROWER and readers_id in NARROWER[piece.writers_id]:
        piece.writers_id = readers_id
    if piece.open_to_id and not (piece.open_until and piece.open_until < timezone.now()):  # a window to come as well
        piece.open_until = timezone.now()
    piece.save(update_fields=["readers", "writers", "open_until"])
    news.tell(events.PieceChanged(piece.pk))


@transaction.atomic
def move_back(piece: Piece, readers_id: int, writers_id: int) -> None:
    """Undo a narrowing. What others wrote since keeps the readers it was written for."""
    piece.readers_id, piece.writers_id = readers_id, writers_id
    piece.has_narrower = piece.has_narrower or piece.last_number > 0
    piece.save(update_fields=["readers", "writers", "has_narrower"])
    news.tell(events.PieceChanged(piece.pk))
