"""What the styles of a Word file mean here: its title, a heading, a quote.

Names of built-in styles are English in every file, whatever language the word processor speaks; a style of one's own
means what the style means that it is based on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ?(\d)")
_ROLES = {
    "title": ("title", "book title"),
    "deck": ("subtitle", "deck", "dek", "standfirst"),
    "by": ("author", "authors", "byline", "by line", "author name"),
    "kicker": ("kicker", "department", "rubric"),
    "caption": ("caption", "illustration", "figure", "drawing", "figure caption", "table caption", "image caption"),
    "quote": ("quote", "quotations", "block text", "block quotation", "block quote"),
    "pull": ("intense quote", "pull quote", "pullquote"),
    "pre": ("html preformatted", "preformatted text", "plain text", "code", "source code"),
    "ref": ("bibliography", "bibliography 1", "reference", "references", "endnote bibliography", "reference list"),
    "heading1": ("heading",),
    "plain": (
        "normal", "standard", "default", "default style", "default paragraph style", "body", "body text", "text body",
        "body a", "body text first indent", "body text 2", "body text 3", "body text indent", "first paragraph",
        "compact", "no spacing", "normal (web)", "normal indent", "list paragraph", "list", "list bullet",
        "list number", "list continue", "list contents", "footnote", "endnote", "footnote text", "endnote text",
        "table contents", "table heading", "table normal", "table text", "header", "footer", "frame contents",
        "paragraph", "annotation text", "comment text", "figure with caption", "captioned figure", "default text",
    ),
}  # fmt: skip
_BY_NAME = {name: role for role, names in _ROLES.items() for name in names}
_PLAIN_BEGIN = ("list bullet ", "list number ", "list continue ", "list ", "numbering ", "bullet ", "contents of ")
UNKNOWN = "unknown"


@dataclass(slots=True)
class Style:
    """One style of the file, by its id."""

    name: str
    base: str
    is_paragraph: bool
    outline: int | None = None
    numbering: etree._Element | None = None
    marks: set[str] = field(default_factory=set)  # bold, italic, superscript, subscript, hidden


def on(element: etree._Element | None) -> bool:
    """Whether a switch such as <w:b/> is there and not turned off."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off", "none")


def marks_of(properties: etree._Element | None) -> set[str]:
    """The marks that matter of a run's or a style's properties."""
    if properties is None:
        return set()
    found = {mark for tag, mark in (("b", "bold"), ("i", "italic"), ("vanish", "hidden"))
             if on(properties.find(f"{W}{tag}"))}  # fmt: skip
    lift = properties.find(f"{W}vertAlign")
    return found | ({str(lift.get(f"{W}val"))} & {"superscript", "subscript"} if lift is not None else set())


class Styles:
    """All styles of a file."""

    def __init__(self, root: etree._Element | None) -> None:
        self._all = {one.get(f"{W}styleId", ""): _style(one) for one in (root if root is not None else ())
                     if one.tag == f"{W}style"}  # fmt: skip

    def _chain(self, key: str | None) -> list[Style]:
        """The style and what it is based on; a circle ends."""
        found: list[Style] = []
        seen: set[str] = set()
        while key and key in self._all and key not in seen and len(found) < 20:
            seen.add(key)
            found.append(self._all[key])
            key = self._all[key].base
        return found

    def role(self, key: str | None) -> str:
        """What a paragraph of this style is: title, deck, by, kicker, heading1 to heading9, caption, quote, pull, pre,
        ref, toc, plain or unknown.
        """
        if not key:
            return "plain"
        chain = self._chain(key) or [Style(key, "", is_paragraph=True)]
        for place, style in enumerate(chain):
            role = _role(style)
            if role and (place == 0 or role != "plain"):
                return role
        return UNKNOWN

    def marks(self, key: str | None) -> set[str]:
        """The marks that a style of characters brings."""
        return set().union(*(style.marks for style in self._chain(key)))

    def numbering(self, key: str | None) -> etree._Element | None:
        """The list that a style of paragraphs brings."""
        return next((style.numbering for style in self._chain(key) if style.numbering is not None), None)


def _style(element: etree._Element) -> Style:
    name, base = element.find(f"{W}name"), element.find(f"{W}basedOn")
    outline = element.find(f"{W}pPr/{W}outlineLvl")
    level = outline.get(f"{W}val", "") if outline is not None else ""
    return Style(
        " ".join((name.get(f"{W}val", "") if name is not None else "").lower().replace("_", " ").split()),
        base.get(f"{W}val", "") if base is not None else "",
        element.get(f"{W}type", "paragraph") == "paragraph",
        int(level) if level in set("012345678") else None,
        element.find(f"{W}pPr/{W}numPr"),
        marks_of(element.find(f"{W}rPr")),
    )


def _role(style: Style) -> str:
    name = style.name
    if found := _HEADING.fullmatch(name):
        return f"heading{found[1]}"
    if name.startswith(("toc ", "contents heading", "contents ", "table of ")) or name == "toc":
        return "toc"
    if name in _BY_NAME:
        return _BY_NAME[name]
    if style.outline is not None:
        return f"heading{style.outline + 1}"
    return "plain" if name.startswith(_PLAIN_BEGIN) else ""
