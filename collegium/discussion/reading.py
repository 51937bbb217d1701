"""Long pages for reading: sections to jump to, references that lead somewhere, and facts for other machines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import timezone
from markupsafe import Markup

from collegium.audience.reader import VISITOR
from collegium.citations.card import References, Shown, card_of
from collegium.citations.references import said_aloud
from collegium.citations.ways import way_back
from collegium.discussion.bylines import full_name
from collegium.discussion.models import Piece
from collegium.discussion.tables import scrolled
from collegium.files.access import is_public
from collegium.files.models import File
from collegium.files.shown import pictured

_HEADING = re.compile(r"<h2>(.*?)</h2>", re.S)
_TAGS = re.compile(r"<[^>]+>")
_NOTE = '<aside class="gloss">'


@dataclass(frozen=True, slots=True)
class Reading:
    """Safe HTML ready for a page, its sections as (anchor, heading), and what stands below it."""

    body: Markup
    sections: list[tuple[str, str]]
    references: References | None = None


def reading_of(piece: Piece) -> Reading:
    """The words of a piece for reading. Only called for readers who have it in full."""
    sections: list[tuple[str, str]] = []

    def anchor(match: re.Match[str]) -> str:
        sections.append((f"s{len(sections) + 1}", _TAGS.sub("", match[1])))
        return f'<h2 id="{sections[-1][0]}">{match[1]}</h2>'

    words, references = card_of(piece.body)
    body = _HEADING.sub(anchor, words)
    body = body.replace(_NOTE, '<aside class="gloss" role="note">')
    body = said_aloud(scrolled(body))
    named = [(key, str(Markup(text).unescape())) for key, text in sections]  # noqa: S704
    if references:
        named.append((references.anchor, references.heading))
        references = replace(references, entries=_led_back(references.entries, body))
    return Reading(pictured([body])[0], named, references)


def _led_back(entries: list[Shown], body: str) -> list[Shown]:
    """Entries that the words cite, with the way back to where."""
    return [
        replace(one, html=one.html + Markup(way_back(f"r{n}"))) if f'id="from-r{n}"' in body else one  # noqa: S704
        for n, one in enumerate(entries, 1)
    ]


def _is_public(file_id: int) -> bool:
    file = File.objects.filter(pk=file_id).first()
    return file is not None and is_public(file)


def shared_facts(
    piece: Piece, kind: str, names: list[dict[str, Any]], section: str, pictures: Iterable[int | None] = ()
) -> dict[str, Any]:
    """What Open Graph and JSON-LD say: title, standfirst, byline and date; and whether a visitor has the rest.

    Args:
        kind: the schema.org type, "BlogPosting" or "Article".
        names: bylines.
        section: blog or department.
        pictures: file ids; the first that a visitor may have is the card's picture.
    """
    address = settings.SITE_URL + piece.get_absolute_url()
    published = piece.published_at or timezone.now()
    linked: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "headline": piece.title,
        "description": piece.deck,
        "datePublished": published.isoformat(timespec="seconds"),
        "author": [{"@type": "Person", "name": line.get("name", "")} for line in names],
        "articleSection": section,
        "mainEntityOfPage": address,
        "isAccessibleForFree": VISITOR.may_read(piece),
    }
    if piece.edited_at and piece.edited_at > published:
        linked["dateModified"] = piece.edited_at.isoformat(timespec="seconds")
    picture = next((pk for pk in pictures if pk and _is_public(pk)), None)
    if picture:
        linked["image"] = f"{settings.SITE_URL}/files/{picture}/640/"
    return {
        "address": address,
        "picture": linked.get("image", ""),
        "published": linked["datePublished"],
        "names": [full_name(n) for n in names],
        "citation": [],
        "ld": linked,
    }
