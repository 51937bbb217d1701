"""Drafts on the server: kept while somebody writes, found again on another device, gone when sent or taken back.

They are their owner's alone (docs/access.md, "your drafts"). Nothing here tells news: a save moves no kept page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.discussion import quotes
from collegium.discussion.models import Draft, Piece, Reply
from collegium.discussion.models.draft import KEPT_FOR, KEY
from collegium.web import html
from collegium.web.lines import one_line
from collegium.web.numbers import number_of

DAYS: Final = KEPT_FOR.days
MOST: Final = 50  # drafts of one person
LONGEST: Final = 300_000  # characters of HTML, as a form takes them
_PATH = re.compile(r"/(?![/\\])[^\s\\]{0,298}")


class Overtaken(Exception):
    """Another device saved in the meantime; `draft` is what it left."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class Full(Exception):
    """There is no room for it; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form sends to be kept. `other` is what another device had, put beside it until its owner chooses."""

    body: str
    line: str = ""
    base: str = ""
    address: str = ""
    other: tuple[str, str] | None = None


def is_key(text: str) -> bool:
    """Whether this can name a form."""
    return bool(KEY.fullmatch(text))


@transaction.atomic
def keep(by: Reader, key: str, kept: Kept, *, seen: int | None = None) -> Draft:
    """Store what somebody has written so far.

    Args:
        seen: the version that this device knows; None puts what is there beside it, as the other version.

    Raises:
        Overtaken: another device saved since; nothing is overwritten.
        Full: too long, or too many drafts.
    """
    if len(kept.body) > LONGEST:
        raise Full(_("This is longer than one contribution can be. Divide it, or attach it as a file."))
    row = Draft.objects.select_for_update().filter(person_id=by.person_id, key=key).first()
    if row is None or not row.words:
        _require_room(by)
    if row is None:
        row, _new = Draft.objects.select_for_update().get_or_create(person_id=by.person_id, key=key)
    if seen is not None and seen != row.version:
        raise Overtaken(row)
    if seen is None and row.words:
        _put_aside(row, row.body, row.line)
    if kept.other is not None:
        _put_aside(row, _safe(kept.other[0], key, by), kept.other[1])
    row.body, row.line, row.base = _safe(kept.body, key, by), one_line(kept.line)[:600], one_line(kept.base)[:40]
    row.words = _weight(row)
    row.address = kept.address if _PATH.fullmatch(kept.address) else row.address
    row.version, row.at, row.ended_at = row.version + 1, timezone.now(), None
    row.save()
    return row


def _weight(row: Draft) -> int:
    """How many words; a picture or a quote alone counts as one."""
    return html.count_words(f"{row.line} {row.text}") or int(bool(re.search(r"<img|<blockquote", row.body)))


def _require_room(by: Reader) -> None:
    if Draft.objects.of(by.person_id).count() >= MOST:
        raise Full(_("You have %(n)d drafts. Send or throw away some, then this one is kept, too.") % {"n": MOST})


def _put_aside(row: Draft, body: str, line: str) -> None:
    row.other_body, row.other_line, row.other_at = body, one_line(line)[:600], timezone.now()


def end(person_id: int, key: str) -> None:
    """It was sent, or thrown away: its words are gone, a late save of another device is told so."""
    for row in Draft.objects.filter(person_id=person_id, key=key):
        _blank(row)


@transaction.atomic
def swap(draft: Draft) -> None:
    """The other device's words in the place of these, which stand beside them now."""
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if row.other_at is None:
        return
    body, line = row.body, row.line
    row.body, row.line = row.other_body, row.other_line
    row.words = _weight(row)
    _put_aside(row, body, line)
    row.version, row.at = row.version + 1, timezone.now()
    row.save()


def join(draft: Draft, person_id: int) -> None:
    """The same form's words of two records of one person: the second's stay, the first's are put beside them."""
    own = Draft.objects.select_for_update().filter(person_id=person_id, key=draft.key).first()
    if own is None or not draft.words:
        return
    if not own.words:
        own.delete()
        return
    _put_aside(own, own.other_body + draft.body, own.other_line or draft.line)
    own.version += 1
    own.save()


def _blank(row: Draft) -> None:
    row.body = row.line = row.base = row.other_body = row.other_line = ""
    row.words, row.other_at = 0, None
    row.version, row.at, row.ended_at = row.version + 1, timezone.now(), timezone.now()
    row.save()


def take_back(thing: Piece | Reply) -> None:
    """Words taken back are gone from edits of them that somebody began. Quotes in drafts hold no words."""
    kinds = ["reply"] if isinstance(thing, Reply) else Piece.Kind.values
    for row in Draft.objects.filter(key__in=[f"{kind}-{thing.pk}" for kind in kinds]):
        _blank(row)


def _piece_of(key: str, reader: Reader) -> Piece | None:
    """The piece that a reply, or the edit of one, belongs to; only for whoever may read it."""
    kind, _dash, rest = key.partition("-")
    pk = number_of(rest)
    if kind not in ("piece", "reply"):
        return None
    if kind == "reply" and pk:  # the edit of one's own
        pk = Reply.objects.filter(pk=pk, author=reader.person_id).values_list("piece", flat=True).first()
    return Piece.objects.readable_by(reader).filter(pk=pk).first() if pk else None


def _safe(markup: str, key: str, by: Reader) -> str:
    """Safe HTML whose quotes are bound to their source: a draft holds no copy of another's words."""
    safe = html.clean(markup[:LONGEST], rich=True)
    return quotes.bound(safe, _piece_of(key, by), by) if "data-quote" in safe else safe


def for_writing(draft: Draft, reader: Reader) -> str:
    """The words for the composer, with what its quotes say for this reader now."""
    if "data-quote" not in draft.body or (piece := _piece_of(draft.key, reader)) is None:
        return draft.body
    return quotes.Quotes(piece, reader, [draft.body]).for_editing(draft.body)


def sweep() -> int:
    """Erase what nobody touched for two weeks. Returns how many."""
    return Draft.objects.past().delete()[0]
