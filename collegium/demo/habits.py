"""What people of the demo did before today: whom and what they follow, what they read, where they left off."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from collegium.accounts.models import User
from collegium.brief.models import Visit
from collegium.demo.chance import Clock
from collegium.discussion.models import Piece, ReadMark, Reply
from collegium.notifications.actions import tell_published
from collegium.notifications.models import Notification
from collegium.people.models import Follow


def follow_and_read(people: dict[str, User], clock: Clock) -> None:
    """Give the members read marks in topics that moved lately, before the end; the last visit was on Friday."""
    User.objects.update(start_of_reading=clock.now - timedelta(days=11))
    recent = list(Piece.objects.filter(kind="topic", reply_count__gt=2).order_by("-moved_at")[:40])
    rows = []
    for person in people.values():
        for piece in clock.rng.sample(recent, min(12, len(recent))):
            seen = clock.rng.randrange(1, piece.last_number + 1)
            rows.append(ReadMark(person=person, piece=piece, number=seen))
    ReadMark.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    follows = {(row.person_id, row.piece_id) for row in rows}
    follows |= set(Reply.objects.exclude(author=None).values_list("author_id", "piece_id").distinct())
    follows |= set(Piece.objects.exclude(author=None).values_list("author_id", "pk"))
    Follow.objects.bulk_create(
        [Follow(person_id=person, kind="piece", target_id=piece) for person, piece in sorted(follows)],
        batch_size=1000, ignore_conflicts=True,
    )  # fmt: skip
    friday = clock.friday
    _tell_what_was_published(friday)
    _notify(follows, friday)
    Visit.objects.bulk_create(
        [
            Visit(person=person, started_at=friday, last_request_at=friday + timedelta(minutes=12))
            for person in people.values()
        ],
        batch_size=1000, ignore_conflicts=True,
    )  # fmt: skip


def _tell_what_was_published(since: datetime) -> None:
    """News of posts and articles is as old as they are; what is older than the last visit was seen.

    The jobs that the publishing left behind find everybody told.
    """
    for piece in Piece.objects.filter(kind__in=["post", "article"]).published().select_related("author"):
        tell_published(piece)
    published = Notification.objects.filter(kind=Notification.Kind.PUBLISHED)
    when = Piece.objects.filter(pk=OuterRef("piece")).values("published_at")[:1]
    published.update(created_at=Subquery(when))
    published.filter(created_at__lt=since).update(seen_at=since)


def _notify(follows: set[tuple[int, int]], since: datetime) -> None:
    """What was said since then stands in the notifications of who follows; nobody gets mail of it."""
    followers: dict[int, list[int]] = {}
    for person, piece in follows:
        followers.setdefault(piece, []).append(person)
    rows = []
    for reply in Reply.objects.filter(created_at__gt=since).select_related("piece").order_by("created_at"):
        for person in followers.get(reply.piece_id, []):
            kind = "answer" if person == reply.piece.author_id else "reply"
            if person != reply.author_id:
                rows.append(
                    Notification(
                        person_id=person, kind=kind, fold=f"{kind}:{reply.piece_id}", actor_id=reply.author_id,
                        piece_id=reply.piece_id, reply=reply, created_at=reply.created_at,
                    )
                )  # fmt: skip
    Notification.objects.bulk_create(rows, batch_size=1000)
