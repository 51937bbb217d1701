"""Guests on selected topics: opening widens the head and what is written from then on, never what others wrote before.

Each earlier reply keeps its readers until its author agrees; every author is asked once an opening, in the topic
itself, with one tap (docs/access.md, Writing: "move to a wider audience").
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, PUBLIC
from collegium.audience.prepared import prepared
from collegium.audience.reader import Reader
from collegium.discussion import events
from collegium.discussion.models import Agreement, Piece, Reply
from collegium.discussion.stretches import recount
from collegium.outbox import audit
from collegium.web import news


@transaction.atomic
def open_to_guests(
    piece: Piece, *, until: datetime | None = None, writing: bool = True, by: User | None = None
) -> None:
    """Open a topic, post or article to guests, or set another end for it.

    Args:
        until: when it ends; None has no end.
        writing: whether guests write there too.
        by: who opens it; their own earlier replies open with it. None for the demo and imports.
    """
    if not piece.is_open_now:
        piece.open_from = timezone.now()
    piece.open_to_id, piece.open_until, piece.open_writing = GUESTS, until, writing
    piece.save(update_fields=["open_to", "open_from", "open_until", "open_writing"])
    _ask(piece, by)
    if by is not None:
        audit.log(
            by, "opened to guests", about=("piece", piece.pk), detail={"until": until.isoformat() if until else ""}
        )
    news.tell(events.PieceChanged(piece.pk))


@transaction.atomic
def close_to_guests(piece: Piece, *, by: User | None = None) -> None:
    """End the opening now, for all that was written under it too."""
    piece.open_until = timezone.now()
    piece.save(update_fields=["open_until"])
    if by is not None:
        audit.log(by, "closed to guests", about=("piece", piece.pk))
    news.tell(events.PieceChanged(piece.pk))


def earlier_replies(piece: Piece) -> QuerySet[Reply]:
    """Replies that guests do not get for as long as the piece is open now."""
    until = piece.open_until
    shorter = Q(open_to=None) | (Q(open_until__lt=until) if until else Q(open_until__isnull=False))
    rows = Reply.objects.filter(piece=piece, removed_at=None, taken_back_at=None)
    return rows.exclude(readers__in=[PUBLIC, GUESTS]).filter(shorter)


def _ask(piece: Piece, by: User | None) -> None:
    authors = set(earlier_replies(piece).exclude(author=None).values_list("author_id", flat=True).distinct())
    for person_id in authors:
        row, _new = Agreement.objects.get_or_create(person_id=person_id, piece=piece)
        row.asked_at, row.agreed, row.answered_at = timezone.now(), None, None
        row.save(update_fields=["asked_at", "agreed", "answered_at"])
        if by is not None and person_id == by.pk:
            answer(row, agreed=True)
        else:
            news.tell(events.AgreementAsked(person_id, piece.pk))


@prepared
def _asked(reader: Reader, piece: int) -> QuerySet[Agreement]:
    return Agreement.objects.filter(person_id=reader.person_id, piece=piece, answered_at=None)


def question_for(piece: Piece, reader: Reader) -> Agreement | None:
    """What this reader is asked in an open piece: "May guests read your earlier replies here?"."""
    if reader.person_id is None or not piece.is_open_now:
        return None
    question: Agreement | None = _asked.first(reader, piece=piece.pk)
    return question


@transaction.atomic
def answer(agreement: Agreement, *, agreed: bool) -> int:
    """Answer for one's own earlier replies. Returns how many replies guests read from now on."""
    agreement.agreed, agreement.answered_at = agreed, timezone.now()
    agreement.save(update_fields=["agreed", "answered_at"])
    if not agreed:
        return 0
    piece = agreement.piece
    own = earlier_replies(piece).filter(author=agreement.person_id)
    numbers = dict(own.values_list("pk", "number"))
    ids = list(numbers)
    Reply.objects.filter(pk__in=ids).update(open_to=GUESTS, open_from=piece.open_from, open_until=piece.open_until)
    recount(piece.pk, numbers.values())
    for reply_id in ids:
        news.tell(events.ReplyChanged(reply_id))
    return len(ids)
