"""The record as its owner sees it: lines with titles they may read now, by year, with sums."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.discussion.models import Piece
from collegium.dossier.models import Entry


@dataclass(frozen=True, slots=True)
class Shown:
    """A line; `address` is empty where there is nothing to open."""

    entry: Entry
    title: str
    address: str


def shown(reader: Reader, year: int | None = None) -> list[Shown]:
    """The reader's own lines, the latest first, in two queries; what they may not read any more has no title."""
    rows = Entry.objects.filter(person_id=reader.person_id).order_by("-on", "-pk")
    entries = list(rows.filter(on__year=year) if year else rows)
    ids = {entry.piece_id for entry in entries if entry.piece_id}
    pieces = {piece.pk: piece for piece in Piece.objects.filter(pk__in=ids).readable_by(reader)}
    return [_shown(entry, pieces.get(entry.piece_id or 0)) for entry in entries]


def _shown(entry: Entry, piece: Piece | None) -> Shown:
    if piece is not None:
        return Shown(entry, entry.title or piece.title, piece.get_absolute_url())
    return Shown(entry, entry.title or _("Something that you cannot open any more"), "")


def years_of(reader: Reader) -> list[int]:
    """The years in which there are lines, the latest first."""
    days = Entry.objects.filter(person_id=reader.person_id).dates("on", "year", order="DESC")
    return [day.year for day in days]
