"""What blogs and magazine share: full or teaser, rows of a list, and being announced exactly once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.audience.doors import Door, get_readable
from collegium.audience.models import MEMBERS
from collegium.audience.reader import Reader
from collegium.citations.actions import note as note_references
from collegium.discussion import events
from collegium.discussion.actions import Refused, announce_piece, edit
from collegium.discussion.figures import refusal_of_pictures
from collegium.discussion.models import Piece, PieceQuerySet, Reply, Subject
from collegium.discussion.models.publication import Publication, PublicationQuerySet
from collegium.discussion.words import Words
from collegium.files import actions as files
from collegium.files.models import File
from collegium.web import news

P = TypeVar("P", bound=Publication)


@dataclass(slots=True)
class Line:
    """A row of a list. `comments` is the reader's own number, None where they have a teaser only."""

    piece: Any
    is_full: bool
    comments: int | None


@dataclass(frozen=True, slots=True)
class Hero:
    """A new picture above the words: the uploaded bytes, with what it shows."""

    data: bytes
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """What the writing form of a post or article holds."""

    title: str
    deck: str
    words: Words
    subjects: Iterable[Subject] = ()
    readers_id: int | None = None
    hero: Hero | None = None
    closes_at: datetime | None = None


def full_or_teaser(queryset: PieceQuerySet, reader: Reader, **lookup: Any) -> tuple[Any, bool]:
    """Fetch a published post or article.

    Returns:
        The row, and whether the reader has it in full; without that a page may show its title, byline, date and
        standfirst, nothing else (docs/access.md, "teaser").

    Raises:
        Http404: it is not out, hidden, removed, or never was.
    """
    try:
        return get_readable(queryset, reader, **lookup), True
    except Door:
        piece = queryset.listed_for(reader).filter(**lookup).first()
        if piece is None:
            raise Http404 from None
        return piece, False


def lines_of(pieces: Iterable[Piece], reader: Reader) -> list[Line]:
    """Rows for these pieces, with at most one query however many there are."""
    rows = list(pieces)
    full = {piece.pk for piece in rows if reader.may_read(piece)}
    counted = [piece.pk for piece in rows if piece.pk in full and not _is_exact(piece, reader)]
    counts = _own_counts(counted, reader)
    return [
        Line(
            piece,
            piece.pk in full,
            None
            if piece.pk not in full
            else piece.reply_count
            if _is_exact(piece, reader)
            else counts.get(piece.pk, 0),
        )
        for piece in rows
    ]


def _is_exact(piece: Piece, reader: Reader) -> bool:
    return piece.readers_id in reader.audiences and not piece.has_narrower


def _own_counts(pieces: list[int], reader: Reader) -> dict[int, int]:
    if not pieces:
        return {}
    replies = Reply.objects.filter(piece__in=pieces, hidden_at=None, removed_at=None, taken_back_at=None)
    return dict(replies.shown_to(reader).order_by().values_list("piece").annotate(n=Count("pk")))


def free_slug(taken: PublicationQuerySet, title: str, refused: Iterable[str], but: int | None = None) -> str:
    """A slug for this title that is no fixed word and not used in `taken`.

    Args:
        taken: the pieces whose slugs count.
        refused: fixed words of the addresses.
        but: id of the piece that may keep its own.
    """
    base = slugify(title)[:80].strip("-") or "untitled"
    base = f"{base}-1" if base in refused else base
    slugs = set(
        taken.filter(Q(slug=base) | Q(slug__startswith=f"{base}-")).exclude(pk=but).values_list("slug", flat=True)
    )
    number, slug = 2, base
    while slug in slugs:
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def rewrite(piece: Publication, writing: Writing, by: Reader, *, seen_version: int | None) -> None:
    """Store new words of a post or article; the earlier version is kept.

    Raises:
        Refused: somebody saved another version since `seen_version` (nothing is overwritten); or readers have it
            already, and a picture in it says nothing about itself.
    """
    if piece.published_at:
        require_described(writing.words.body)
    edit(piece, writing.words, by, seen_version=seen_version, title=writing.title)
    piece.deck = writing.deck
    fields = ["deck"]
    if writing.readers_id and writing.readers_id != piece.readers_id:
        fields += _move_readers(piece, writing.readers_id)
    piece.save(update_fields=fields)
    piece.subjects.set(writing.subjects)
    take_pictures(piece, writing, by)
    news.tell(events.PieceChanged(piece.pk))


def require_described(body: str) -> None:
    """Ask for the descriptions of pictures before readers have them.

    Raises:
        Refused: a picture neither says what it shows nor that it is decorative.
    """
    if refusal := refusal_of_pictures(body):
        raise Refused(refusal)


def take_pictures(piece: Publication, writing: Writing, by: Reader) -> None:
    """Give the pictures in the words their parent, and put the new one above them in the place of the former.

    Raises:
        Refused: the upload is no picture, or too large.
    """
    files.attach_from_html(piece.body, "piece", piece.pk, by.person)
    note_references("piece", piece.pk, piece.body)
    if writing.hero is None:
        return
    file = stored_picture(writing.hero.data, writing.hero.alt, by)
    files.erase_of("hero", piece.pk)
    files.attach([file.pk], "hero", piece.pk, by.person)
    piece.hero_file, piece.hero_alt, piece.hero_caption = file.pk, writing.hero.alt, writing.hero.caption
    piece.save(update_fields=["hero_file", "hero_alt", "hero_caption"])


def stored_picture(data: bytes, alt: str, by: Reader) -> File:
    """Store an upload that has to be a picture; its name is not kept: it can identify a patient.

    Raises:
        Refused: it is none, or too large, with one sentence.
    """
    try:
        file = files.store(data, "picture", by.person, alt=alt)
    except files.Refused as refused:
        raise Refused(str(refused)) from refused
    if not file.is_picture:
        raise Refused(_("This is not a picture. Choose a JPEG, PNG, WebP or HEIC file."))
    return file


def _move_readers(piece: Publication, readers_id: int) -> list[str]:
    """Another audience for the piece. Earlier replies keep the readers they were written for."""
    widened = readers_id < piece.readers_id <= MEMBERS
    piece.readers_id = readers_id
    piece.has_narrower = piece.has_narrower or (widened and piece.last_number > 0)
    return ["readers", "has_narrower"]


@transaction.atomic
def put_out(piece: Publication, *, at: datetime | None = None, seen_version: int | None = None) -> None:
    """Publish now, or at `at`; whoever approves names the version they saw.

    Raises:
        Refused: the words changed since `seen_version`.
    """
    fresh = type(piece).objects.select_for_update().get(pk=piece.pk)
    if seen_version is not None and fresh.version != seen_version:
        raise Refused(_("The text was changed since you looked at it. Read the present version, then publish."))
    moment = fresh.announced_at or at or timezone.now()
    piece.published_at = moment
    piece.moved_at = piece.moved_at or moment
    piece.last_by = piece.last_by or str(piece.byline.get("name", ""))
    piece.save(update_fields=["published_at", "moved_at", "last_by"])
    if fresh.announced_at or piece.is_scheduled:
        news.tell(events.PieceChanged(piece.pk))
    else:
        announce_once(piece)


@transaction.atomic
def announce_once(piece: Publication) -> bool:
    """Freeze the byline and tell that it is out, exactly once whoever comes first.

    Returns:
        Whether this call did it.
    """
    kind = type(piece)
    rows = kind.objects.filter(pk=piece.pk, announced_at=None)
    if not rows.update(announced_at=piece.published_at, first_version=piece.version):
        return False
    piece.announced_at, piece.first_version = piece.published_at, piece.version
    refresh_byline(piece)
    announce_piece(piece)
    return True


def refresh_byline(piece: Publication) -> None:
    """The byline its author has now; never called after it first came out."""
    piece.byline = piece.own_byline()
    piece.save(update_fields=["byline"])


def announce_due(kind: type[Publication]) -> int:
    """Announce what came out by the clock since the last look. Returns how many."""
    due = kind.objects.due_unannounced().select_related("author")  # type: ignore[attr-defined]
    return sum(announce_once(piece) for piece in due)


@transaction.atomic
def withdraw(piece: Publication) -> None:
    """Take it back into the drafts: gone on the next request everywhere. Its byline and comments stay as they are."""
    piece.published_at = None
    piece.save(update_fields=["published_at"])
    news.tell(events.PieceChanged(piece.pk))
