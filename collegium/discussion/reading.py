"""Long pages for reading: sections to jump to, references that lead somewhere, and facts for other machines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from collegium.audience.reader import VISITOR
from collegium.discussion.bylines import full_name
from collegium.discussion.models import Piece
from collegium.files.access import is_public
from collegium.files.models import File
from collegium.files.shown import pictured

_HEADING = re.compile(r"<h2>(.*?)</h2>", re.S)
_TAGS = re.compile(r"<[^>]+>")
_NOTE = '<aside class="gloss">'
_REFERENCE = re.compile(r'<a href="#r(\d{1,3})"')
_DOI = re.compile(r"(?<![\w/>])doi:\s?(10\.\d{4,9}/[^\s<>\"]*[\w/])")
_PMID = re.compile(r"\bPMID:? (\d{5,9})\b")
_TABLE = re.compile(r"<table>.*?</table>", re.S)


@dataclass(frozen=True, slots=True)
class Reading:
    """Safe HTML ready for a page, and its sections as (anchor, heading)."""

    body: Markup
    sections: list[tuple[str, str]]


def reading_of(piece: Piece) -> Reading:
    """The words of a piece for reading. Only called for readers who have it in full."""
    sections: list[tuple[str, str]] = []

    def anchor(match: re.Match[str]) -> str:
        sections.append((f"s{len(sections) + 1}", _TAGS.sub("", match[1])))
        return f'<h2 id="{sections[-1][0]}">{match[1]}</h2>'

    body = _HEADING.sub(anchor, piece.body)
    body = body.replace(_NOTE, '<aside class="gloss" role="note">')
    reference, table = escape(_("Reference")), escape(_("Table"))
    body = _REFERENCE.sub(lambda found: f'{found[0]} aria-label="{reference} {found[1]}"', body)
    body = _TABLE.sub(
        lambda found: f'<div class="scroll" role="region" tabindex="0" aria-label="{table}">{found[0]}</div>', body
    )
    return Reading(pictured([_linked(body)])[0], [(key, str(Markup(text).unescape())) for key, text in sections])  # noqa: S704


def _linked(body: str) -> str:
    """Turn what a list of references names into links; nothing is fetched."""
    head, mark, refs = body.partition('<ol class="refs">')
    if not mark:
        return body
    refs = _DOI.sub(r'<a href="https://doi.org/\1" rel="noopener">doi:\1</a>', refs)
    refs = _PMID.sub(r'<a href="https://pubmed.ncbi.nlm.nih.gov/\1/" rel="noopener">PMID \1</a>', refs)
    return head + mark + refs


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
        "ld": linked,
    }
