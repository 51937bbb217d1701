"""Deeds of forums: start a topic, accept an answer, pin. Opening to guests is `discussion.opening`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.accounts.actions import wait_for_turn
from collegium.accounts.models import User
from collegium.audience.reader import PAUSED, Reader
from collegium.discussion import events
from collegium.discussion.actions import Refused, edit, write_piece
from collegium.discussion.models import Reply, Subject
from collegium.discussion.opening import close_to_guests, open_to_guests
from collegium.discussion.words import Words
from collegium.forums.models import Forum, Topic
from collegium.groups.models import Group
from collegium.outbox import audit
from collegium.polls.actions import Asked, ask_poll, erase_poll
from collegium.web import news

__all__ = [
    "accept_answer", "close_to_guests", "edit_topic", "is_answered", "open_to_guests", "pin", "refusal_to_accept",
    "refusal_to_start", "refusal_to_start_in_group", "remove_topic", "set_subjects", "start_group_topic", "start_topic",
]  # fmt: skip


def refusal_to_start(forum: Forum, reader: Reader) -> str:
    """Why this reader may not start a topic here, as a sentence; "" when they may."""
    if reader.is_visitor:
        return _("Sign in to start a topic.")
    if reader.is_paused:
        return str(PAUSED)
    if forum.writers_id not in reader.audiences:
        return _("Members start topics here. Guests write in topics that are open to guests.")
    return ""


def refusal_to_start_in_group(group: Group, reader: Reader) -> str:
    """The same for a group: only its people start topics, in an open one too."""
    if reader.is_visitor:
        return _("Sign in to start a topic.")
    if reader.is_paused:
        return str(PAUSED)
    if group.writers_id not in reader.audiences:
        return _("Whoever joined this group starts topics here. Join it, then write.")
    return ""


@transaction.atomic
def start_topic(
    forum: Forum, title: str, words: Words, by: Reader, *, subjects: Iterable[Subject] = (), origin: str = "",
    poll: Asked | None = None,
) -> Topic:  # fmt: skip
    """Start a topic in a forum; it takes the forum's readers and writers.

    Raises:
        Refused: this reader may not start one here, with the reason.
    """
    if refusal := refusal_to_start(forum, by):
        raise Refused(refusal)
    topic = Topic(forum=forum, readers_id=forum.readers_id, writers_id=forum.writers_id, origin=origin)
    return _start(topic, title, words, by, subjects, poll)


@transaction.atomic
def start_group_topic(
    group: Group, title: str, words: Words, by: Reader, *, subjects: Iterable[Subject] = (), origin: str = "",
    poll: Asked | None = None,
) -> Topic:  # fmt: skip
    """Start a topic in a group: read by whoever reads the group, written in by its people.

    Raises:
        Refused: this reader is not in the group.
    """
    if refusal := refusal_to_start_in_group(group, by):
        raise Refused(refusal)
    topic = Topic(group=group, readers_id=group.audience_id, writers_id=group.writers_id, origin=origin)  # type: ignore[misc]
    return _start(topic, title, words, by, subjects, poll)


def _start(
    topic: Topic, title: str, words: Words, by: Reader, subjects: Iterable[Subject], poll: Asked | None
) -> Topic:
    wait_for_turn(by.person_id)  # the same form sent twice
    if topic.origin and (sent := Topic.objects.filter(origin=topic.origin, author_id=by.person_id).first()):
        return sent
    topic.title, topic.slug = title.strip(), slugify(title)[:80].strip("-") or "topic"
    topic.has_poll = poll is not None
    write_piece(topic, words, by, at=timezone.now())
    topic.subjects.set(subjects)
    if poll:
        ask_poll(topic, poll)
    return topic


@transaction.atomic
def edit_topic(topic: Topic, data: dict[str, Any], words: Words, by: Reader, *, seen_version: int | None) -> None:
    """Change the first words, the title and the subjects of a topic. Its address keeps leading here.

    Raises:
        Refused: the words were changed since `seen_version`; nothing is overwritten.
    """
    edit(topic, words, by, seen_version=seen_version, title=data["title"].strip())
    topic.subjects.set(data["subjects"])


def is_answered(topic: Topic) -> bool:
    """Whether anybody but its author wrote in it."""
    return bool(Reply.objects.filter(piece=topic).exclude(author_id=topic.author_id).exists())


@transaction.atomic
def remove_topic(topic: Topic, by: Reader) -> bool:
    """Take an own topic away. Once others have answered, their words stay under the title and only the first go.

    Returns:
        Whether the topic is gone (docs/access.md, "delete leaves a stub once answered").
    """
    if is_answered(topic):
        edit(topic, Words("", ""), by)
        return False
    topic.removed_at = timezone.now()
    topic.save(update_fields=["removed_at"])
    news.tell(events.PieceChanged(topic.pk))
    return True


def erase_poll_without_words(changed: events.PieceChanged) -> None:
    """What a topic asked goes with its first words: taken back, or removed by its author."""
    gone = Q(taken_back_at__isnull=False) | Q(body="")
    if Topic.objects.filter(gone, pk=changed.piece_id, has_poll=True).update(has_poll=False):
        erase_poll(changed.piece_id)


@transaction.atomic
def accept_answer(topic: Topic, reply: Reply | None, by: Reader | None = None) -> None:
    """Mark the reply that answers a topic, or none. Its author may be anybody, the asker too, and is told of it."""
    before = topic.answer_id
    topic.answer = reply
    topic.save(update_fields=["answer"])
    news.tell(events.PieceChanged(topic.pk))
    if topic.answer_id != before:
        news.tell(events.AnswerAccepted(topic.pk, topic.answer_id, before, by.person_id if by else None))


def refusal_to_accept(topic: Topic, reader: Reader) -> str:
    """Why this reader may not accept an answer, as a sentence; "" for whoever asked, and moderators."""
    if reader.is_moderator or (reader.person_id is not None and topic.author_id == reader.person_id):
        return ""
    return _("Whoever asked can accept an answer.")


@transaction.atomic
def pin(topic: Topic, by: User, *, on: bool, until: datetime | None = None) -> None:
    """Keep a topic at the top of its place, perhaps until a moment, or let it go."""
    topic.pinned_at, topic.pinned_by, topic.pinned_until = (timezone.now(), by, until) if on else (None, None, None)
    topic.save(update_fields=["pinned_at", "pinned_by", "pinned_until"])
    audit.log(by, "pinned a topic" if on else "unpinned a topic", about=("piece", topic.pk))
    news.tell(events.PieceChanged(topic.pk))


@transaction.atomic
def set_subjects(topic: Topic, subjects: Iterable[Subject], by: User) -> None:
    """Say what a topic is about, for whoever looks under a subject."""
    topic.subjects.set(subjects)
    audit.log(by, "set the subjects of a topic", about=("piece", topic.pk))
    news.tell(events.PieceChanged(topic.pk))
