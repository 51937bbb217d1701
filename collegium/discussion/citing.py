"""How a post or article of this site is cited by others: in the society's style, as files, and for indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from collegium.citations.formatting import Data, printed
from collegium.citations.names import author_of
from collegium.discussion.models import Piece
from collegium.web.models import Society

_kinds: dict[str, Callable[[Piece], Data]] = {}


def piece_kind_is_cited_as(kind: str, make: Callable[[Piece], Data]) -> None:
    """Say how pieces of a kind are cited: `make` gives `data_of` such a piece."""
    _kinds[kind] = make


def data_of_piece(piece: Piece) -> Data | None:
    """What is known of a published piece as of any work that is cited; None for kinds nobody cites so (topics)."""
    return _kinds[piece.kind](piece) if piece.kind in _kinds else None


def data_of(piece: Piece, names: Iterable[dict[str, Any]], kind: str, where: str, **more: Any) -> Data:
    """A piece as the data of a work (`citations.Work.data`): title, byline, date and address, no word of its body.

    Args:
        names: bylines.
        kind: "post" or "article".
        where: the site whose blog it is, or the magazine.
        more: `volume`, `issue`, `pages` of an article in an issue.
    """
    published = timezone.localtime(piece.published_at)
    return {
        "type": kind, "title": piece.title, "authors": [author_of(str(line.get("name", ""))) for line in names],
        "journal": where, "year": published.year, "month": published.month, "day": published.day,
        "url": settings.SITE_URL + piece.get_absolute_url(), **more,
    }  # fmt: skip


def citation_of(data: Data) -> str:
    """The citation in plain text, with today as the day it was looked at."""
    return printed(data, Society.current().citation_style, accessed=timezone.localdate()).text


def facts_of_citation(data: Data, names: Iterable[dict[str, Any]], **more: str) -> list[tuple[str, str]]:
    """The `citation_*` tags that indexes of articles read (Google Scholar's guidelines for webmasters, "Indexing").

    Args:
        more: tags of one kind, such as the title of the journal.
    """
    tags = [
        ("title", data["title"]), *(("author", str(line.get("name", ""))) for line in names),
        ("publication_date", f"{data['year']}/{data['month']:02}/{data['day']:02}"), *more.items(),
        ("public_url", data["url"]),
    ]  # fmt: skip
    return [(name, value) for name, value in tags if value]
