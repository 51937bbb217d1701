"""Deeds of the record: begin and stop, take in what was read and answered, erase."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from collegium.accounts.models import User
from collegium.discussion.models import ReadMark, Reply
from collegium.dossier.models import Entry, Keeping
from collegium.web.languages import zone_of

WORDS_A_MINUTE = 20  # of an answer, written with care; whoever keeps the record changes the minutes


def begin(person: User) -> Keeping:
    """Keep a record from now on; what was read before stays out of it."""
    return Keeping.objects.get_or_create(person=person)[0]


@transaction.atomic
def stop(person: User, *, erase: bool = False) -> None:
    """Take in nothing more; with `erase` every line goes too."""
    Keeping.objects.filter(person=person).delete()
    if erase:
        Entry.objects.filter(person=person).delete()


def take_in_all() -> int:
    """Take in what everybody who keeps a record has read and answered since. Returns how many lines are new."""
    return sum(take_in(keeping) for keeping in Keeping.objects.select_related("person"))


@transaction.atomic
def take_in(keeping: Keeping) -> int:
    """Take in one person's reading and answers; from what the site notes anyway, so no page pays for it."""
    keeping = Keeping.objects.select_for_update().select_related("person").get(pk=keeping.pk)
    now, since = timezone.now(), keeping.taken_until
    lines = _read(keeping.person, since, now) + _answered(keeping.person, since, now)
    before = Entry.objects.filter(person=keeping.person).count()
    Entry.objects.bulk_create(lines, ignore_conflicts=True)
    Keeping.objects.filter(pk=keeping.pk).update(taken_until=now)
    return Entry.objects.filter(person=keeping.person).count() - before


def _read(person: User, since: datetime, until: datetime) -> list[Entry]:
    marks = ReadMark.objects.filter(person=person, at__gt=since, at__lte=until).exclude(piece__author=person)
    zone = zone_of(person)
    return [
        Entry(
            person=person, kind=Entry.Kind.READ, piece=mark.piece, minutes=mark.piece.minutes,
            on=timezone.localdate(mark.at, zone),
        )
        for mark in marks.select_related("piece").defer("piece__body", "piece__text")
    ]  # fmt: skip


def _answered(person: User, since: datetime, until: datetime) -> list[Entry]:
    replies = Reply.objects.filter(author=person, created_at__gt=since, created_at__lte=until, removed_at=None)
    zone = zone_of(person)
    found: dict[tuple[int, object], Entry] = {}
    for reply in replies.select_related("piece").defer("piece__body", "piece__text"):
        day = timezone.localdate(reply.created_at, zone)
        line = found.setdefault(
            (reply.piece_id, day),
            Entry(person=person, kind=Entry.Kind.ANSWERED, piece=reply.piece, on=day, minutes=0),
        )
        line.minutes += max(1, -(-len(reply.text.split()) // WORDS_A_MINUTE))
    return list(found.values())
