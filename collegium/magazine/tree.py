"""The words of an article as a plain tree, from which every file is written: EPUB, PDF and JATS say the same.

Blocks are dicts with "t": p, h2, h3 (with "c", inline parts), ul, ol ("items", lists of blocks), refs ("items" with
"n" and "c"), quote, pull, gloss ("c", blocks), pre ("text"), hr, figure ("file", "alt", "caption", "credit"), table
("head", "rows": rows of cells, each with "th" and "c"). Inline parts are texts, or dicts: em, strong, code, sup, sub
("c"), a ("href", "c"), ref ("n", "c"), br. Whatever the allow-list let through comes out well nested.
"""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml.html import HtmlElement

Part = Any  # a text, or a dict
Node = dict[str, Any]
BLOCKS = {
    "p", "h2", "h3", "ul", "ol", "li", "blockquote", "pre", "hr", "figure", "table", "aside", "details", "img", "div",
    "thead", "tbody", "tr", "td", "th", "figcaption", "summary",
}  # fmt: skip
DEEPEST = 12  # levels; what people write has three
_MARKS = {"em": "em", "strong": "strong", "code": "code", "sup": "sup", "sub": "sub"}
_REFERENCE = re.compile(r"#r(\d{1,3})")
_FILE = re.compile(r"/files/(\d{1,18})/")
_DOI = re.compile(r"\bdoi:\s?(10\.\d{4,9}/[^\s<>\"]*[\w/])")
_PMID = re.compile(r"\bPMID:? (\d{5,9})\b")


def tree_of(body: str, site: str) -> list[Node]:
    """The tree of safe HTML.

    Args:
        site: what stands before an address of this site, such as "https://example.org".
    """
    if not body.strip():
        return []
    nodes = _Reader(site).blocks(lxml.html.fragment_fromstring(body, create_parent="div"))
    for node in nodes:  # a subheading before the first heading would skip a level
        if node["t"] == "h2":
            break
        node["t"] = "h2" if node["t"] == "h3" else node["t"]
    return nodes


def files_in(nodes: list[Node]) -> list[int]:
    """The pictures of a tree (ids of files, each once, in their order)."""
    found: list[int] = []
    for node in nodes:
        if node["t"] == "figure":
            found.append(node["file"])
        for inner in _inside(node):
            found += files_in(inner)
    return list(dict.fromkeys(found))


def _inside(node: Node) -> list[list[Node]]:
    if node["t"] in ("ul", "ol"):
        return list(node["items"])
    if node["t"] == "refs":
        return [item["c"] for item in node["items"]]
    if node["t"] == "table":
        return [cell["c"] for row in [*node["head"], *node["rows"]] for cell in row]
    return [node["c"]] if node["t"] in ("quote", "pull", "gloss") else []


def words_of(parts: list[Part]) -> str:
    """The plain words of inline parts."""
    return "".join(part if isinstance(part, str) else words_of(part.get("c", [])) for part in parts)


class _Reader:
    def __init__(self, site: str) -> None:
        self.site, self.depth = site, 0

    def blocks(self, element: HtmlElement) -> list[Node]:
        """Whatever an element holds, as blocks; loose words become paragraphs."""
        found: list[Node] = []
        run: list[Part] = [_spaced(element.text)]

        def flush() -> None:
            if parts := _trimmed(run):
                found.append({"t": "p", "c": parts})
            run.clear()

        for child in element:
            if child.tag in BLOCKS:
                flush()
                found.extend(self.block(child))
            else:
                run.extend(self.inline(child))
                if pictures := list(child.iter("img")):
                    flush()
                    found.extend(node for one in pictures for node in self._figure(one))
            run.append(_spaced(child.tail))
        flush()
        return found

    def block(self, element: HtmlElement) -> list[Node]:
        """One block; a wrong place of it costs nothing but its kind. What is nested too deep gives its words."""
        if self.depth > DEEPEST:
            words = _spaced(element.text_content()).strip()
            return [{"t": "p", "c": [words]}] if words else []
        self.depth += 1
        found = self._block(element)
        self.depth -= 1
        return found

    def _block(self, element: HtmlElement) -> list[Node]:
        tag, kind = element.tag, element.get("class", "")
        if tag == "hr":
            return [{"t": "hr"}]
        if tag == "img":
            return self._figure(element)
        if tag == "pre":
            return [{"t": "pre", "text": element.text_content()}]
        if tag in ("h2", "h3"):
            parts = self._line(element)
            return [{"t": tag, "c": parts}] if parts else []
        if tag in ("ul", "ol"):
            return self._list(element, kind)
        if tag == "table":
            return self._table(element)
        if tag == "figure":
            return self._whole_figure(element)
        inner = self.blocks(element)
        if tag == "blockquote" and inner:
            return [{"t": "pull" if kind == "pull" else "quote", "c": inner}]
        if tag == "aside" and inner:
            return [{"t": "gloss", "c": inner}]
        return inner

    def inline(self, element: HtmlElement) -> list[Part]:
        """An inline element; blocks in it give their words."""
        if element.tag == "br":
            return [{"t": "br"}]
        if element.tag == "img":
            return []
        if self.depth > DEEPEST:
            return [_spaced(element.text_content())]
        self.depth += 1
        parts = self._parts(element)
        self.depth -= 1
        if element.tag in _MARKS:
            return [{"t": _MARKS[element.tag], "c": parts}] if _trimmed(parts) else parts
        href = element.get("href", "") if element.tag == "a" else ""
        if found := _REFERENCE.fullmatch(href):
            return [{"t": "ref", "n": int(found[1]), "c": parts}]
        if href.startswith(("http://", "https://", "mailto:")) and words_of(parts).strip():
            return [{"t": "a", "href": href, "c": parts}]
        if href.startswith("/") and not href.startswith("//") and words_of(parts).strip():
            return [{"t": "a", "href": self.site + href, "c": parts}]
        return parts

    def _parts(self, element: HtmlElement, without: tuple[str, ...] = ()) -> list[Part]:
        parts: list[Part] = [_spaced(element.text)]
        for child in element:
            if child.get("class") not in without or not without:
                parts += self.inline(child)
            parts.append(_spaced(child.tail))
        return [part for part in parts if part != ""]

    def _line(self, element: HtmlElement, without: tuple[str, ...] = ()) -> list[Part]:
        return _trimmed(self._parts(element, without))

    def _list(self, element: HtmlElement, kind: str) -> list[Node]:
        items = [child for child in element if child.tag == "li"]
        if kind == "refs":
            entries = []
            for place, item in enumerate(items, 1):
                number = re.fullmatch(r"r(\d{1,3})", item.get("id", ""))
                entries.append({"n": int(number[1]) if number else place, "c": _linked(self.blocks(item))})
            return [{"t": "refs", "items": entries}] if entries else []
        inner = [self.blocks(child) if child.tag == "li" else self.block(child) for child in element]
        inner = [blocks for blocks in inner if blocks]
        return [{"t": element.tag, "items": inner}] if inner else []

    def _table(self, element: HtmlElement) -> list[Node]:
        heads = [row for part in element.iterchildren("thead") for row in part.iterchildren("tr")]
        rows = [row for row in element.iter("tr") if row not in heads]
        head, body = [self._row(row) for row in heads], [self._row(row) for row in rows]
        if not head and len(body) > 1 and body[0] and all(cell["th"] for cell in body[0]):
            head, body = body[:1], body[1:]
        wide = max([len(row) for row in [*head, *body]] or [0])
        if not wide:
            return []
        for row in [*head, *body]:
            row += [{"th": False, "c": []} for _missing in range(wide - len(row))]
        return [{"t": "table", "head": head, "rows": body, "columns": wide}]

    def _row(self, row: HtmlElement) -> list[Node]:
        return [{"th": cell.tag == "th", "c": self.blocks(cell)} for cell in row if cell.tag in ("td", "th")]

    def _whole_figure(self, element: HtmlElement) -> list[Node]:
        caption = element.find(".//figcaption")
        pictures = list(element.iter("img"))
        if pictures:
            figures = [node for one in pictures for node in self._figure(one)]
            if figures and caption is not None:
                figures[-1] |= self._below(caption)
            return figures
        inner = [
            node for child in element if child is not caption and child.tag in BLOCKS for node in self.block(child)
        ]
        words = self._line(caption) if caption is not None else []
        return ([{"t": "p", "c": [{"t": "strong", "c": words}]}] if words else []) + inner

    def _below(self, caption: HtmlElement) -> Node:
        """What stands below a picture: caption, whose it is, license."""
        said = [one.text_content().strip() for one in caption.iter("span") if one.get("class") in ("credit", "license")]
        words = self._line(caption, ("credit", "license"))
        return {"caption": words, "credit": " · ".join(one for one in said if one)}

    def _figure(self, picture: HtmlElement) -> list[Node]:
        found = _FILE.match(picture.get("src", ""))
        if not found:
            return []
        return [{"t": "figure", "file": int(found[1]), "alt": picture.get("alt", ""), "caption": [], "credit": ""}]


def _linked(blocks: list[Node]) -> list[Node]:
    """DOI and PMID of an entry lead somewhere."""
    for block in blocks:
        if block["t"] == "p":
            block["c"] = [one for part in block["c"] for one in (_links(part) if isinstance(part, str) else [part])]
    return blocks


def _links(text: str) -> list[Part]:
    parts: list[Part] = []
    at = 0
    for found in sorted([*_DOI.finditer(text), *_PMID.finditer(text)], key=lambda one: one.start()):
        if found.start() < at:
            continue
        is_doi = found[1].startswith("10.")
        href = f"https://doi.org/{found[1]}" if is_doi else f"https://pubmed.ncbi.nlm.nih.gov/{found[1]}/"
        parts += [text[at : found.start()], {"t": "a", "href": href, "c": [found[0]]}]
        at = found.end()
    return [part for part in [*parts, text[at:]] if part != ""]


def _spaced(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _trimmed(parts: list[Part]) -> list[Part]:
    """Without blanks and breaks at either end; nothing when no word is left."""
    kept = [part for part in parts if part != ""]
    while kept and _is_blank(kept[0]):
        kept.pop(0)
    while kept and _is_blank(kept[-1]):
        kept.pop()
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip(" ")
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip(" ")
    return kept


def _is_blank(part: Part) -> bool:
    return not part.strip(" ") if isinstance(part, str) else part["t"] == "br"
