"""Forums and topics for tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.reader import reader_for
from collegium.discussion.bylines import byline_of
from collegium.discussion.models import Piece
from collegium.discussion.words import Words
from collegium.forums.actions import start_topic
from collegium.forums.models import Forum, Section, Topic
from collegium.groups.models import Group


def make_forum(name: str = "GI oncology", readers: int = MEMBERS, writers: int = MEMBERS) -> Forum:
    section, _new = Section.objects.get_or_create(name="Clinical questions")
    return Forum.objects.create(name=name, slug=slugify(name), section=section, readers_id=readers, writers_id=writers)


def make_topic(
    author: User, forum: Forum | None = None, title: str = "How do you time the first call?", **kw: Any
) -> Topic:
    forum = forum or Forum.objects.first() or make_forum()
    return start_topic(
        forum, title, Words.plain(kw.get("text", "We call on day three. What about you?")), reader_for(author)
    )


def make_many(
    count: int, author: User, place: Forum | Group, *, readers: tuple[int, ...] = (MEMBERS,), before: int = 1
) -> list[int]:
    """So many topics at once, each moved an hour before the last; they are for these readers in turn.

    Args:
        before: hours since the first moved.
    """
    now, made, words = timezone.now(), [], Words.plain("We call on day three.")
    for n, audience in zip(range(count), cycle(readers), strict=False):
        at = now - timedelta(hours=before + n)
        row = Piece(
            kind="topic", title=f"Topic {place.pk}-{n}", slug=f"topic-{n}", readers_id=audience, writers_id=MEMBERS,
            author=author, byline=byline_of(author), published_at=at, created_at=at, moved_at=at,
        )  # fmt: skip
        words.put_into(row)
        made.append(row)
    where = {"forum": place} if isinstance(place, Forum) else {"group": place}
    pieces = Piece.objects.bulk_create(made, batch_size=500)
    rows, fields = [Topic(piece_id=piece.pk, **where) for piece in pieces], Topic._meta.local_concrete_fields
    for start in range(0, count, 60):
        Topic.objects._insert(rows[start : start + 60], fields, using="default")
    return [piece.pk for piece in pieces]
