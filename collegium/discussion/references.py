"""References in pieces and replies: printed anew when a work changes."""

from __future__ import annotations

from django.db import transaction

from collegium.citations.references import numbered
from collegium.discussion import events
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.web import news


def print_pieces(ids: list[int]) -> None:
    """Print the references of these pieces anew."""
    for pk in ids:
        if _print(Piece, pk):
            news.tell(events.PieceChanged(pk))


def print_replies(ids: list[int]) -> None:
    """Print the references of these replies anew."""
    for pk in ids:
        if _print(Reply, pk):
            news.tell(events.ReplyChanged(pk))


@transaction.atomic
def _print(model: type[Piece] | type[Reply], pk: int) -> bool:
    """Its version stays: nobody changed its words. Whoever edits it at this moment goes first, or after."""
    row = model._default_manager.select_for_update().filter(pk=pk, taken_back_at=None).first()
    body = numbered(row.body) if row else ""
    if row is None or body == row.body:
        return False
    Words.kept(body).put_into(row)
    row.save(update_fields=["body", "text", "words"])
    return True
