"""Places in lists of topics, and how many topics there are for whom, without counting them all.

Topics that moved lately are asked themselves. The others stand on shelves of some hundred, by when they last moved;
each shelf has a tally for each place and each kind of readers. A deed that concerns a topic on a shelf counts that
shelf anew, in its own transaction; a topic that moves leaves it. `tidy` puts away what has come to rest. Who may read a
tally is the condition that topics have (`opened`). `collegium check --data` compares them with the rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum

from collegium.audience import moment
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.discussion.events import (
    PieceChanged,
    PiecePublished,
    RepliesImported,
    RepliesMoved,
    ReplyChanged,
    ReplyPosted,
)
from collegium.discussion.models import Piece, PieceQuerySet
from collegium.discussion.models.piece import WAITING
from collegium.forums.models import Forum, Shelf, Tally, Topic
from collegium.groups.models import Group

SIZE: Final = 250  # topics on a new shelf; one of twice as many is divided
SAME = ("shelf", "forum", "group", "readers", "open_to", "open_from", "open_until")
Numbers = tuple[int, int]  # topics, and those of them without a reply


@dataclass(frozen=True, slots=True)
class Counts:
    """How many topics a reader may read in each forum (in a group: under None), and how many of them moved lately."""

    all: dict[int | None, Numbers]
    lately: dict[int | None, Numbers]

    def total(self, forum: int | None = None, *, waiting: bool = False, lately: bool = False) -> int:
        """How many in this forum, or everywhere."""
        numbers = self.lately if lately else self.all
        return sum(pair[waiting] for place, pair in numbers.items() if forum in (None, place))


def place_of(forum: Forum | None = None, group: Group | None = None) -> dict[str, Any]:
    """Which topics a list has: of a forum, of a group, or of all forums; for topics and tallies alike."""
    return {"group": group} if group or not forum else {"forum": forum}


def counts(reader: Reader, group: Group | None = None) -> Counts:
    """How many topics this reader may read: in each forum, or in this group."""
    recent = Topic.objects.filter(shelf=None, group=group).readable_by(reader).order_by().values_list("forum")
    lately = {forum: (n, w) for forum, n, w in recent.annotate(n=Count("pk"), w=Count("pk", filter=WAITING))}
    rows, found = Tally.objects.filter(group=group).shown_to(reader).order_by().values_list("forum"), dict(lately)
    for forum, n, waiting in rows.annotate(n=Sum("total"), w=Sum("waiting")):
        more = found.get(forum, (0, 0))
        found[forum] = (more[0] + n, more[1] + waiting)
    return Counts(found, lately)


def ids_of(
    topics: PieceQuerySet, known: Counts, place: dict[str, Any], part: slice, reader: Reader, *,
    waiting: bool = False, pinned: bool = False,
) -> list[int]:  # fmt: skip
    """The topics (ids) that stand at these places of a list, latest moved first.

    Args:
        topics: all of the list, as this reader may read them.
        known: the reader's counts.
        place: see `place_of`.
        waiting: the list has those without a reply only.
        pinned: what is pinned now comes first.
    """
    pins = list(_pinned(topics)) if pinned else []
    chosen = [pk for pk, _shelf in pins[part]]
    start, stop = (max(0, at - len(pins)) for at in (part.start, part.stop))
    forum = place["forum"].pk if "forum" in place else None
    runs = _runs(known.total(forum, waiting=waiting, lately=True), place, reader, waiting, pins)
    shelves, before = _holding(runs, start, stop)
    if not shelves or start == stop:
        return chosen
    there = Q(shelf__in=[pk for pk in shelves if pk]) | (Q(shelf=None) if None in shelves else Q(pk__in=[]))
    rest = topics.filter(there).exclude(pk__in=[pk for pk, _shelf in pins]).moved_first()
    return chosen + list(rest.values_list("pk", flat=True)[start - before : stop - before])


def _pinned(topics: PieceQuerySet) -> QuerySet[Any]:
    held = Q(pinned_until=None) | Q(pinned_until__gt=moment.now())
    pins = topics.filter(held, pinned_at__isnull=False).order_by("-pinned_at", "-moved_at", "-pk")
    return pins.values_list("pk", "shelf")


def _runs(
    recent: int, place: dict[str, Any], reader: Reader, waiting: bool, pins: list[tuple[int, int | None]]
) -> Iterator[tuple[int | None, int]]:
    """What moved lately, then the shelves from the latest on, each with how many of the list stand there."""
    away = [shelf for _pk, shelf in pins]
    yield None, recent - away.count(None)
    rows = Tally.objects.filter(**place).shown_to(reader).values_list("shelf")
    for shelf, n in rows.annotate(n=Sum("waiting" if waiting else "total")).order_by("-shelf__ends_at"):
        yield shelf, n - away.count(shelf)


def _holding(runs: Iterable[tuple[int | None, int]], start: int, stop: int) -> tuple[list[int | None], int]:
    """The shelves that hold these places, and how many topics stand before them."""
    found: list[int | None] = []
    before = at = 0
    for shelf, n in runs:
        if at >= stop:
            break
        if at + n > start:
            before = before if found else at
            found.append(shelf)
        at += n
    return found, before


# What deeds change, and what has come to rest.


@transaction.atomic
def recount(*shelves: int) -> None:
    """Count these shelves anew."""
    locked = list(Shelf.objects.select_for_update().filter(pk__in=shelves).order_by("pk").values_list("pk", flat=True))
    Tally.objects.filter(shelf__in=locked).delete()
    _store(_counted(Topic.objects.filter(shelf__in=locked)))


def _counted(topics: PieceQuerySet) -> QuerySet[Any]:
    rows = topics.published().order_by().values(*SAME)
    return rows.annotate(total=Count("pk"), waiting=Count("pk", filter=WAITING))


def _store(rows: Iterable[dict[str, Any]]) -> None:
    links = SAME[:5]
    Tally.objects.bulk_create(
        [Tally(**{f"{name}_id" if name in links else name: value for name, value in row.items()}) for row in rows],
        batch_size=500,
    )


def put_right(topics: PieceQuerySet) -> None:
    """After a deed: topics stand where their last movement says, and their shelves are counted anew."""
    _put_right(_standing(topics))


def _standing(topics: PieceQuerySet) -> QuerySet[Any]:
    """Topic, the shelf it is on, the shelf it should be on."""
    due = Shelf.objects.filter(ends_at__gt=OuterRef("moved_at")).order_by("ends_at").values("pk")[:1]
    return topics.values_list("pk", "shelf", Subquery(due))


def _put_right(rows: Iterable[tuple[int, int | None, int | None]]) -> None:
    touched, moved = set[int | None](), defaultdict[int | None, list[int]](list)
    for topic_id, is_on, where in rows:
        touched |= {is_on, where}
        if is_on != where:
            moved[where].append(topic_id)
    for where, ids in moved.items():
        Topic.objects.filter(pk__in=ids).update(shelf=where)
    if shelves := [shelf for shelf in touched if shelf is not None]:
        recount(*shelves)


def after_piece(event: PiecePublished | PieceChanged | RepliesImported) -> None:
    """Listener: a topic came, changed or grew."""
    put_right(Topic.objects.filter(pk=event.piece_id))


def after_reply(event: ReplyPosted | ReplyChanged) -> None:
    """Listener: a reply came, or went."""
    _put_right(_standing_of_reply.rows(VISITOR, reply=event.reply_id))


@prepared
def _standing_of_reply(_reader: Reader, reply: int) -> QuerySet[Any]:
    return _standing(Topic.objects.filter(replies=reply))


def after_move(event: RepliesMoved) -> None:
    """Listener: replies went from one topic to another."""
    put_right(Topic.objects.filter(pk__in=[event.source_id, event.target_id]))


def tidy() -> int:
    """Put away what has come to rest, oldest first; divide shelves that grew, and empty those with few topics.

    Returns:
        How many shelves were made.
    """
    made = 0
    if end := Shelf.objects.aggregate(end=Max("ends_at"))["end"]:
        put_right(Topic.objects.filter(shelf=None, moved_at__lt=end))  # written past the deeds
    while Topic.objects.filter(shelf=None, moved_at__isnull=False).count() > 2 * SIZE and _divide(None):
        made += 1
    sizes = dict(Shelf.objects.order_by().values_list("pk").annotate(n=Count("topics")))
    for shelf, size in sizes.items():
        while size > 2 * SIZE and _divide(shelf):
            made, size = made + 1, size - SIZE
        if size < SIZE // 5:
            _empty(shelf)
    return made


@transaction.atomic
def _divide(shelf: int | None) -> bool:
    """The oldest topics of a shelf (None: of those on none) get one of their own; False where they cannot be told
    apart."""
    here = Topic.objects.filter(shelf=shelf, moved_at__isnull=False)
    instants = here.order_by("moved_at").values_list("moved_at", flat=True)
    ends_at = instants.filter(moved_at__gt=instants[SIZE - 1]).first()
    if ends_at is None:
        return False
    old = list(here.filter(moved_at__lt=ends_at).values_list("pk", flat=True))
    rows = Piece.objects.select_for_update().select_related(None).filter(pk__in=old, moved_at__lt=ends_at)
    still = list(rows.order_by("pk").values_list("pk", flat=True))  # nobody moves them from now on
    new = Shelf.objects.create(ends_at=ends_at)
    Topic.objects.filter(pk__in=still).update(shelf=new)
    recount(new.pk, *([shelf] if shelf else []))
    return True


@transaction.atomic
def _empty(shelf: int) -> None:
    """Its topics stand on the next shelf from now on, or among those that moved lately."""
    gone = Shelf.objects.get(pk=shelf)
    rows = Piece.objects.select_for_update().select_related(None).filter(topic__shelf=gone)
    still = list(rows.order_by("pk").values_list("pk", flat=True))
    after = Shelf.objects.filter(ends_at__gt=gone.ends_at).order_by("ends_at").first()
    Topic.objects.filter(pk__in=still).update(shelf=after)
    gone.delete()
    if after:
        recount(after.pk)


@transaction.atomic
def shelve_all() -> None:
    """Put every topic away anew: after writing past the deeds, and where `collegium check` found a fault."""
    Topic.objects.exclude(shelf=None).update(shelf=None)
    Shelf.objects.all().delete()
    tidy()


def misplaced() -> list[int]:
    """Ids of topics that stand on a wrong shelf, and of the first topic of each shelf that is counted wrong."""
    shelves = list(Shelf.objects.order_by("ends_at").values_list("ends_at", "pk"))
    ends = [end for end, _pk in shelves]
    due = [*(pk for _end, pk in shelves), None]
    rows = Topic.objects.order_by("pk").values_list("pk", "shelf", "moved_at")
    wrong = [pk for pk, shelf, at in rows if shelf != (due[bisect_right(ends, at)] if at else None)]
    names = (*SAME, "total", "waiting")
    right = set(_counted(Topic.objects.exclude(shelf=None)).values_list(*names))
    bad = {row[0] for row in right.symmetric_difference(Tally.objects.values_list(*names))}
    first = Topic.objects.filter(shelf__in=bad).order_by("shelf", "pk").values_list("shelf", "pk")
    return sorted({*wrong, *dict(reversed(list(first))).values()}) or sorted(bad - {None})
