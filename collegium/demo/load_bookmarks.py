"""What the cast marked to find again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from collegium.accounts.models import User
from collegium.bookmarks.models import Bookmark
from collegium.demo.texts import split_headers
from collegium.discussion.models import Piece, Reply


def load_bookmarks(folder: Path, people: dict[str, User]) -> None:
    """Create the bookmarks of `folder/bookmarks.txt` (demo/README.md, "Bookmarks")."""
    now = timezone.now()
    rows: list[Bookmark] = []
    for text in (folder / "bookmarks.txt").read_text().split("===\n"):
        block = split_headers(text)[0]
        piece = Piece.objects.get(title__startswith=block["thing"])
        number, days = block.get("reply"), block.get("remind")
        rows.append(Bookmark(
            person=people[block["person"]], piece=None if number else piece,
            reply=Reply.objects.get(piece=piece, number=int(number)) if number else None, note=block.get("note", ""),
            remind_on=timezone.localdate() + timedelta(days=int(days)) if days else None,
            created_at=now - timedelta(days=int(block["days"]), minutes=7 * len(rows)),
        ))  # fmt: skip
    Bookmark.objects.bulk_create(rows)
