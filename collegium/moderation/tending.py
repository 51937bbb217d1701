"""Care of topics, each with a reason that its author reads and may answer: move, split, merge.

Moderators tend what they may read, the owners of a group what is in it (docs/access.md, Writing).
"""

from __future__ import annotations

from django.db import transaction
from django.http import Http404

from collegium.accounts.models import User
from collegium.audience.doors import get_readable
from collegium.audience.reader import Reader
from collegium.discussion.models import Piece
from collegium.forums import moving
from collegium.forums.models import Forum, Topic
from collegium.groups.seats import get_seat
from collegium.moderation.deciding import decide
from collegium.moderation.models import Decision
from collegium.moderation.things import found

Act = Decision.Act
ACTS = (Act.MOVE, Act.SPLIT, Act.MERGE)


def tends(topic: Topic, reader: Reader) -> bool:
    """Whether a reader, who has the topic in full, keeps order in it."""
    if reader.is_moderator:
        return True
    return topic.group is not None and reader.is_member and get_seat(reader, topic.group.slug).is_owner


def get_tended(reader: Reader, topic_id: int) -> Topic:
    """The topic for who keeps order in it.

    Raises:
        Door, Http404: the reader does not have it, or it is not theirs to tend.
    """
    rows = Topic.objects.select_related("forum__readers", "forum__writers", "group", "writers", "author")
    topic = get_readable(rows, reader, pk=topic_id)
    if not tends(topic, reader):
        raise Http404
    return topic


@transaction.atomic
def move(topic: Topic, forum: Forum, by: User, reason: str) -> Decision:
    """Move a topic to another forum, never to more readers.

    Raises:
        Refused: it cannot go there, with the reason.
    """
    before = moving.move_topic(topic, forum)
    return decide(found("piece", topic.pk), by, Act.MOVE, reason, before | {"to": forum.pk}, closes=False)


def undo(decision: Decision, row: Piece) -> None:
    """Take back what was done to a topic.

    Raises:
        Refused: what happened since leaves no way back, with what can be done instead.
    """
    moving.move_back(Topic.objects.get(pk=row.pk), decision.detail)
