"""What moderators do to a piece: lock it, move it to fewer readers.

Hiding and taking back stand in `actions`. Who may is decided by the views; every deed here is logged
by its caller with a reason.
"""

from __future__ import annotations

from typing import Any

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
def lock(piece: Piece, by: User, reason: str = "") -> None:
    """Make a piece read only: nobody adds to it. The reason stands on its page."""
    piece.locked_at, piece.locked_by, piece.lock_reason = timezone.now(), by, reason
    piece.save(update_fields=["locked_at", "locked_by", "lock_reason"])
    news.tell(events.PieceChanged(piece.pk))


@transaction.atomic
def unlock(piece: Piece) -> None:
    """Let people add to it again."""
    piece.locked_at, piece.locked_by, piece.lock_reason = None, None, ""
    piece.save(update_fields=["locked_at", "locked_by", "lock_reason"])
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


def narrower_of(one: Audience, other: Audience) -> Audience:
    """Whichever of two audiences has fewer people: members are guests too, and the people of a group are members.

    Raises:
        Refused: they are two groups, of which neither holds the other.
    """
    if one.is_group and other.is_group and one != other:
        raise Refused(_("These are two closed places. Nobody’s words leave the one for the other."))
    return max(one, other, key=lambda audience: (audience.is_group, audience.pk))


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
    end_window(piece)
    piece.save(update_fields=["readers", "writers", "open_until"])
    news.tell(events.PieceChanged(piece.pk))


def end_window(piece: Piece) -> None:
    """Whatever opened a piece wider ends now, a window to come as well; the caller saves `open_until`."""
    if piece.open_to_id and not (piece.open_until and piece.open_until < timezone.now()):
        piece.open_until = timezone.now()


def left_with(piece: Piece) -> dict[str, int]:
    """What a deed that gave a piece fewer readers notes of them, so that undoing it knows what changed since."""
    return {"left_readers": piece.readers_id, "left_writers": piece.writers_id}


def is_as_left(piece: Piece, detail: dict[str, Any]) -> bool:
    """Whether a piece has the readers that a deed left it with; if not, undoing the deed does not touch them, so that
    nobody gets what was narrowed later."""
    now = left_with(piece)
    return all(detail.get(name, value) == value for name, value in now.items())


@transaction.atomic
def move_back(piece: Piece, readers_id: int, writers_id: int) -> None:
    """Undo a narrowing. What others wrote since keeps the readers it was written for."""
    piece.readers_id, piece.writers_id = readers_id, writers_id
    piece.has_narrower = piece.has_narrower or piece.last_number > 0
    piece.save(update_fields=["readers", "writers", "has_narrower"])
    news.tell(events.PieceChanged(piece.pk))
