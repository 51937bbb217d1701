"""Replies that leave one talk for another, with everything that hangs on them.

A reply keeps its id, author, byline, time, readers, reactions, mentions, versions, files, and what it quotes. Only its
talk and its number are new (docs/decisions/011-replies-that-move.md).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable

from django.db.models import F, Max
from django.utils import timezone

from collegium.citations.models import Citing
from collegium.discussion import events, stretches
from collegium.discussion.models import Mention, Piece, Reaction, ReadMark, Reply, Revision, Trace
from collegium.discussion.quotes import OWN_WORDS, rebound, unbound
from collegium.files.actions import hand_over
from collegium.people.models import Follow
from collegium.web import news

BATCH = 200


def rehome(source: Piece, target: Piece, numbers: dict[int, int], *, head: int | None = None) -> None:
    """Move replies of `source` to `target`; both rows are locked by the caller, who also says how it is traced.

    Args:
        numbers: reply id -> its number in `target`, where nothing has that number.
        head: the reply that holds the first words of `source` from now on, if one does.
    """
    rows = list(Reply.objects.filter(pk__in=numbers, piece=source).only("pk", "number"))
    former = [row.number for row in rows]
    for row in rows:
        row.piece_id, row.number = target.pk, numbers[row.pk]
    Reply.objects.bulk_update(rows, ["piece", "number"], batch_size=BATCH)
    for model in (Reaction, Mention, Revision):
        model.objects.filter(piece=source, reply__piece=target).update(piece=target)  # type: ignore[attr-defined]
    _rebind(source, numbers, head)
    stretches.recount(source.pk, former)
    stretches.recount(target.pk, [row.number for row in rows])
    for piece in (source, target):
        recount(piece)
    news.tell(events.RepliesMoved(source.pk, target.pk))


def _rebind(source: Piece, ids: Iterable[int], head: int | None) -> None:
    """What they quote of the first words of their former talk goes on quoting these."""
    marked = f'data-quote="{OWN_WORDS}"'
    rows: list[Reply | Revision] = [
        *Reply.objects.filter(pk__in=ids, body__contains=marked),
        *Revision.objects.filter(reply__in=ids, body__contains=marked),
    ]
    for row in rows:
        row.body = rebound(row.body, source.pk, head)
        row.save(update_fields=["body"])


def recount(piece: Piece) -> None:
    """Count anew how many replies with words a talk has, and who moved it last and when."""
    piece.reply_count, last = stretches.said_of(piece), stretches.last_of(piece)
    piece.moved_at, name = last or (piece.published_at, str(piece.byline.get("name", "")))
    piece.last_by = name or ""
    highest = Reply.objects.filter(piece=piece).aggregate(n=Max("number"))["n"] or 0
    piece.last_number = max(piece.last_number, highest)  # a number is never given twice
    piece.save(update_fields=["reply_count", "moved_at", "last_by", "last_number"])


def split_marks(source: Piece, target: Piece, former: list[int]) -> None:
    """Whoever opened the one talk has read of the other what they had read there.

    Args:
        former: the former numbers of the replies of `target`, ascending; their new ones count from 1.
    """
    marks = ReadMark.objects.filter(piece=source).values_list("person_id", "number", "at")
    rows = [
        ReadMark(person_id=person, piece=target, number=bisect_right(former, number), at=at)
        for person, number, at in marks.iterator()
    ]
    ReadMark.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def follow_too(source: Piece, target: Piece, people: Collection[int] = ()) -> None:
    """Whoever follows the one talk, and these people (ids), follow the other as well; who muted it goes on not to."""
    ids = set(Follow.objects.to("piece", source.pk).values_list("person_id", flat=True)) | set(people)
    rows = [Follow(person_id=person, kind="piece", target_id=target.pk) for person in sorted(ids)]
    Follow.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def trace(piece: Piece, other: Piece, kind: str, number: int, count: int, head: Reply | None = None) -> None:
    """Leave a line about it; `number` is where the line stands."""
    Trace.objects.create(piece=piece, other=other, kind=kind, number=number, count=count, head=head)
    piece.has_traces = True
    piece.save(update_fields=["has_traces"])


def close_into(piece: Piece, target: Piece) -> None:
    """Nothing is left of a talk: its address leads to the other one from now on."""
    piece.merged_into, piece.removed_at = target, timezone.now()
    piece.save(update_fields=["merged_into", "removed_at"])
    news.tell(events.PieceChanged(piece.pk))


def shifted(source: Piece, by: int) -> dict[int, int]:
    """Reply id -> its number with `by` added, of a whole talk."""
    return dict(Reply.objects.filter(piece=source).annotate(n=F("number") + by).values_list("pk", "n"))


def join_marks(source: Piece, target: Piece, last: int, offset: int) -> None:
    """Whoever had read all of `target` has read of `source` what they had read there.

    Others find it new behind what they have not read yet: shown twice rather than never.

    Args:
        last: the highest number of `target` so far.
        offset: what is added to the numbers of `source`.
    """
    there = dict(ReadMark.objects.filter(piece=source).values_list("person_id", "number"))
    marks = list(ReadMark.objects.filter(piece=target, number__gte=last, person__in=there))
    for mark in marks:
        mark.number = offset + there[mark.person_id]
    ReadMark.objects.bulk_update(marks, ["number"], batch_size=BATCH)


STATE = ("body", "text", "words", "version", "edited_at", "taken_back_at")


def head_as_reply(source: Piece, target: Piece) -> Reply:
    """The first words of a piece become the next reply of another, with everything that hangs on them."""
    head = Reply(
        piece=target, number=target.last_number + 1, author=source.author, byline=source.byline,
        readers_id=source.readers_id, open_to_id=source.open_to_id, open_from=source.open_from,
        open_until=source.open_until, created_at=source.published_at or source.created_at,
        **{name: getattr(source, name) for name in STATE},
    )  # fmt: skip
    for kind in Reaction.objects.filter(piece=source, reply=None).values_list("kind", flat=True):
        setattr(head, kind, getattr(head, kind) + 1)
    head.save(force_insert=True)
    stretches.recount(target.pk, [head.number])
    for model in (Reaction, Mention, Revision):
        model.objects.filter(piece=source, reply=None).update(piece=target, reply=head)  # type: ignore[attr-defined]
    hand_over("piece", source.pk, "reply", head.pk)
    Citing.objects.filter(kind="piece", target=source.pk).update(kind="reply", target=head.pk)
    source.body, source.text, source.words = "", "", 0
    source.save(update_fields=["body", "text", "words"])
    news.tell(events.HeadMoved(source.pk, head.pk, target.pk))
    news.tell(events.ReplyChanged(head.pk))
    return head


def reply_as_head(head: Reply, source: Piece) -> None:
    """The way back: what happened to the reply since, happened to the first words."""
    for name in (*STATE, "hidden_at", "hidden_by", "hidden_reason"):
        setattr(source, name, getattr(head, name))
    if head.removed_at:
        source.body, source.text, source.words, source.version = "", "", 0, source.version + 1
    source.save(update_fields=[*STATE, "hidden_at", "hidden_by", "hidden_reason"])
    for model in (Reaction, Mention, Revision):
        model.objects.filter(reply=head).update(piece=source, reply=None)  # type: ignore[attr-defined]
    for row in Reply.objects.filter(body__contains=f'data-quote="{head.pk}"'):
        row.body = unbound(row.body, head.pk, source.pk, inside=row.piece_id == source.pk)
        row.save(update_fields=["body"])
    hand_over("reply", head.pk, "piece", source.pk)
    Citing.objects.filter(kind="reply", target=head.pk).update(kind="piece", target=source.pk)
    news.tell(events.HeadMoved(source.pk, head.pk, head.piece_id, back=True))
    number, talk = head.number, head.piece_id
    head.delete()
    stretches.recount(talk, [number])
