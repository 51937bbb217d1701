"""What group owners handle: words in their own group, never their own words (docs/access.md, Writing)."""

from __future__ import annotations

from django.http import Http404

from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, Reply
from collegium.forums.models import Topic
from collegium.groups.models import Group
from collegium.moderation.models import Report
from collegium.moderation.queue import Item, reported
from collegium.moderation.things import Thing, found

ACTS = ("hide", "take-back", "lock", "dismiss")  # what of `DecisionForm` is an owner's


def waiting_in(group: Group, owner: Reader) -> list[Item]:
    """Reported words of the group, oldest first, without those of the owner who looks."""
    topics = Topic.objects.filter(group=group).exclude(author_id=owner.person_id)
    replies = Reply.objects.filter(piece__topic__group=group).exclude(author_id=owner.person_id)
    rows = Report.objects.waiting()
    rows = rows.filter(kind="piece", target_id__in=topics.values("pk")) | rows.filter(
        kind="reply", target_id__in=replies.values("pk")
    )
    return sorted(reported(rows), key=lambda item: item.since)


def found_in(group: Group, kind: str, pk: int, owner: Reader) -> Thing:
    """A thing that this owner may handle.

    Raises:
        Http404: elsewhere, not words, or the owner's own.
    """
    thing = found(kind, pk)
    piece = thing.row.piece if isinstance(thing.row, Reply) else thing.row
    inside = isinstance(piece, Piece) and Topic.objects.filter(pk=piece.pk, group=group).exists()
    if not inside or (thing.author is not None and thing.author.pk == owner.person_id):
        raise Http404
    return thing
