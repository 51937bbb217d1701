"""Places in a talk by number, and what is new in it, without counting it from its first reply.

Every deed that adds, moves, holds, hides, removes or opens replies calls `recount` for their numbers; what is asked of
a talk costs the same at its first reply and at its 25,000th. `collegium check --data` compares them with the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, ExpressionWrapper, F, IntegerField, Max, Min, Q, QuerySet, Sum

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.discussion.models.piece import Piece
from collegium.discussion.models.reply import Reply, ReplyQuerySet
from collegium.discussion.models.stretch import SIZE, Stretch
from collegium.web.statements import change

Totals = tuple[tuple[int, int], ...]
SAME = ("piece", "place", "readers", "open_to", "open_from", "open_until", "is_held")
COLUMNS = (*SAME, "total", "said", "first_at", "last_at")
_STORED = ", ".join(str(Stretch._meta.get_field(name).column) for name in COLUMNS)  # type: ignore[union-attr]


def counted(replies: QuerySet[Reply]) -> QuerySet[Any]:
    """What the stretches of these replies hold, as dicts of a row's columns."""
    place = ExpressionWrapper(F("number") / SIZE, output_field=IntegerField())
    held: Any = ExpressionWrapper(Q(held_at__isnull=False), output_field=Stretch._meta.get_field("is_held"))
    words = Q(hidden_at=None, removed_at=None, taken_back_at=None)
    return (
        replies.order_by().annotate(place=place, is_held=held).values(*SAME)
        .annotate(
            total=Count("pk"), said=Count("pk", filter=words), first_at=Min("created_at", filter=words),
            last_at=Max("created_at", filter=words),
        )
    )  # fmt: skip


def _stored(rows: Iterable[dict[str, Any]]) -> None:
    known = ("piece", "readers", "open_to")
    Stretch.objects.bulk_create(
        [Stretch(**{f"{name}_id" if name in known else name: value for name, value in row.items()}) for row in rows],
        batch_size=500,
    )


@transaction.atomic
def recount(piece_id: int, numbers: Iterable[int]) -> None:
    """Count anew the stretches that hold these numbers."""
    places = sorted({number // SIZE for number in numbers})
    if not places:
        return
    Piece.objects.select_for_update().select_related(None).only("pk").get(pk=piece_id)
    for place in places:
        recount_stretch(piece_id, place)


def recount_stretch(piece_id: int, place: int) -> None:
    """Count one stretch anew, of a piece whose row is locked."""
    counting = _counted_there.question(VISITOR, piece=piece_id, first=place * SIZE, beyond=(place + 1) * SIZE)
    assert counting is not None
    change("DELETE FROM discussion_stretch WHERE piece_id = %s AND place = %s", [piece_id, place])
    change(f"INSERT INTO discussion_stretch ({_STORED}) {counting.sql}", counting.params)


@prepared
def _counted_there(_reader: Reader, piece: int, first: int, beyond: int) -> QuerySet[Any]:
    return counted(Reply.objects.filter(piece_id=piece, number__gte=first, number__lt=beyond)).values_list(*COLUMNS)


def recount_from(piece_id: int, number: int) -> None:
    """Count anew from the stretch of this number to the end."""
    last = Reply.objects.filter(piece=piece_id).order_by("-number").values_list("number", flat=True).first() or 0
    was = Stretch.objects.filter(piece=piece_id).aggregate(last=Max("place"))["last"] or 0
    recount(piece_id, range(number, max(last, was * SIZE, number) + SIZE, SIZE))


def count_all() -> None:
    """Count every talk anew: after writing past the deeds (the demo), and where `collegium check` found a fault."""
    with transaction.atomic():
        Stretch.objects.all().delete()
        _stored(counted(Reply.objects.all()).iterator())


def miscounted() -> list[int]:
    """Ids of pieces whose stretches do not hold what their replies are."""
    right = set(counted(Reply.objects.all()).values_list(*COLUMNS).iterator())
    return sorted({row[0] for row in right.symmetric_difference(Stretch.objects.values_list(*COLUMNS).iterator())})


def said_of(piece: Piece) -> int:
    """How many replies with words a talk has, for whomever."""
    return Stretch.objects.filter(piece=piece, is_held=False).aggregate(n=Sum("said"))["n"] or 0


def last_of(piece: Piece) -> tuple[datetime, str | None] | None:
    """When the latest reply with words was written, and by whom."""
    latest = Stretch.objects.filter(piece=piece, is_held=False, said__gt=0).order_by("-last_at").first()
    if latest is None:
        return None
    here = Reply.objects.filter(_inside([(piece.pk, latest.place)])).with_words().order_by("-created_at", "-number")
    return here.values_list("created_at", "byline__name").first()


def said_in(pieces: Iterable[int], reader: Reader) -> dict[int, int]:
    """Piece id -> how many replies with words this reader sees in it."""
    rows = Stretch.objects.filter(piece__in=pieces, is_held=False).shown_to(reader).order_by()
    return dict(rows.values_list("piece").annotate(n=Sum("said")))


def totals_of(piece: Piece, reader: Reader) -> Totals:
    """How many replies this reader sees in each stretch, stubs included, as (place, number)."""
    rows = Stretch.objects.filter(piece=piece).shown_to(reader).order_by("place")
    totals = dict(rows.values("place").annotate(n=Sum("total")).values_list("place", "n"))
    for number in _own_held(piece, reader):
        totals[number // SIZE] = totals.get(number // SIZE, 0) + 1
    return tuple(sorted(totals.items()))


def _own_held(piece: Piece, reader: Reader) -> list[int]:
    if reader.person_id is None or reader.is_moderator:
        return []
    own = Reply.objects.filter(piece=piece, held_at__isnull=False, author_id=reader.person_id)
    return list(own.shown_to(reader).order_by().values_list("number", flat=True))


def _shown(piece: Piece, reader: Reader) -> ReplyQuerySet:
    return Reply.objects.filter(piece=piece).shown_to(reader)


def position_of(piece: Piece, number: int, reader: Reader) -> int:
    """The place, from 1, that the reply of this number has in what the reader sees of the talk."""
    here = number // SIZE
    before = sum(n for place, n in totals_of(piece, reader) if place < here)
    return before + _shown(piece, reader).filter(number__gte=here * SIZE, number__lte=number).count()


def number_at(piece: Piece, position: int, reader: Reader, totals: Totals) -> int | None:
    """The number of the reply at this place, from 1; None beyond the last. `totals` are the reader's."""
    for place, n in totals:
        if position <= n:
            there = _shown(piece, reader).filter(number__gte=place * SIZE).order_by("number")
            return there.values_list("number", flat=True)[position - 1 : position].first()
        position -= n
    return None


def _with_news(marks: dict[int, int | None], reader: Reader) -> QuerySet[Any]:
    """Stretches in which something may be new: others' words above a mark, or since the reader's start."""
    if reader.person is None:
        return Stretch.objects.none()
    new = Q(pk__in=[])
    for piece_id, mark in marks.items():
        since = Q(last_at__gt=reader.person.start_of_reading) if mark is None else Q(place__gte=mark // SIZE)
        new |= Q(piece=piece_id) & since
    return Stretch.objects.filter(new, is_held=False, said__gt=0).shown_to(reader)


def unread_in(marks: dict[int, int | None], reader: Reader) -> dict[int, int]:
    """How many replies of long talks are new to this reader, who did not write them (docs/glossary.md, "Unread").

    Only stretches that are new in part are looked at one by one.

    Args:
        marks: piece id -> the number they left off at, None in what they never opened.

    Returns:
        Piece id -> how many.
    """
    if reader.person is None or not marks:
        return {}
    start, whole, part = reader.person.start_of_reading, Counter[int](), set()
    rows = list(_with_news(marks, reader).values_list("piece", "place", "said", "first_at"))
    for piece_id, place, _said, first_at in rows:
        mark = marks[piece_id]
        if first_at <= start if mark is None else place * SIZE <= mark:
            part.add((piece_id, place))
    for piece_id, place, said, _first_at in rows:
        whole[piece_id] += said if (piece_id, place) not in part else 0
    newer, inside = Q(pk__in=[]), _inside(part)
    for piece_id, mark in marks.items():
        newer |= Q(piece=piece_id) & (Q(number__gt=mark) if mark is not None else Q(created_at__gt=start))
    new = Reply.objects.filter(newer).with_words().shown_to(reader)
    own = _by_piece(new.filter(author_id=reader.person_id).exclude(inside))
    some = _by_piece(new.filter(inside).exclude(author_id=reader.person_id)) if part else {}
    return {piece_id: whole[piece_id] - own.get(piece_id, 0) + some.get(piece_id, 0) for piece_id in marks}


def _by_piece(replies: ReplyQuerySet) -> dict[int, int]:
    return dict(replies.order_by().values_list("piece").annotate(n=Count("pk")))


def _inside(places: Iterable[tuple[int, int]]) -> Q:
    inside = Q(pk__in=[])
    for piece_id, place in places:
        inside |= Q(piece=piece_id, number__gte=place * SIZE, number__lt=(place + 1) * SIZE)
    return inside
