"""What the cast began to write and has not sent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.demo.texts import split_headers
from collegium.discussion.drafts import Kept, keep
from collegium.discussion.models import Draft, Piece
from collegium.discussion.words import Words


def load_drafts(folder: Path, people: dict[str, User]) -> None:
    """Create the drafts of `folder/drafts.txt` (demo/README.md, "Drafts")."""
    for block in (folder / "drafts.txt").read_text().split("===\n"):
        head, words = split_headers(block)
        topic = Piece.objects.get(title__startswith=head["thing"])
        address = f"{topic.get_absolute_url()}#reply"
        kept = Kept(Words.plain(words.strip()).body, base="0-45h", address=address)
        draft = keep(reader_for(people[head["person"]]), f"piece-{topic.pk}", kept)
        Draft.objects.filter(pk=draft.pk).update(at=timezone.now() - timedelta(hours=float(head["hours"])))
