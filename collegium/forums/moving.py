"""Moving a topic to another forum: never to more readers than it had (docs/access.md, Writing)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import PUBLIC, Audience
from collegium.audience.people import people_in
from collegium.discussion import events
from collegium.discussion.actions import Refused
from collegium.discussion.models import Piece, Reply
from collegium.discussion.moderating import end_window, is_as_left, left_with, narrower_of
from collegium.forums.models import Forum, Topic
from collegium.web import news


@dataclass(frozen=True, slots=True)
class Loss:
    """Who does not find a topic any more once `readers` have it: so many `people` with an account, of whom so many
    `wrote` in it; `visitors` says whether visitors are among them."""

    readers: Audience
    people: int
    wrote: int
    visitors: bool


def loss_of(topic: Topic, readers: Audience) -> Loss:
    """What giving a topic these readers takes from whom."""
    if readers.pk == topic.readers_id:
        return Loss(readers, 0, 0, visitors=False)
    before = people_in(topic.reader_ids())
    lost: QuerySet[User] = before.exclude(pk__in=people_in({readers.pk}).values("pk"))
    wrote = Q(pk__in=Reply.objects.filter(piece=topic).values("author")) | Q(pk__in=[topic.author_id])
    return Loss(readers, lost.count(), lost.filter(wrote).count(), visitors=PUBLIC in topic.reader_ids())


def forums_for(topic: Topic) -> QuerySet[Forum]:
    """Where a topic of a forum can be moved to; what is in a group stays there."""
    others = Forum.objects.select_related("section", "readers", "writers").exclude(pk__in=[topic.forum_id])
    return others if topic.forum_id else others.none()


def readers_in(topic: Topic, forum: Forum) -> Audience:
    """Who reads a topic once it stands in this forum: whichever has fewer people, its own readers or the forum's."""
    return narrower_of(topic.readers, forum.readers)


@transaction.atomic
def move_topic(topic: Topic, forum: Forum) -> dict[str, Any]:
    """Move it; its former address leads to the new one.

    Returns:
        What moving it back needs.

    Raises:
        Refused: it is in a group, or in this forum already, or was merged or moved in the meantime.
    """
    locked(topic)
    if topic.forum_id is None:
        raise Refused(_("What is in a group stays there. Start a topic in the forum that links to it."))
    if topic.forum_id == forum.pk:
        raise Refused(_("It is in this forum already. Choose another one."))
    before = {"forum": topic.forum_id, "readers": topic.readers_id, "writers": topic.writers_id}
    readers, writers = readers_in(topic, forum), narrower_of(topic.writers, forum.writers)
    if readers.pk != topic.readers_id:
        end_window(topic)
    topic.forum, topic.readers, topic.writers = forum, readers, narrower_of(writers, readers)
    topic.save(update_fields=["forum", "readers", "writers", "open_until"])
    news.tell(events.PieceChanged(topic.pk))
    return before | left_with(topic)


@transaction.atomic
def move_back(topic: Topic, before: dict[str, Any]) -> None:
    """Undo a move. What others wrote since keeps the readers it was written for, and what narrowed the topic stays."""
    locked(topic)
    topic.forum_id = before["forum"]
    if is_as_left(topic, before):
        topic.has_narrower = topic.has_narrower or (topic.readers_id != before["readers"] and topic.last_number > 0)
        topic.readers_id, topic.writers_id = before["readers"], before["writers"]
    topic.save(update_fields=["forum", "readers", "writers", "has_narrower"])
    news.tell(events.PieceChanged(topic.pk))


def locked(*topics: Topic) -> None:
    """Wait for whoever writes in these topics or moves them, then see what became of them.

    Raises:
        Refused: one of them was merged into another, or taken away, in the meantime.
    """
    lock_rows(*topics)
    for topic in topics:
        if topic.merged_into_id or topic.removed_at:
            raise Refused(_("Somebody merged or removed it in the meantime. Look at it again."))


def lock_rows(*topics: Topic) -> None:
    """The same, whatever became of them.

    Raises:
        Refused: one of them is gone altogether.
    """
    ids = sorted(topic.pk for topic in topics)  # in one order, so that two deeds never wait for each other
    rows = Piece.objects.select_for_update().select_related(None).order_by("pk").filter(pk__in=ids)
    if len(list(rows.only("pk"))) < len(ids):
        raise Refused(_("It is not there any more."))
    for topic in topics:
        topic.refresh_from_db()
