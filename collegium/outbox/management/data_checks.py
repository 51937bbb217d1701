"""`collegium check --data`: do counters, files, audiences and quotes say what the rows say?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from collegium.audience.models import MEMBERS, Audience
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.discussion.stretches import count_all, miscounted
from collegium.files import actions as files
from collegium.files.models import File
from collegium.forums.shelves import misplaced, shelve_all
from collegium.groups.models import Group

Faults = Iterator[str]
SHOWN = 5  # ids a sentence names
WITHOUT_WORDS = {"hidden_at": None, "removed_at": None, "taken_back_at": None, "held_at": None}
_QUOTE = re.compile(r'data-quote="(\d+)"')


def _some(ids: list[int]) -> str:
    return ", ".join(str(one) for one in ids[:SHOWN]) + (" …" if len(ids) > SHOWN else "")


def counter_faults() -> Faults:
    """`reply_count`, `last_number` and the counts of reactions against the rows they count."""
    counted = _count(Reply.objects.filter(piece=OuterRef("pk"), **WITHOUT_WORDS), "piece")
    highest = (
        Reply.objects.filter(piece=OuterRef("pk")).order_by().values("piece").annotate(n=Max("number")).values("n")
    )
    pieces = Piece.objects.annotate(counted=counted, highest=Coalesce(Subquery(highest), 0))
    wrong = list(pieces.exclude(reply_count=F("counted")).values_list("pk", flat=True))
    if wrong:
        yield (
            f"The number of replies is wrong on {len(wrong)} pieces ({_some(wrong)}):"
            " collegium check --data --mend counts anew."
        )
    low = list(pieces.filter(last_number__lt=F("highest")).values_list("pk", flat=True))
    if low:
        yield (
            f"The last reply's number is too low on {len(low)} pieces ({_some(low)}):"
            " collegium check --data --mend sets it."
        )
    if wrong := miscounted():
        yield (
            f"The stretches of {len(wrong)} talks are counted wrong ({_some(wrong)}):"
            " collegium check --data --mend counts anew."
        )
    if stray := misplaced():
        yield (
            f"The shelves of {len(stray)} topics are wrong ({_some(stray)}):"
            " collegium check --data --mend puts all topics away anew."
        )
    for kind in Reaction.Kind.values:
        rows = Reply.objects.annotate(counted=_reactions(kind)).exclude(**{kind: F("counted")})
        if wrong := list(rows.values_list("pk", flat=True)):
            yield (
                f"The number of {kind!r} is wrong on {len(wrong)} replies ({_some(wrong)}):"
                " collegium check --data --mend counts anew."
            )


def _count(rows: object, by: str) -> Coalesce:
    grouped = rows.order_by().values(by).annotate(n=Count("pk")).values("n")  # type: ignore[attr-defined]
    return Coalesce(Subquery(grouped), 0)


def _reactions(kind: str) -> Coalesce:
    return _count(Reaction.objects.filter(reply=OuterRef("pk"), kind=kind), "reply")


def mend_counters() -> None:
    """Count anew whatever counts wrong."""
    if miscounted():
        count_all()
    counted = _count(Reply.objects.filter(piece=OuterRef("pk"), **WITHOUT_WORDS), "piece")
    highest = (
        Reply.objects.filter(piece=OuterRef("pk")).order_by().values("piece").annotate(n=Max("number")).values("n")
    )
    for piece in Piece.objects.annotate(counted=counted, highest=Coalesce(Subquery(highest), 0)).filter(
        ~Q(reply_count=F("counted")) | Q(last_number__lt=F("highest"))
    ):
        last = max(piece.last_number, piece.highest)  # type: ignore[attr-defined]
        Piece.objects.filter(pk=piece.pk).update(reply_count=piece.counted, last_number=last)  # type: ignore[attr-defined]
    for kind in Reaction.Kind.values:
        for reply in Reply.objects.annotate(counted=_reactions(kind)).exclude(**{kind: F("counted")}):
            Reply.objects.filter(pk=reply.pk).update(**{kind: reply.counted})  # type: ignore[attr-defined]
    if misplaced():
        shelve_all()


def file_faults() -> Faults:
    """Rows without bytes, bytes without a row, files whose piece or reply is gone."""
    lost = [file.pk for file in File.objects.iterator() if not all(map(default_storage.exists, file.stored_names()))]
    if lost:
        yield f"The bytes of {len(lost)} files are missing ({_some(lost)}): bring them back from a backup."
    if stray := files.stray_folders():
        yield f"{len(stray)} stored folders belong to no file: the nightly job deletes them; make sure that jobs run."
    for kind, rows in (("piece", Piece.objects), ("hero", Piece.objects), ("reply", Reply.objects)):
        orphans = File.objects.filter(parent_kind=kind).exclude(parent_id__in=rows.values("pk"))  # type: ignore[misc]
        if ids := list(orphans.values_list("pk", flat=True)):
            yield (
                f"{len(ids)} files belong to a {kind} that is gone ({_some(ids)}):"
                " collegium check --data --mend erases them."
            )


def mend_files() -> None:
    """Erase files whose piece or reply is gone."""
    for kind, rows in (("piece", Piece.objects), ("hero", Piece.objects), ("reply", Reply.objects)):
        files.erase(File.objects.filter(parent_kind=kind).exclude(parent_id__in=rows.values("pk")))  # type: ignore[misc]


def audience_faults() -> Faults:
    """Groups and their audiences; what is in a closed group is for that group."""
    for group in Group.objects.select_related("audience"):
        right = group.audience_id == MEMBERS if group.kind == Group.Kind.OPEN else group.audience.kind == group.kind
        if not right:
            yield f"The group {group.pk} is {group.kind}, its audience is not: set its kind again on the desk."
    wide = Piece.objects.filter(topic__group__isnull=False).exclude(readers=F("topic__group__audience"))
    if ids := list(wide.values_list("pk", flat=True)):
        yield (
            f"{len(ids)} topics of groups are for other readers than their group ({_some(ids)}):"
            " check them, then move them."
        )
    if Audience.objects.filter(pk__lte=MEMBERS).count() != MEMBERS:
        yield "One of the audiences Public, Guests, Members is missing: bring the database back from a backup."


def quote_faults() -> Faults:
    """Quotes point at replies that exist, under the same piece, unless replies of it moved."""
    quoting = Reply.objects.filter(body__contains="data-quote=").select_related("piece")
    quoting = quoting.only("pk", "piece_id", "body", "piece__has_traces")
    for reply in quoting.iterator():
        ids = {int(number) for number in _QUOTE.findall(reply.body)}
        found = Reply.objects.filter(pk__in=ids)
        here = found if reply.piece.has_traces else found.filter(piece_id=reply.piece_id)
        there = {0, *here.values_list("pk", flat=True)}
        if ids - there:
            yield (
                f"The reply {reply.pk} quotes {_some(sorted(ids - there))}, which is not there:"
                " the quote shows as plain words."
            )


def database_faults() -> Faults:
    """What the database itself finds (SQLite)."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        if (answer := cursor.fetchone()[0]) != "ok":
            yield f"The database file is damaged ({answer}): stop the site and restore a backup."
        cursor.execute("PRAGMA foreign_key_check")
        if broken := cursor.fetchall():
            yield (
                f"{len(broken)} rows point at rows that are gone, the first in {broken[0][0]}:"
                " restore a backup, or write to the project."
            )


DATA_CHECKS = {
    "rows": database_faults,
    "counters": counter_faults,
    "files": file_faults,
    "audiences": audience_faults,
    "quotes": quote_faults,
}
