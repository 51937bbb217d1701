"""Care of topics, each with a reason that its author reads and may answer: move, split, merge.

Moderators tend what they may read, the owners of a group what is in it (docs/access.md, Writing).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.doors import get_readable
from collegium.audience.models import Audience
from collegium.audience.reader import Reader
from collegium.discussion import moderating
from collegium.discussion.models import Piece, Reply
from collegium.forums import merging, moving, splitting
from collegium.forums.models import Forum, Topic
from collegium.groups.seats import get_seat
from collegium.moderation.deciding import decide, tell
from collegium.moderation.models import Decision, Report
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


@transaction.atomic
def split(topic: Topic, chosen: list[Reply], title: str, readers: Audience, by: User, reason: str) -> Topic:
    """Let chosen replies become a topic of their own; everybody who wrote one of them is told.

    Raises:
        Refused: they cannot, with the reason.
    """
    new, detail = splitting.split_topic(topic, chosen, title, readers)
    main = decide(found("piece", topic.pk), by, Act.SPLIT, reason, detail, closes=False)
    for author_id, row in {row.author_id: row for row in reversed(chosen)}.items():
        if author_id and author_id != topic.author_id:
            _tell_too(main, "reply", row.pk, row.author)
    return new


@transaction.atomic
def merge(source: Topic, target: Topic, by: User, reason: str) -> Decision:
    """Merge a topic into another; the authors of both are told.

    Raises:
        Refused: they cannot be merged, with the reason.
    """
    detail = merging.merge_topics(source, target)
    if detail["head"]:
        _now_about(("piece", source.pk), ("reply", detail["head"]))
    main = decide(found("piece", target.pk), by, Act.MERGE, reason, detail, closes=False)
    if source.author_id and source.author_id != target.author_id:
        _tell_too(main, "piece", target.pk, source.author)
    return main


def told_of_merge(source: Topic, target: Topic) -> list[str]:
    """The names of who is told, each once."""
    people = {topic.author_id: topic.author.name for topic in (source, target) if topic.author}
    return list(people.values())


def _now_about(former: tuple[str, int], now: tuple[str, int]) -> None:
    """Reports and decisions follow the words they are about; what was done to whole topics stays with these."""
    Report.objects.filter(kind=former[0], target_id=former[1]).update(kind=now[0], target_id=now[1])
    rows = Decision.objects.filter(kind=former[0], target_id=former[1]).exclude(act__in=ACTS)
    rows.update(kind=now[0], target_id=now[1])


def _tell_too(main: Decision, kind: str, pk: int, author: User | None) -> None:
    """The same decision for another person it concerns, who may answer it as well."""
    tell(
        Decision.objects.create(
            kind=kind, target_id=pk, author=author, by=main.by, act=main.act, reason=main.reason, detail={"of": main.pk}
        )
    )


def widen(decision: Decision, piece: Piece) -> None:
    """Undo a narrowing. What narrowed the piece since then stays, and undoing that leads back all the way."""
    before = {name: decision.detail[name] for name in ("readers", "writers")}
    if moderating.is_as_left(piece, decision.detail):
        moderating.move_back(piece, before["readers"], before["writers"])
        return
    later = Decision.objects.about("piece", piece.pk).filter(act=Act.NARROW, undone_at=None, pk__gt=decision.pk)
    if following := later.order_by("pk").first():
        following.detail |= before
        following.save(update_fields=["detail"])


def undo(decision: Decision) -> None:
    """Take back what was done to a topic; those who were told with it read that it is taken back.

    Raises:
        Refused: what happened since leaves no way back, with what can be done instead.
    """
    main = Decision.objects.get(pk=decision.detail["of"]) if "of" in decision.detail else decision
    topic = Topic.objects.get(pk=main.target_id)
    if main.act == Act.MOVE:
        moving.move_back(topic, main.detail)
    elif main.act == Act.SPLIT:
        splitting.join_again(topic, main.detail)
    else:
        merging.part_again(topic, main.detail)
        if main.detail["head"]:
            _now_about(("reply", main.detail["head"]), ("piece", main.detail["from"]))
    together = Decision.objects.filter(undone_at=None).filter(Q(pk=main.pk) | Q(detail__of=main.pk))
    together.update(undone_at=timezone.now())
