"""Numbered references in what people write: one number for each work, in the order in which they are cited.

The rule (docs/using/writing.md): **an identifier in square brackets becomes a reference**: `[doi:10.…]`, `[PMID 123]`,
`[NCT…]`, `[arXiv:…]`, or the address of one; several are divided by ";". The full editor sends the same thing as a link
to an entry of the list (`<sup><a href="#r2">2</a></sup>`, `<li id="r2" data-cite="doi:…">`).

The list stands at the end of the words, `<ol class="refs">`. An entry with a key is printed anew from what is known of
its work, each time it is stored; an entry without one is its author's words and stays. The printed list is part of the
stored body, so that pages, feeds, mails, search and exports show it without asking for anything; when a work changes
(a retraction), a job prints the bodies that cite it anew (docs/decisions/010-references.md).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from collegium.citations import entries
from collegium.citations.entries import Entry
from collegium.citations.identifiers import of_key, only
from collegium.citations.models import Work
from collegium.citations.ways import with_ways_back
from collegium.web import html
from collegium.web.models import Society

MOST: Final = 300  # references in one contribution; further ones stay as they were written
_TOKEN = re.compile(r"""(<pre>.*?</pre>|<code>.*?</code>|<(?:"[^"]*"|[^<>"])*>)""", re.S)
_LIST, _ID = '<ol class="refs">', re.compile(r' id="(r\d{1,3})"')
_CITE = re.compile(r' data-cite="([^"]*)"')
_HEADING = re.compile(r"<h[23]>(?:(?!</?h[23]>).)*</h[23]>\s*$", re.S)
_CITED = re.compile(r'<a href="#(r\d{1,3}|\+\d{1,3})"[^>]*>((?:(?!</?a\b).)*)</a>', re.S)
_BRACKET = re.compile("[ \u00a0]?\\[([^\\[\\]]{3,600})\\]")  # a number stands at the word before it
_MASK = re.compile("\ufdd0(\\d+)\ufdd1")  # no character: safe markup has none of them
_GAP = re.compile(
    r"(?:[ \u00a0\u2009\u202f\t\n]|&nbsp;)+((?:</\w+>)*)(?=<sup><a href=\"#r\d)"
)  # "cells. ³" is "cells.³"
_BESIDE = re.compile(r'</a></sup>[ ,]{0,2}<sup>(?=<a href="#r)')


@dataclass(slots=True)
class Listed:
    """Safe HTML taken apart: the words without the list, its heading, and its entries by the ids they had."""

    words: str
    heading: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)


def has_any(body: str) -> bool:
    """Whether there may be references in it; quick, for everything that has none."""
    return _LIST in body or 'href="#r' in body


def numbered(markup: str) -> str:
    """Safe HTML with its references numbered and its list printed anew.

    Args:
        markup: allow-listed HTML; what it says of works is not believed, only which it names.
    """
    if "[" not in markup and not has_any(markup):
        return markup
    parts = taken_apart(markup)
    parts.words = _brackets(parts.words, parts.entries)
    if not parts.entries:
        return _relinked(markup, {}) if 'href="#r' in markup else markup
    works = works_of(entry.about for entry in parts.entries.values())
    order = _order(parts, works)
    numbers = {old: number for number, olds in enumerate(order, 1) for old in olds}
    with translation.override(Society.current().language):  # they stay as they are now, for readers of all languages
        items = [_item(number, parts.entries[olds[0]], works) for number, olds in enumerate(order, 1)]
    return f"{_relinked(parts.words, numbers)}{parts.heading}{_LIST}{''.join(items)}</ol>"


def taken_apart(markup: str) -> Listed:
    """The words, and what their lists of references hold; several lists become one."""
    words, heading, at = "", "", 0
    found: dict[str, Entry] = {}
    while (start := markup.find(_LIST, at)) >= 0:
        end = _end_of(markup, start)
        before = markup[at:start]
        if match := _HEADING.search(before):
            before, heading = before[: match.start()], heading or match[0].strip()
        words += before
        _read(markup[start + len(_LIST) : end - len("</ol>")], found)
        at = end
    return Listed((words + markup[at:]).rstrip(), heading, found)


def _end_of(markup: str, start: int) -> int:
    """Where the list that begins here ends, with lists within it."""
    depth = 0
    for tag in re.compile(r"<(/?)ol\b[^>]*>").finditer(markup, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(markup)


def _read(inner: str, found: dict[str, Entry]) -> None:
    """The entries of one list; those of lists within an entry are its words."""
    depth, begin, head = 0, 0, ""
    for tag in re.compile(r"<(/?)li\b([^>]*)>").finditer(inner):
        if not tag[1]:
            depth += 1
            if depth == 1:
                begin, head = tag.end(), tag[2]
        else:
            depth -= 1
            if depth == 0 and len(found) < MOST:
                _add(head, inner[begin : tag.start()], found)


def _add(head: str, words: str, found: dict[str, Entry]) -> None:
    named, cited = _ID.search(head), _CITE.search(head)
    key = unescape(cited[1]) if cited else ""
    words = entries.STANDING.sub("", words).strip()
    entry = Entry(key) if of_key(key) else Entry("", words)
    if not (entry.key or words):
        return
    own = named[1] if named and named[1] not in found else f"+{len(found)}"
    if not entry.key and (alone := only(html.to_text(words))):
        entry = Entry(alone.key)
    found[own] = entry


def _brackets(words: str, found: dict[str, Entry]) -> str:
    """Identifiers in square brackets become citations, each with its entry."""
    if "[" not in words:
        return words
    masked: list[str] = []

    def mask(text: str) -> str:
        masked.append(text)
        return f"\ufdd0{len(masked) - 1}\ufdd1"

    def cited(match: re.Match[str]) -> str:
        tags = [masked[int(number)] for number in _MASK.findall(match[1])]
        if not all(tag.startswith(("<a ", "</a")) for tag in tags):
            return match[0]
        inner = unescape(_MASK.sub("", match[1]))
        keys = [one.key if (one := only(part)) else "" for part in re.split(r"\s*;\s+", inner.strip().strip(";"))]
        if not all(keys) or len(found) + len(keys) > MOST:
            return match[0]
        return mask(f"<sup>{','.join(_citation(_named(key, found)) for key in keys)}</sup>")

    whole = "".join(mask(part) if part.startswith("<") else part for part in _TOKEN.split(words))
    whole = _BRACKET.sub(cited, whole)
    while _MASK.search(whole):
        whole = _MASK.sub(lambda match: masked[int(match[1])], whole)
    return whole


def _named(key: str, found: dict[str, Entry]) -> str:
    """The id of the entry of a key, made where there is none."""
    for old, entry in found.items():
        if entry.key == key:
            return old
    found[f"+{len(found)}"] = Entry(key)
    return f"+{len(found) - 1}"


def _citation(name: str) -> str:
    return f'<a href="#{name}" rel="{entries.REL}">0</a>'


def works_of(keys: Iterable[str]) -> dict[str, Work]:
    """What is known of these keys: key -> the row that speaks for it. One query, none without keys."""
    wanted = {key for key in keys if key}
    rows = Work.objects.filter(key__in=wanted).select_related("same_as") if wanted else []
    return {row.key: row.same_as or row for row in rows}


def _order(parts: Listed, works: dict[str, Work]) -> list[list[str]]:
    """The ids that entries had, together where they are one work: as they are cited first, then the others."""
    together: dict[Hashable, list[str]] = {}
    cited = [match[1] for match in _CITED.finditer(parts.words) if match[1] in parts.entries]
    for old in [*cited, *parts.entries]:
        key = parts.entries[old].key
        known = works.get(key)
        olds = together.setdefault(known.pk if known else key or ("typed", old), [])
        if old not in olds:
            olds.append(old)
    return list(together.values())


def _relinked(words: str, numbers: dict[str, int]) -> str:
    """The words with every citation under its new number; what leads to no entry is no link any more."""

    def anew(match: re.Match[str]) -> str:
        number = numbers.get(match[1])
        if number is None:
            return match[2]
        said = str(number) if match[2].strip("[]() ").isdigit() else match[2]
        return f'<a href="#r{number}" rel="{entries.REL}">{said}</a>'

    return _GAP.sub(r"\1", _BESIDE.sub("</a>,", _CITED.sub(anew, words)))


def printed_entry(key: str) -> str:
    """One reference as safe HTML, printed from what is known now."""
    with translation.override(Society.current().language):
        return entries.of_work(key, works_of([key]).get(key), Society.current().citation_style)


def _item(number: int, entry: Entry, works: dict[str, Work]) -> str:
    work, style = works.get(entry.about), Society.current().citation_style
    if entry.key:
        return f'<li id="r{number}" data-cite="{escape(entry.key)}">{entries.of_work(entry.key, work, style)}</li>'
    return f'<li id="r{number}">{entries.typed(entry.words, of_key(entry.about), work)}</li>'


def keys_in(body: str) -> set[str]:
    """The keys of the works that a stored body cites, those in typed entries too."""
    if _LIST not in body:
        return set()
    return {entry.about for entry in taken_apart(body).entries.values() if entry.about}


def own_words(body: str) -> str:
    """The body without what is printed from data: what its author wrote, which the patient-data check reads."""
    if _LIST not in body:
        return body
    parts = taken_apart(body)
    typed = "".join(f"<p>{entry.words}</p>" for entry in parts.entries.values() if not entry.key)
    return parts.words + parts.heading + typed


def as_typed(body: str) -> str:
    """The body as its author could have typed it, with identifiers in brackets; unchanged where that loses anything."""
    if _LIST not in body:
        return body
    parts = taken_apart(body)
    labels = {old: found.label for old, entry in parts.entries.items() if (found := of_key(entry.key))}
    uncited = set(parts.entries) - {match[1] for match in _CITED.finditer(parts.words)}
    if parts.heading or uncited or len(labels) < len(parts.entries):
        return body

    def in_brackets(match: re.Match[str]) -> str:
        return f" [{escape('; '.join(labels[name] for name, _number in _CITED.findall(match[0])))}]"

    group = re.compile(rf"<sup>(?:{_CITED.pattern},?)+</sup>", re.S)
    return group.sub(in_brackets, parts.words)


def apart(body: str, name: str) -> str:
    """The body with ids of its own, where several stand on one page; each number says that it leads to a reference.

    Args:
        name: what no other body on the page has, such as "p12-".
    """
    if not has_any(body):
        return body
    body = re.sub(r'(<li id="|<a href="#)(?=r\d{1,3}")', rf"\g<1>{name}", body)
    return said_aloud(body)


def said_aloud(body: str) -> str:
    """Each number with words for who hears it, and a way back from its reference."""
    word = escape(_("Reference"))
    body = re.sub(r'<a href="#[\w-]*?r(\d{1,3})"', lambda found: f'{found[0]} aria-label="{word} {found[1]}"', body)
    return with_ways_back(body)
