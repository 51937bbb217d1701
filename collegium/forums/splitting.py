"""Splitting a topic: chosen replies become a topic of their own, for the same readers or fewer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.audience.models import Audience
from collegium.discussion import events, rehoming
from collegium.discussion.actions import Refused
from collegium.discussion.models import Reply, Trace
from collegium.discussion.moderating import is_as_left, left_with, narrower, narrower_of
from collegium.forums.models import Topic
from collegium.forums.moving import locked
from collegium.web import news


def readers_for(topic: Topic) -> list[Audience]:
    """Who may read what is split off: whoever reads the topic, or fewer; widest first."""
    return [topic.readers, *[one for one in narrower(topic) if one.pk != topic.readers_id]]


@transaction.atomic
def split_topic(topic: Topic, chosen: Iterable[Reply], title: str, readers: Audience) -> tuple[Topic, dict[str, Any]]:
    """Let these replies begin a topic of their own in the same place; a line stays behind where they stood.

    Returns:
        The new topic, and what undoing needs.

    Raises:
        Refused: none of them is there any more, or these are not fewer readers.
    """
    locked(topic)
    rows = list(
        Reply.objects.filter(piece=topic, held_at=None, pk__in=[reply.pk for reply in chosen]).order_by("number")
    )
    if not rows:
        raise Refused(_("Choose at least one reply that is still here."))
    if readers.pk not in {one.pk for one in readers_for(topic)}:
        raise Refused(_("Choose the same readers or fewer."))
    detail: dict[str, Any] = {"numbers": {str(row.pk): row.number for row in rows}, "answer": None}
    new = _begin(topic, rows, title, readers)
    rehoming.rehome(topic, new, {row.pk: place for place, row in enumerate(rows, 1)})
    rehoming.split_marks(topic, new, [row.number for row in rows])
    rehoming.follow_too(topic, new, [row.author_id for row in rows if row.author_id])
    if topic.answer_id in {row.pk for row in rows}:
        detail["answer"] = new.answer_id = topic.answer_id
        topic.answer = None
    rehoming.trace(topic, new, Trace.Kind.WENT, rows[0].number, len(rows))
    rehoming.trace(new, topic, Trace.Kind.CAME, 1, len(rows))
    for piece in (topic, new):
        piece.save(update_fields=["answer"])
        news.tell(events.PieceChanged(piece.pk))
    return new, detail | {"to": new.pk} | left_with(new)


def _begin(topic: Topic, rows: list[Reply], title: str, readers: Audience) -> Topic:
    """The new topic: it begins when its first reply was written, so that nobody takes old words for new."""
    first = rows[0]
    new = Topic(
        forum=topic.forum, group=topic.group, title=title, slug=slugify(title)[:80].strip("-") or "topic",
        author=first.author, byline=first.byline, readers=readers, writers=narrower_of(topic.writers, readers),
        published_at=first.created_at, moved_at=first.created_at, has_narrower=topic.has_narrower,
    )  # fmt: skip
    if readers.pk == topic.readers_id:
        for name in ("open_to_id", "open_from", "open_until", "open_writing"):
            setattr(new, name, getattr(topic, name))
    new.save()
    new.subjects.set(topic.subjects.all())
    return new


@transaction.atomic
def join_again(topic: Topic, detail: dict[str, Any]) -> None:
    """Undo a split: the replies stand where they stood, and the address of the other topic leads here.

    Raises:
        Refused: others have replied there since, or it was hidden or narrowed, or is not there any more.
    """
    new = Topic.objects.filter(pk=detail["to"]).first()
    if new is None:
        raise Refused(_("The other topic is not there any more."))
    locked(topic, new)
    if new.hidden_at or not is_as_left(new, detail):
        raise Refused(_("The other topic was hidden or moved to fewer readers since. Take that back first."))
    numbers = {int(pk): number for pk, number in detail["numbers"].items()}
    if Reply.objects.filter(piece=new).exclude(pk__in=numbers).exists():
        raise Refused(_("Others have replied in the other topic since. Merge it into this one instead."))
    taken = set(Reply.objects.filter(piece=topic, number__in=numbers.values()).values_list("number", flat=True))
    if taken:  # what waited for a moderator was put last since, and others moved up
        numbers = {pk: topic.last_number + place for place, pk in enumerate(numbers, 1)}
    rehoming.rehome(new, topic, numbers)
    Trace.objects.filter(piece__in=[topic, new], other__in=[topic, new]).delete()
    if detail["answer"] and topic.answer_id is None:
        topic.answer_id = detail["answer"]
        topic.save(update_fields=["answer"])
    rehoming.close_into(new, topic)
    news.tell(events.PieceChanged(topic.pk))
