"""Deeds of forums: start a topic, open it to guests, pin, lock, accept an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.audience.models import GUESTS
from collegium.audience.reader import Reader
from collegium.discussion import events
from collegium.discussion.actions import Refused, write_piece
from collegium.discussion.models import Piece, Subject
from collegium.discussion.words import Words
from collegium.forums.models import Forum, Topic
from collegium.groups.models import Group
from collegium.web import news


def refusal_to_start(forum: Forum, reader: Reader) -> str:
    """Why this reader may not start a topic here, as a sentence; "" when they may."""
    if reader.is_visitor:
        return _("Sign in to start a topic.")
    if forum.writers_id not in reader.audiences:
        return _("Members start topics here. Guests write in topics that are open to guests.")
    return ""


def refusal_to_start_in_group(group: Group, reader: Reader) -> str:
    """The same for a group: only its people start topics, in an open one too."""
    if reader.is_visitor:
        return _("Sign in to start a topic.")
    if group.writers_id not in reader.audiences:
        return _("Whoever joined this group starts topics here. Join it, then write.")
    return ""


@transaction.atomic
def start_topic(
    forum: Forum, title: str, words: Words, by: Reader, *, subjects: Iterable[Subject] = (), origin: str = ""
) -> Topic:
    """Start a topic in a forum; it takes the forum's readers and writers.

    Raises:
        Refused: this reader may not start one here, with the reason.
    """
    if refusal := refusal_to_start(forum, by):
        raise Refused(refusal)
    topic = Topic(forum=forum, readers_id=forum.readers_id, writers_id=forum.writers_id, origin=origin)
    return _start(topic, title, words, by, subjects)


@transaction.atomic
def start_group_topic(
    group: Group, title: str, words: Words, by: Reader, *, subjects: Iterable[Subject] = (), origin: str = ""
) -> Topic:
    """Start a topic in a group: read by whoever reads the group, written in by its people.

    Raises:
        Refused: this reader is not in the group.
    """
    if refusal := refusal_to_start_in_group(group, by):
        raise Refused(refusal)
    topic = Topic(group=group, readers_id=group.audience_id, writers_id=group.writers_id, origin=origin)
    return _start(topic, title, words, by, subjects)


def _start(topic: Topic, title: str, words: Words, by: Reader, subjects: Iterable[Subject]) -> Topic:
    if topic.origin and (sent := Topic.objects.filter(origin=topic.origin, author_id=by.person_id).first()):
        return sent
    topic.title, topic.slug = title.strip(), slugify(title)[:80].strip("-") or "topic"
    write_piece(topic, words, by, at=timezone.now())
    topic.subjects.set(subjects)
    return topic


@transaction.atomic
def open_to_guests(piece: Piece, *, until: datetime | None = None, writing: bool = True) -> None:
    """Open a topic, post or article to guests: its head and what is written from now on, never earlier replies."""
    piece.open_to_id, piece.open_from, piece.open_until, piece.open_writing = GUESTS, timezone.now(), until, writing
    piece.save(update_fields=["open_to", "open_from", "open_until", "open_writing"])
    news.tell(events.PieceChanged(piece.pk))


@transaction.atomic
def close_to_guests(piece: Piece) -> None:
    """End the opening now."""
    piece.open_until = timezone.now()
    piece.save(update_fields=["open_until"])
    news.tell(events.PieceChanged(piece.pk))
