"""What a page's markup must keep to, read tag by tag as it was sent: the rules of HTML that our templates can break.

The rules are those the Nu HTML checker reports for documents of this kind: content models of phrasing elements, one
meaning an id, references that lead somewhere, attributes that say something.
Source: the HTML standard, "The elements of HTML" (https://html.spec.whatwg.org/multipage/#toc-semantics).
"""

from __future__ import annotations

import html
import re
from collections import Counter
from html.parser import HTMLParser


def _set(names: str) -> set[str]:
    return set(names.split())


VOID = _set("area base br col embed hr img input link meta source track wbr")
BLOCKS = _set(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav"
    " ol p pre section table ul"
)
PHRASING = _set("a b button cite code em h1 h2 h3 h4 h5 h6 i label legend mark p pre q small span strong summary")
MAY_HOLD = {  # beside phrasing content; what a link may hold is what its parent may
    "a": BLOCKS, "legend": _set("h1 h2 h3 h4 h5 h6"), "summary": _set("h1 h2 h3 h4 h5 h6"),
}  # fmt: skip
ONLY = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "select": {"option", "optgroup", "hr"},
}
ACTIVE = {"a", "button", "input", "select", "textarea", "label", "details", "iframe"}
AS_PYTHON = re.compile(r"\{'[a-z_]+': | object at 0x|<bound method |<function |<QuerySet \[")
LISTED = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")


class _Reader(HTMLParser):
    """Follows the open elements of one page and notes what is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.needed: list[tuple[str, str]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._placed(tag, dict(attrs))
        self._said(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._placed(tag, dict(attrs))
        self._said(tag, attrs)
        if tag not in VOID and "svg" not in self.open:
            self.wrong.append(f"<{tag}/> closes nothing")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            while (left := self.open.pop()) != tag:
                self.wrong.append(f"<{left}> is not closed before </{tag}>")
        else:
            self.wrong.append(f"</{tag}> closes nothing")

    def _placed(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Whether the element may stand where it stands."""
        for holder in reversed(self.open):
            if tag in BLOCKS and holder in PHRASING and tag not in MAY_HOLD.get(holder, ()):
                self.wrong.append(f"<{tag}> inside <{holder}>")
            if holder != "a":
                break
        parent = self.open[-1] if self.open else ""
        if parent in ONLY and tag not in ONLY[parent] | {"script", "template"}:
            self.wrong.append(f"<{tag}> directly inside <{parent}>")
        if tag in ACTIVE and attributes.get("type") != "hidden":
            self.wrong += [f"<{tag}> inside <{holder}>" for holder in self.open if holder in ("a", "button")]

    def _said(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Whether the attributes are there once and lead somewhere."""
        self.wrong += [f"{name} twice on <{tag}>" for name, n in Counter(name for name, _ in attrs).items() if n > 1]
        said = dict(attrs)
        if (own := said.get("id")) is not None:
            self.ids[own] += 1
        self.needed += [(name, one) for name in LISTED for one in (said.get(name) or "").split()]
        if tag == "label" and said.get("for") is not None:
            self.needed.append(("for", said["for"] or ""))
        if tag == "img" and "alt" not in said:
            self.wrong.append(f"<img> without alt: {said.get('src')}")
        if tag in ("form", "a", "img") and any(said.get(name) == "" for name in ("action", "src")):
            self.wrong.append(f"<{tag}> with an empty address")
        if tag == "a" and "href" not in said and "role" not in said:
            self.wrong.append("<a> without href")


def faults(page: str) -> list[str]:
    """What is wrong with a page's markup, one line a fault."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    found = [f"id {name!r} {n} times" for name, n in reader.ids.items() if n > 1 or not name or " " in name]
    found += [f"{name}={one!r} leads nowhere" for name, one in reader.needed if one not in reader.ids]
    found += [f"<{left}> is not closed" for left in reader.open]
    found += [f"an object as Python shows it: {shown}" for shown in AS_PYTHON.findall(html.unescape(page))]
    if not page.lstrip().lower().startswith("<!doctype html>"):
        found.append("no doctype")
    return sorted({*reader.wrong, *found})
