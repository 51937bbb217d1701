"""The tree of an article (`tree`) as body and back of a JATS document: sections, figures, tables, references."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from collegium.magazine.edition import Entry, Picture
from collegium.magazine.tree import Node, words_of

HREF = "{http://www.w3.org/1999/xlink}href"
_MARKS = {"em": "italic", "strong": "bold", "code": "monospace", "sup": "sup", "sub": "sub"}
_NOTES = re.compile(r"(?i)(notes|footnotes|notas|notas al pie)")
_TABLE = re.compile(r"(?i)(table|tabla)\b")


class Body:
    """Writes body and back below the root."""

    def __init__(self, pictures: Mapping[int, Picture]) -> None:
        self.pictures = pictures
        self._known: set[int] = set()
        self._kind = "bibr"
        self._numbers: dict[str, int] = {}

    def write(self, root: etree._Element, entry: Entry) -> None:
        """The article's words; its list of references stands in the back."""
        hero = entry.hero if entry.article.hero_file in self.pictures else None
        blocks = [*([hero] if hero else []), *entry.blocks]
        listed = [item for block in blocks if block["t"] == "refs" for item in block["items"]]
        self._known, self._numbers = {item["n"] for item in listed}, {}
        title = self._title_of_list(blocks)
        self._kind = "fn" if _NOTES.fullmatch(title) else "bibr"
        self._sections(etree.SubElement(root, "body"), [block for block in blocks if block["t"] != "refs"])
        if listed:
            self._back(etree.SubElement(root, "back"), listed, title)

    def _title_of_list(self, blocks: list[Node]) -> str:
        """The heading right above the list, which goes with it."""
        for place, block in enumerate(blocks):
            if block["t"] == "refs" and place and blocks[place - 1]["t"] in ("h2", "h3"):
                return words_of(blocks.pop(place - 1)["c"]).strip()
        return ""

    def _back(self, back: etree._Element, listed: list[Node], title: str) -> None:
        group = etree.SubElement(back, "fn-group" if self._kind == "fn" else "ref-list")
        if title:
            etree.SubElement(group, "title").text = title
        seen: set[int] = set()
        for item in listed:
            if item["n"] in seen:
                continue
            seen.add(item["n"])
            made = etree.SubElement(group, "fn" if self._kind == "fn" else "ref", {"id": f"r{item['n']}"})
            etree.SubElement(made, "label").text = str(item["n"])
            if self._kind == "fn":
                self._all(made, item["c"] or [{"t": "p", "c": []}])
            else:
                cited = etree.SubElement(made, "mixed-citation")
                for number, block in enumerate(one for one in item["c"] if one["t"] == "p"):
                    if number:
                        _add(cited, " ")
                    self._parts(cited, block["c"])

    def _sections(self, body: etree._Element, blocks: list[Node]) -> None:
        places = [body]
        for place, block in enumerate(blocks):
            if block["t"] in ("h2", "h3"):
                depth = 1 if block["t"] == "h2" else min(2, len(places))
                del places[depth:]
                section = etree.SubElement(places[-1], "sec", {"id": f"s{self._next('s')}"})
                self._parts(etree.SubElement(section, "title"), block["c"])
                places.append(section)
            elif not _is_title_of_table(blocks, place):
                title = blocks[place - 1]["c"] if place and _is_title_of_table(blocks, place - 1) else []
                self._block(places[-1], block, title)
        for section in body.iter("sec"):
            if len(section) == 1:
                etree.SubElement(section, "p")

    def _next(self, kind: str) -> int:
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def _all(self, parent: etree._Element, blocks: list[Node]) -> None:
        for block in blocks:
            self._block(parent, block)

    def _block(self, parent: etree._Element, node: Node, title: list[Any] | None = None) -> None:
        kind = node["t"]
        if kind == "p":
            self._parts(etree.SubElement(parent, "p"), node["c"])
        elif kind in ("h2", "h3"):  # within a quote or a cell
            self._parts(etree.SubElement(etree.SubElement(parent, "p"), "bold"), node["c"])
        elif kind in ("ul", "ol"):
            made = etree.SubElement(parent, "list", {"list-type": "bullet" if kind == "ul" else "order"})
            for item in node["items"]:
                self._all(etree.SubElement(made, "list-item"), item)
        elif kind == "quote":
            self._all(etree.SubElement(parent, "disp-quote"), node["c"])
        elif kind == "pull":
            self._all(etree.SubElement(parent, "disp-quote", {"content-type": "pull-quote"}), node["c"])
        elif kind == "gloss":
            self._all(etree.SubElement(parent, "boxed-text", {"content-type": "margin-note"}), node["c"])
        elif kind == "pre":
            etree.SubElement(parent, "preformat").text = node["text"]
        elif kind == "table":
            self._table(parent, node, title or [])
        elif kind == "figure":
            self._figure(parent, node)

    def _table(self, parent: etree._Element, node: Node, title: list[Any]) -> None:
        wrap = etree.SubElement(parent, "table-wrap", {"id": f"t{self._next('t')}"})
        if title:
            self._parts(etree.SubElement(etree.SubElement(wrap, "caption"), "p"), title)
        made = etree.SubElement(wrap, "table")
        for name, rows in (("thead", node["head"]), ("tbody", node["rows"])):
            part = etree.SubElement(made, name) if rows else None
            for row in rows:
                line = etree.SubElement(part, "tr")
                for cell in row:
                    at = etree.SubElement(line, "th" if cell["th"] or name == "thead" else "td")
                    if len(cell["c"]) == 1 and cell["c"][0]["t"] == "p":
                        self._parts(at, cell["c"][0]["c"])
                    else:
                        self._all(at, cell["c"])

    def _figure(self, parent: etree._Element, node: Node) -> None:
        picture = self.pictures.get(node["file"])
        if picture is None:
            if node["caption"]:
                self._parts(etree.SubElement(parent, "p"), node["caption"])
            return
        made = etree.SubElement(parent, "fig", {"id": f"f{self._next('f')}"})
        if node["caption"]:
            self._parts(etree.SubElement(etree.SubElement(made, "caption"), "p"), node["caption"])
        if node["alt"]:
            etree.SubElement(made, "alt-text").text = node["alt"]
        etree.SubElement(made, "graphic", {HREF: f"picture-{node['file']}.{picture.extension}", "mimetype": "image",
                                           "mime-subtype": picture.kind.rpartition("/")[2]})  # fmt: skip
        if node["credit"]:
            etree.SubElement(made, "attrib").text = node["credit"]

    def _parts(self, parent: etree._Element, parts: list[Any]) -> None:
        for part in parts:
            if isinstance(part, str):
                _add(parent, part)
            elif part["t"] in _MARKS:
                self._parts(etree.SubElement(parent, _MARKS[part["t"]]), part["c"])
            elif part["t"] == "br":
                _add(parent, " ")
            elif part["t"] == "a":
                self._parts(
                    etree.SubElement(parent, "ext-link", {"ext-link-type": "uri", HREF: part["href"]}), part["c"]
                )
            elif part["n"] in self._known:
                self._parts(
                    etree.SubElement(parent, "xref", {"ref-type": self._kind, "rid": f"r{part['n']}"}), part["c"]
                )
            else:
                self._parts(parent, part["c"])


def _is_title_of_table(blocks: list[Node], place: int) -> bool:
    """A bold line "Table …" right above a table."""
    block = blocks[place]
    following = blocks[place + 1]["t"] if place + 1 < len(blocks) else ""
    bold = (
        block["t"] == "p"
        and len(block["c"]) == 1
        and isinstance(block["c"][0], dict)
        and block["c"][0]["t"] == "strong"
    )
    return bold and following == "table" and bool(_TABLE.match(words_of(block["c"])))


def _add(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
