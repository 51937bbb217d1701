"""Quotes inside one piece: stored as (reply, range, version), filled for each reader, never a copy of another's words.

On the way in `bound` turns `<blockquote data-quote="12">words</blockquote>` into an empty marker when the words stand
in that reply as this author sees it; otherwise it becomes an ordinary quote. On the way out `Quotes.fill` puts the
words in for a reader who sees their source, and says that they are gone when it is hidden, removed, taken back or
narrower (docs/access.md, "quote, link card"). Number 0 stands for the piece's own words; of a reply that moved here
from another piece, whose own words they are stands beside it (`data-of`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import gettext as _
from markupsafe import Markup

from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, Reply, Revision
from collegium.web import html
from collegium.web.formats import short_when

_TAG = re.compile(r"<blockquote[^>]*>|</blockquote>")
_NUMBER = re.compile(r' data-quote="(\d+)"')
_MARKER = re.compile(
    r'<blockquote data-quote="(\d+)" data-range="(\d+)-(\d+)" data-version="(\d+)"(?: data-of="(\d+)")?></blockquote>'
)
_LOWERED = {raised: chr(plain) for plain, raised in html.RAISED.items()}  # as a page hands out what is raised
OWN_WORDS = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where quoted words stand now."""

    number: int
    text: str
    version: int
    name: str
    at: datetime | None
    address: str


def quoted_ids(body: str) -> set[int]:
    """The ids of the replies that a stored body quotes; 0 is the piece's own words."""
    return {int(match[1]) for match in _MARKER.finditer(body)} if "data-quote" in body else set()


def quoting(number: int, text: str) -> str:
    """What the composer would send for a quote: HTML, still to be bound."""
    return f'<blockquote data-quote="{number}">{html.from_plain(text)}</blockquote>'


def bound(markup: str, piece: Piece | None, by: Reader | None, before: str = "") -> str:
    """Safe HTML with its quotes bound to replies of this piece that `by` sees.

    Args:
        markup: allow-listed HTML; markers in it are not believed.
        piece: the piece that is answered; without one every quote becomes an ordinary one.
        by: who quotes; None for the demo and imports, which quote what they just stored.
        before: the body that is being edited: its markers stay where their source cannot be read now.
    """
    if "data-quote" not in markup:
        return markup
    numbers = {int(number) for number in _NUMBER.findall(markup)}
    sources = sources_of(piece, numbers, by) if piece is not None else {}
    kept: dict[int, list[str]] = {}
    for match in _MARKER.finditer(before):
        kept.setdefault(int(match[1]), []).append(match[0])
    return _replaced(markup, lambda number, inner: _marker(number, inner, sources, kept))


def _replaced(markup: str, make: Any) -> str:
    """Every outermost quote that names a number, made anew by `make(number, inner)`."""
    out, at, depth, start, number = [], 0, 0, 0, None
    for tag in _TAG.finditer(markup):
        if tag[0].startswith("</"):
            depth -= 1
            if depth == 0 and number is not None:
                out.append(make(number, markup[start : tag.start()]))
                at, number = tag.end(), None
            continue
        named = _NUMBER.search(tag[0])
        if depth == 0 and named:
            out.append(_unnamed(markup[at : tag.start()]))
            start, number = tag.end(), int(named[1])
        depth += 1
    return "".join([*out, _unnamed(markup[at:])])


def _marker(number: int, inner: str, sources: dict[int, Source], kept: dict[int, list[str]]) -> str:
    """The stored form of one quote; a marker of the former body is kept once, never multiplied."""
    source, words = sources.get(number), html.to_text(_unnamed(inner))
    if not words:
        return ""
    if source and (place := place_of(words, source.text)):
        return marker(source, *place)
    if kept.get(number):
        return kept[number].pop(0)
    return f"<blockquote>{_unnamed(inner)}</blockquote>"


def marker(source: Source, start: int, end: int) -> str:
    """The stored form of a quote of `source.text[start:end]`."""
    return (
        f'<blockquote data-quote="{source.number}" data-range="{start}-{end}" '
        f'data-version="{source.version}"></blockquote>'
    )


def _unnamed(markup: str) -> str:
    return _NUMBER.sub("", markup)


def place_of(words: str, text: str) -> tuple[int, int] | None:
    """Where these words stand in a text, however the white space between them differs: (start, end), or None."""
    squeezed, places = _squeezed(text)
    wanted = " ".join(words.replace(html.BESIDE, "").translate(_LOWERED).split())
    found = squeezed.find(wanted) if wanted else -1
    return (places[found], places[found + len(wanted) - 1] + 1) if found >= 0 else None


@lru_cache(maxsize=16)
def _squeezed(text: str) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter == html.BESIDE:
            continue
        if not letter.isspace():
            letters.append(letter.translate(_LOWERED))
            places.append(place)
        elif letters and letters[-1] != " ":
            letters.append(" ")
            places.append(place)
    return "".join(letters), places


def sources_of(piece: Piece, numbers: Iterable[int], reader: Reader | None) -> dict[int, Source]:
    """The replies of a piece that may be quoted to this reader, and the piece's own words as 0."""
    wanted = set(numbers)
    replies = Reply.objects.filter(piece=piece, pk__in=wanted).with_words()
    rows = replies.shown_to(reader) if reader is not None else replies
    found = {row.pk: _source_of(row) for row in rows} if wanted - {OWN_WORDS} else {}
    if OWN_WORDS in wanted:
        name = str(piece.byline.get("name", ""))
        found[OWN_WORDS] = Source(OWN_WORDS, piece.text, piece.version, name, piece.published_at, "?page=1#head")
    return found


def sources_elsewhere(keys: set[tuple[int, int]], reader: Reader | None) -> dict[tuple[int, int], Source]:
    """The same for what stood in one talk when it was quoted and stands in two now.

    Args:
        keys: (piece, 0) for its own words, (the piece that is read, id) for a reply.
    """
    if not keys:
        return {}
    replies = Reply.objects.filter(pk__in={n for _of, n in keys if n != OWN_WORDS}).with_words()
    pieces = Piece.objects.filter(pk__in={of for of, n in keys if n == OWN_WORDS}, taken_back_at=None)
    if reader is not None:
        replies, pieces = replies.readable_by(reader), pieces.readable_by(reader)
    rows = {row.pk: _source_of(row) for row in replies}
    found = {(of, n): rows[n] for of, n in keys if n in rows}
    for piece in pieces:
        name, address = str(piece.byline.get("name", "")), f"{piece.get_absolute_url()}#head"
        found[piece.pk, OWN_WORDS] = Source(OWN_WORDS, piece.text, piece.version, name, piece.published_at, address)
    return found


def rebound(body: str, piece_id: int, head: int | None) -> str:
    """A stored body that goes to another piece: what it quotes of the own words of its former one is said by name.

    Args:
        head: the reply that holds these words from now on, if one does.
    """

    def named(match: re.Match[str]) -> str:
        if int(match[1]) != OWN_WORDS or match[5]:
            return match[0]
        if head is not None:
            return match[0].replace(f'data-quote="{OWN_WORDS}"', f'data-quote="{head}"', 1)
        return match[0].replace("></blockquote>", f' data-of="{piece_id}"></blockquote>', 1)

    return _MARKER.sub(named, body)


def unbound(body: str, head: int, piece_id: int, *, inside: bool) -> str:
    """The way back: the reply `head` became the own words of a piece again.

    Args:
        inside: whether this body stands in that piece.
    """

    def named(match: re.Match[str]) -> str:
        if int(match[1]) != head:
            return match[0]
        own = match[0].replace(f'data-quote="{head}"', f'data-quote="{OWN_WORDS}"', 1)
        return own if inside else own.replace("></blockquote>", f' data-of="{piece_id}"></blockquote>', 1)

    return _MARKER.sub(named, body)


def _source_of(reply: Reply) -> Source:
    name = str(reply.byline.get("name", ""))
    return Source(reply.pk, reply.text, reply.version, name, reply.created_at, f"/replies/{reply.pk}/")


class Quotes:
    """The quotes in some bodies of one piece, for one reader; one or two queries however many there are."""

    def __init__(self, piece: Piece, reader: Reader | None, bodies: Iterable[str]) -> None:
        marks = [match for body in bodies if "data-quote" in body for match in _MARKER.finditer(body)]
        self.piece = piece
        keys = {self._key(match) for match in marks}
        here = sources_of(piece, {n for of, n in keys if of == piece.pk}, reader) if marks else {}
        self.sources = {(piece.pk, n): source for n, source in here.items()}
        self.sources |= sources_elsewhere(keys - set(self.sources), reader)
        self.earlier = self._earlier({(*self._key(match), int(match[4])) for match in marks})

    def _key(self, match: re.Match[str]) -> tuple[int, int]:
        """Whose own words are quoted, and 0; or the piece that is read, and the id of a reply."""
        number = int(match[1])
        return (int(match[5] or self.piece.pk) if number == OWN_WORDS else self.piece.pk, number)

    def _earlier(self, versions: set[tuple[int, int, int]]) -> dict[tuple[int, int, int], str]:
        """What quoted versions said that have been edited since: never shown, only compared."""
        old = {(of, n, v) for of, n, v in versions if (of, n) in self.sources and self.sources[of, n].version != v}
        if not old:
            return {}
        own = Q(reply=None, piece__in={of for of, n, _v in old if n == OWN_WORDS})
        rows = Revision.objects.filter(own | Q(reply__in={n for _of, n, _v in old}), version__in={v for *_n, v in old})
        said = {
            (self.piece.pk if row.reply_id else row.piece_id, row.reply_id or OWN_WORDS, row.version): row.body
            for row in rows
        }
        return {key: html.to_text(body) for key, body in said.items() if key in old}

    def fill(self, body: str) -> Markup:
        """The body for reading."""
        filled = _MARKER.sub(self._shown, body) if "data-quote" in body else body
        return Markup(filled)  # noqa: S704 (safe: sanitized on the way in, and what is filled in is escaped)

    def for_editing(self, body: str) -> str:
        """The body for the composer, which shows a quote with its words and sends them back."""
        return _MARKER.sub(self._editable, body) if "data-quote" in body else body

    def _words(self, match: re.Match[str]) -> tuple[Source | None, str]:
        """The source and the words as they stand in it now; no source when it is gone, no words when they changed."""
        key = self._key(match)
        source = self.sources.get(key)
        if source is None:
            return None, ""
        start, end, version = int(match[2]), int(match[3]), int(match[4])
        if source.version == version:
            return source, source.text[start:end]
        words = self.earlier.get((*key, version), "")[start:end]
        return source, words if words and place_of(words, source.text) else ""

    def _shown(self, match: re.Match[str]) -> str:
        source, words = self._words(match)
        if source is None:
            gone = _("The quoted words are gone.")
            return f'<blockquote class="gone"><p>{escape(gone)}</p></blockquote>'
        line = ", ".join(part for part in (source.name, short_when(source.at)) if part)
        head = f'<footer><a href="{source.address}">{escape(line)}</a></footer>'
        changed = _("The quoted words have been changed since.")
        inner = html.from_plain(words) or f"<p>{escape(changed)}</p>"
        state = "" if words else ' class="gone"'
        return f"<blockquote{state}>{head}{inner}</blockquote>"

    def _editable(self, match: re.Match[str]) -> str:
        _source, words = self._words(match)
        return quoting(int(match[1]), words or _("The quoted words are gone."))
