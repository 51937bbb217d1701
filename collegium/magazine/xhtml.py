"""The tree of an article (`tree`) as XHTML for an EPUB: notes that pop up, pictures from the book itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from collegium.magazine.edition import Picture
from collegium.magazine.tree import Node
from collegium.web.html import without_harm

X = "http://www.w3.org/1999/xhtml"
TYPE = "{http://www.idpf.org/2007/ops}type"
NAMES: Mapping[str | None, str] = {None: X, "epub": "http://www.idpf.org/2007/ops"}
_MARKS = {"em", "strong", "code", "sup", "sub"}


def tag(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A new element below `parent`; `type_` is epub:type, `class_` the class."""
    made = etree.SubElement(parent, f"{{{X}}}{name}")
    for key, value in attributes.items():
        if value:
            made.set(TYPE if key == "type_" else key.rstrip("_").replace("_", "-"), without_harm(value))
    if text:
        made.text = without_harm(text)
    return made


class Writer:
    """Writes blocks below an element. References are `#r<n>` of the same document."""

    def __init__(self, pictures: Mapping[int, Picture]) -> None:
        self.pictures = pictures
        self._known: set[int] = set()
        self._told: set[int] = set()
        self._listed: set[int] = set()

    def write(self, parent: etree._Element, blocks: list[Node]) -> None:
        """All blocks of an article."""
        self._known = {item["n"] for block in blocks if block["t"] == "refs" for item in block["items"]}
        self._told, self._listed = set(), set()
        for block in blocks:
            self._block(parent, block)

    def _block(self, parent: etree._Element, node: Node) -> None:
        kind = node["t"]
        if kind in ("p", "h2", "h3"):
            self._parts(tag(parent, kind), node["c"])
        elif kind in ("ul", "ol"):
            made = tag(parent, kind)
            for item in node["items"]:
                self._cell(tag(made, "li"), item)
        elif kind == "quote":
            self._all(tag(parent, "blockquote"), node["c"])
        elif kind == "pull":
            self._all(tag(parent, "aside", class_="pull", type_="pullquote", role="doc-pullquote"), node["c"])
        elif kind == "gloss":
            self._all(tag(parent, "aside", class_="gloss"), node["c"])
        elif kind == "pre":
            tag(tag(parent, "pre"), "code", node["text"])
        elif kind == "hr":
            tag(parent, "hr")
        elif kind == "refs":
            self._references(parent, node)
        elif kind == "table":
            self._table(parent, node)
        elif kind == "figure":
            self._figure(parent, node)

    def _all(self, parent: etree._Element, blocks: list[Node]) -> None:
        for block in blocks:
            self._block(parent, block)

    def _cell(self, parent: etree._Element, blocks: list[Node]) -> None:
        """A single paragraph needs no element of its own; before a list within the item neither."""
        if blocks and blocks[0]["t"] == "p" and all(one["t"] in ("ul", "ol") for one in blocks[1:]):
            self._parts(parent, blocks[0]["c"])
            blocks = blocks[1:]
        self._all(parent, blocks)

    def _references(self, parent: etree._Element, node: Node) -> None:
        items = {item["n"]: item for item in reversed(node["items"]) if item["n"] not in self._listed}
        if not items:
            return
        self._listed |= items.keys()
        listed = tag(tag(parent, "section", type_="footnotes"), "ol", class_="refs")
        for item in sorted(items.values(), key=lambda one: one["n"]):
            made = tag(listed, "li", id=f"r{item['n']}", type_="footnote", value=str(item["n"]))
            self._cell(made, item["c"])
            if item["n"] in self._told:
                holder = made[-1] if len(made) and made[-1].tag == f"{{{X}}}p" else made
                _add(holder, " ")
                back = tag(holder, "a", "↩", href=f"#n{item['n']}", role="doc-backlink")
                back.set("aria-label", _("Back to the text"))

    def _table(self, parent: etree._Element, node: Node) -> None:
        made = tag(parent, "table")
        for name, rows in (("thead", node["head"]), ("tbody", node["rows"])):
            part = tag(made, name) if rows else None
            for row in rows:
                line = tag(part, "tr")  # type: ignore[arg-type]
                for cell in row:
                    is_head = cell["th"] or name == "thead"
                    self._cell(
                        tag(line, "th", scope="col" if name == "thead" else "row") if is_head else tag(line, "td"),
                        cell["c"],
                    )

    def _figure(self, parent: etree._Element, node: Node) -> None:
        picture = self.pictures.get(node["file"])
        if picture is None and not node["caption"]:
            return
        made = tag(parent, "figure" if picture else "p")
        if picture:
            drawn = tag(made, "img", src=f"images/{name_of(node['file'], picture)}")
            drawn.set("alt", node["alt"])
            if not node["alt"]:
                drawn.set("role", "presentation")
        if node["caption"] or node["credit"]:
            below = tag(made, "figcaption") if picture else made
            self._parts(below, node["caption"])
            if node["credit"]:
                _add(below, " " if node["caption"] else "")
                tag(below, "small", node["credit"])

    def _parts(self, parent: etree._Element, parts: list[Any]) -> None:
        for part in parts:
            if isinstance(part, str):
                _add(parent, part)
            elif part["t"] in _MARKS:
                self._parts(tag(parent, part["t"]), part["c"])
            elif part["t"] == "br":
                tag(parent, "br")
            elif part["t"] == "a":
                self._parts(tag(parent, "a", href=part["href"]), part["c"])
            elif part["n"] in self._known:
                first = "" if part["n"] in self._told else f"n{part['n']}"
                self._told.add(part["n"])
                link = tag(parent, "a", href=f"#r{part['n']}", id=first, type_="noteref", role="doc-noteref")
                self._parts(link, part["c"])
            else:
                self._parts(parent, part["c"])


def _add(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def name_of(key: int, picture: Picture) -> str:
    """The name of a picture within the book."""
    return f"picture-{key}.{picture.extension}"


def page(title: str, language: str, *, style: bool = True) -> tuple[etree._Element, etree._Element]:
    """An empty document and its body."""
    root = etree.Element(f"{{{X}}}html", nsmap=dict(NAMES))
    root.set("lang", language)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    head = tag(root, "head")
    tag(head, "meta", charset="utf-8")
    tag(head, "title", title)
    if style:
        tag(head, "link", rel="stylesheet", type="text/css", href="style.css")
    return root, tag(root, "body")


def as_bytes(root: etree._Element) -> bytes:
    """The document as it stands in the book."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n' + etree.tostring(root, encoding="utf-8")
