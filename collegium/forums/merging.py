"""Merging two topics: one goes on, the other's words stand behind its own, and its address leads there.

The replies that come are numbered after those that were there, so that every number of the topic that goes on stays
true (docs/decisions/011-replies-that-move.md). Nobody reads more than before: of both readers the fewer have it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from collegium.discussion import events, rehoming
from collegium.discussion.actions import Refused
from collegium.discussion.models import Reply, Trace
from collegium.discussion.moderating import end_window, is_as_left, left_with, narrower_of
from collegium.forums.models import Topic
from collegium.forums.moving import lock_rows, locked
from collegium.web import news

ACCESS = ("readers_id", "writers_id")


def refusal_to_merge(source: Topic, target: Topic) -> str:
    """Why `source` cannot be merged into `target`, as a sentence; "" when it can."""
    if source.pk == target.pk:
        return _("This is the same topic. Choose another one.")
    if source.group_id != target.group_id:
        return _("They are in two places that do not share their people. Choose a topic of the same place.")
    if source.hidden_at or source.held_at or target.hidden_at or target.held_at:
        return _("One of them is hidden or waits for a moderator. Decide about that first.")
    if source.has_poll or source.has_card:
        return _("This one has a poll or an answer card, which stays with its topic. Merge the other one into it.")
    return ""


@transaction.atomic
def merge_topics(source: Topic, target: Topic) -> dict[str, Any]:
    """Let `target` go on with the words of both.

    Returns:
        What undoing needs.

    Raises:
        Refused: with the reason.
    """
    locked(source, target)
    if refusal := refusal_to_merge(source, target):
        raise Refused(refusal)
    last, former = target.last_number, {name: getattr(target, name) for name in ACCESS}
    head = rehoming.head_as_reply(source, target) if source.body else None
    offset = last + (head is not None)
    numbers = rehoming.shifted(source, offset)
    before = {str(pk): number - offset for pk, number in numbers.items()}
    detail = former | {"from": source.pk, "numbers": before, "answer": target.answer_id, "offset": offset}
    Trace.objects.filter(piece__in=[source, target], other__in=[source, target]).delete()
    Trace.objects.filter(piece=source).update(piece=target, number=F("number") + offset)
    rehoming.join_marks(source, target, last, offset)
    rehoming.rehome(source, target, numbers, head=head.pk if head else None)
    rehoming.follow_too(source, target)
    _share_access(source, target)
    target.answer_id, source.answer_id = target.answer_id or source.answer_id, None
    target.has_narrower = target.has_narrower or source.has_narrower
    target.save(update_fields=["readers", "writers", "open_until", "answer", "has_narrower"])
    source.save(update_fields=["answer"])
    rehoming.trace(target, source, Trace.Kind.CAME, last + 1, len(numbers), head)
    rehoming.close_into(source, target)
    news.tell(events.PieceChanged(target.pk))
    return detail | {"head": head.pk if head else None} | left_with(target)


def _share_access(source: Topic, target: Topic) -> None:
    readers = narrower_of(source.readers, target.readers)
    if readers.pk != target.readers_id:
        end_window(target)
    target.readers, target.writers = readers, narrower_of(narrower_of(source.writers, target.writers), readers)


@transaction.atomic
def part_again(target: Topic, detail: dict[str, Any]) -> None:
    """Undo a merge: what came goes back; what was written since stays.

    Raises:
        Refused: either of them was merged or moved on since.
    """
    source = Topic.objects.filter(pk=detail["from"]).first()
    if source is None:
        raise Refused(_("The other topic is not there any more."))
    lock_rows(source, target)
    if source.merged_into_id != target.pk or target.merged_into_id or source.group_id != target.group_id:
        raise Refused(_("It was merged or moved on since. Take that back first."))
    if target.hidden_at:
        raise Refused(_("It was hidden since. Take that back first."))
    numbers = {int(pk): number for pk, number in detail["numbers"].items()}
    rehoming.rehome(target, source, numbers)
    if head := Reply.objects.filter(pk=detail["head"], piece=target).first() if detail["head"] else None:
        rehoming.reply_as_head(head, source)
    Trace.objects.filter(piece=target, other=source).delete()
    came = Trace.objects.filter(piece=target, number__gt=detail["offset"])
    came.filter(number__lte=detail["offset"] + max(numbers.values(), default=0)).update(
        piece=source, number=F("number") - detail["offset"]
    )
    if target.answer_id in numbers:
        source.answer_id, target.answer_id = target.answer_id, detail["answer"]
    if is_as_left(target, detail):
        widened = target.readers_id != detail["readers_id"]
        target.has_narrower = target.has_narrower or (widened and target.last_number > 0)
        for name in ACCESS:
            setattr(target, name, detail[name])
    else:  # moved to fewer readers since, with the words of both
        _share_access(target, source)
    target.save(update_fields=["readers", "writers", "answer", "has_narrower"])
    source.merged_into, source.removed_at = None, None
    source.save(update_fields=["merged_into", "removed_at", "answer", "readers", "writers", "open_until"])
    rehoming.recount(source)
    rehoming.recount(target)
    for topic in (source, target):
        news.tell(events.PieceChanged(topic.pk))
