"""How a post or article of this site is cited by others, in the society's style."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from collegium.citations.formatting import printed
from collegium.citations.names import author_of
from collegium.discussion.models import Piece
from collegium.web.models import Society


def citation_of(piece: Piece, names: Iterable[dict[str, Any]], kind: str, where: str, **more: Any) -> str:
    """The citation in plain text, with today as the day it was looked at.

    Args:
        names: bylines.
        kind: "post" or "article".
        where: the site whose blog it is, or the magazine.
        more: `year`, `volume`, `issue`, `pages` of an article in an issue.
    """
    published = timezone.localtime(piece.published_at)
    data = {
        "type": kind, "title": piece.title, "authors": [author_of(str(line.get("name", ""))) for line in names],
        "journal": where, "year": published.year, "month": published.month, "day": published.day,
        "url": settings.SITE_URL + piece.get_absolute_url(), **more,
    }  # fmt: skip
    return printed(data, Society.current().citation_style, accessed=timezone.localdate()).text
