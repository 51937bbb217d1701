"""Many replies at once: imports, the demo, measuring. No news per reply, no mail to anybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from collegium.citations.actions import note as note_references
from collegium.discussion import events
from collegium.discussion.bylines import EMPTY
from collegium.discussion.models import Piece, Reply
from collegium.discussion.stretches import recount
from collegium.discussion.words import Words
from collegium.web import news


@dataclass(slots=True)
class NewReply:
    """A reply to append. `origin` makes it come only once."""

    words: Words
    at: datetime
    author_id: int | None = None
    byline: dict[str, Any] = field(default_factory=lambda: dict(EMPTY))
    origin: str = ""


@transaction.atomic
def append_replies(piece: Piece, replies: list[NewReply]) -> list[Reply]:
    """Append replies to a piece in the given order and bring its counters up to date.

    Replies take the readers the piece has now; those whose `origin` is stored already are left out. One
    `RepliesImported` is told, so that search indexes them; nobody is notified.
    """
    fresh = Piece.objects.select_for_update().get(pk=piece.pk)
    known = set(
        Reply.objects.filter(origin__in=[new.origin for new in replies if new.origin]).values_list("origin", flat=True)
    )
    rows = []  # type: ignore[var-annotated]
    for new in replies:
        if new.origin and new.origin in known:
            continue
        row = Reply(
            piece_id=fresh.pk, number=fresh.last_number + len(rows) + 1, author_id=new.author_id, byline=new.byline,
            readers_id=fresh.readers_id, open_to_id=fresh.open_to_id, open_from=fresh.open_from,
            open_until=fresh.open_until, created_at=new.at, origin=new.origin,
        )  # fmt: skip
        new.words.put_into(row)
        rows.append(row)
    if rows:
        rows = Reply.objects.bulk_create(rows, batch_size=500)
        for row in rows:
            note_references("reply", row.pk, row.body, is_new=True)
        last = max(rows, key=lambda row: row.created_at)
        fresh.last_number += len(rows)
        fresh.reply_count += len(rows)
        if fresh.moved_at is None or last.created_at >= fresh.moved_at:
            fresh.moved_at, fresh.last_by = last.created_at, str(last.byline.get("name", ""))
        fresh.save(update_fields=["last_number", "reply_count", "moved_at", "last_by"])
        recount(fresh.pk, [row.number for row in rows])
        news.tell(events.RepliesImported(fresh.pk, rows[0].number, rows[-1].number))
    return rows
