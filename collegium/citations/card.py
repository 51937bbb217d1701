"""The list of references as it stands on a page, and in files for reference managers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from collegium.citations.entries import REL, STANDING
from collegium.citations.identifiers import find
from collegium.citations.references import printed_entry, taken_apart
from collegium.web import html

_TEXT = re.compile(r"(<a .*?</a>|<[^<>]*>)", re.S)


@dataclass(frozen=True, slots=True)
class Shown:
    """One reference: its HTML, and the citation alone, to be copied."""

    html: Markup
    text: str


@dataclass(frozen=True, slots=True)
class References:
    """The list: its heading, the anchor it has in the page's contents, and its entries in order."""

    heading: str
    entries: list[Shown]
    anchor: str = "references"


def as_text(key: str) -> str:
    """The reference of a key as it will be printed, in plain text: what the composer shows while it is written."""
    return " ".join(html.to_text(printed_entry(key)).split())


def card_of(body: str) -> tuple[str, References | None]:
    """A stored body without its list, and the list."""
    parts = taken_apart(body)
    if not parts.entries:
        return body, None
    inner = re.findall(r"<li id=\"r\d+\"[^>]*>(.*?)</li>(?=<li id=\"r\d|</ol>$)", _list_of(body), re.S)
    heading = html.to_text(parts.heading) if parts.heading else _("References")
    return parts.words, References(heading, [_shown(words) for words in inner])


def _list_of(body: str) -> str:
    return body[body.rindex('<ol class="refs">') :]


def _shown(words: str) -> Shown:
    alone = html.to_text(STANDING.sub("", words).partition("<br>")[0])
    return Shown(Markup(_linked(words)), " ".join(alone.split()))  # noqa: S704 (sanitized on the way in)


def _linked(words: str) -> str:
    """Identifiers in what was typed lead to their registers, where they are no link yet."""
    parts = _TEXT.split(words)
    return "".join(part if part.startswith("<") else _identifiers(part) for part in parts)


def _identifiers(text: str) -> str:
    for one in reversed(find(text)):
        start = one.start - 4 if text[: one.start].lower().endswith("doi:") else one.start
        said = text[start : one.end]
        text = f'{text[:start]}<a href="{Markup.escape(one.address)}" rel="{REL}">{said}</a>{text[one.end :]}'
    return text
