"""What people of the demo did before today: whom and what they follow, what they read, where they left off."""

from __future__ import annotations

from datetime import timedelta

from collegium.accounts.models import User
from collegium.demo.chance import Clock
from collegium.discussion.models import Piece, ReadMark


def follow_and_read(people: dict[str, User], clock: Clock) -> None:
    """Give the members read marks in topics that moved lately, at a place before the end."""
    User.objects.update(start_of_reading=clock.now - timedelta(days=11))
    recent = list(Piece.objects.filter(kind="topic", reply_count__gt=2).order_by("-moved_at")[:40])
    rows = []
    for person in people.values():
        for piece in clock.rng.sample(recent, min(12, len(recent))):
            seen = clock.rng.randrange(1, piece.last_number + 1)
            rows.append(ReadMark(person=person, piece=piece, number=seen))
    ReadMark.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
