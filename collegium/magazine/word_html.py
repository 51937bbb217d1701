"""What Mammoth made of a Word file becomes this site's HTML: h2 and h3 in order, figures with captions, tables without
gaps, notes and references as one numbered list with links (`ol.refs`), nothing that the allow-list would drop.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

import lxml.html
from lxml.html import HtmlElement

from collegium.magazine.word_package import too_long
from collegium.magazine.word_refs import References
from collegium.magazine.word_table import mend_table
from collegium.web import html

TITLE_MOST, DECK_MOST, KICKER_MOST, AUTHORS_MOST = 200, 400, 80, 20
TITLE_LEAST = 4  # as in the form of an article; the number of a chapter is no title
_BY = re.compile(r"(?i)^(?:by|por|von|par|di)\s+(?=[^\W\d_])")
_AND = re.compile(r"\s*(?:;|\band\b|\by\b(?=\s+[A-ZÁÉÍÓÚÑ])|&)\s*")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Tree:
    """The words of a file as a tree; `head` takes out what stands above an article, `body` gives the rest."""

    def __init__(self, markup: str, lost: Counter[str], *, has_headings: bool) -> None:
        self.root = lxml.html.fragment_fromstring(markup or "<p></p>", create_parent="div")
        self.lost = lost
        self.references = References(self.root, lost)
        self._strip()
        if not has_headings:
            self._guess_headings()

    def head(self, otherwise: str, departments: Collection[str] = ()) -> tuple[str, str, list[str], str]:
        """Title, standfirst, authors and kicker, taken out of the words.

        Args:
            otherwise: the title when the words have none.
            departments: names, in lower case; a first line that is one of them is the kicker.
        """
        kicker = " ".join(self._all("p", "kicker")) or self._department(departments)
        title = " ".join(self._all("h1", "title")) or self._first_heading() or self._first_line() or otherwise
        deck = " ".join(self._all("p", "deck"))
        authors = [name for line in self._all("p", "by") for name in _names(line)]
        if not authors:
            authors = self._by_line()
        if len(deck) > DECK_MOST:
            self.root.insert(0, lxml.html.fragment_fromstring("<p></p>"))
            self.root[0].text, deck = deck, ""
        return title[:TITLE_MOST].strip(), deck, authors[:AUTHORS_MOST], kicker[:KICKER_MOST]

    def body(self) -> str:
        """The words as safe HTML; pictures are still `<img src="word:<n>">`."""
        if sum(1 for _one in self.root.iter()) > html.TAGS_MOST // 2:
            raise too_long()
        self._rank_headings()
        for table in list(self.root.iter("table")):
            mend_table(table, self.lost)
        self._figures()
        self.references.collect()
        for one in list(self.root.iter("p", "li", "h2", "h3", "blockquote", "ul", "ol")):
            if not (one.text_content().strip() or len(one.xpath(".//img|.//br"))) and one.getparent() is not None:
                one.drop_tree()
        markup = lxml.html.tostring(self.root, encoding="unicode")
        markup = re.sub(r'\bsrc="word:(\d+)"', r'src="/files/\1/"', markup)  # what the allow-list lets through
        safe = html.clean(markup.removeprefix("<div>").removesuffix("</div>"), rich=True)
        return re.sub(r'\bsrc="/files/(\d+)/"', r'src="word:\1"', safe)

    def _strip(self) -> None:
        """What has no counterpart here gives its words."""
        for one in list(self.root.iter("a", "s", "input", "dl", "u")):
            if one.tag == "dl":
                one.drop_tree()
            elif one.tag == "input":
                one.tail = ("☑ " if "checked" in one.attrib else "☐ ") + (one.tail or "")
                one.drop_tree()
            elif one.tag in ("s", "u") or not one.get("href") or one.get("href", "").startswith("#"):
                self.lost["struck"] += one.tag == "s"
                one.drop_tag()
        for heading in self.root.iter(*_HEADINGS):
            for mark in list(heading.iter("strong")):
                mark.drop_tag()

    def _guess_headings(self) -> None:
        """A file without styles: a short paragraph that is all bold, with ordinary words after it, is a heading."""
        for one in list(self.root.iterchildren("p")):
            words = _words(one)
            bold = "".join("".join(part.itertext()) for part in one.findall("strong")).strip()
            following = one.getnext()
            is_last = following is None or following.tag not in ("p", "ul", "ol", "table", "figure")
            if words and words == " ".join(bold.split()) and len(words) <= 90 and not is_last and not one.get("class"):
                one.tag = "h1" if one is self.root[0] else "h2"
                for mark in list(one.iter("strong")):
                    mark.drop_tag()

    def _all(self, tag: str, kind: str) -> list[str]:
        found = [one for one in self.root.iter(tag) if one.get("class") == kind]
        return [line for line in [_taken(one) for one in found] if line]

    def _department(self, names: Collection[str]) -> str:
        first = next((one for one in self.root if _words(one)), None)
        return _taken(first) if first is not None and _words(first).lower().strip(" :") in names else ""

    def _first_heading(self) -> str:
        """The only heading of the highest level is the title when it stands first."""
        heads = list(self.root.iter("h1"))
        blocks = [one for one in self.root if _words(one)]
        is_title = len(heads) == 1 and heads[0] in blocks[:4] and len(_words(heads[0])) >= TITLE_LEAST
        return _taken(heads[0]) if is_title else ""

    def _first_line(self) -> str:
        """A short first paragraph that is no sentence."""
        first = next((one for one in self.root if _words(one)), None)
        words = _words(first) if first is not None else ""
        if (
            first is None
            or first.tag not in ("p", *_HEADINGS)
            or not TITLE_LEAST <= len(words) <= 150
            or words.endswith((".", ":", ";", ","))
        ):
            return ""
        return _taken(first)

    def _by_line(self) -> list[str]:
        """A line "By …" among the first."""
        for one in list(self.root)[:4]:
            words = _words(one)
            if one.tag == "p" and _BY.match(words) and len(words) < 250 and not words.endswith("."):
                return _names(_taken(one))
        return []

    def _rank_headings(self) -> None:
        """The highest level in use becomes h2, the next h3, deeper ones a bold line; never h3 before the first h2."""
        levels = sorted({one.tag for one in self.root.iter(*_HEADINGS)})
        ranks = {tag: ("h2", "h3")[place] if place < 2 else "p" for place, tag in enumerate(levels)}
        seen = False
        for one in list(self.root.iter(*_HEADINGS)):
            one.tag = ranks[one.tag]
            if one.tag == "h3" and not seen:
                one.tag = "h2"
            seen = seen or one.tag == "h2"
            if one.tag == "p":
                self.lost["levels"] += 1
                _wrap_inside(one, "strong")
            if any(up.tag in ("li", "td", "th", "blockquote") for up in one.iterancestors()):
                one.tag = "p"

    def _figures(self) -> None:
        """Each picture in a figure of its own, with the caption that stood beside it."""
        for picture in list(self.root.iter("img")):
            block = picture
            while block.getparent() is not self.root and block.getparent() is not None:
                block = block.getparent()
            picture_tail, picture.tail = picture.tail, None
            parent = picture.getparent()
            place = parent.index(picture)
            parent.remove(picture)
            _add_text(parent, place, picture_tail or "")
            figure = lxml.html.fragment_fromstring("<figure></figure>")
            figure.append(picture)
            block.addnext(figure)
            if not _words(block) and not len(block.xpath(".//img")) and block.tag in ("p", "h2", "h3", "figure"):
                block.drop_tree()
        for caption in [one for one in self.root.iter("p") if one.get("class") == "caption"]:
            self._caption(caption)

    def _caption(self, caption: HtmlElement) -> None:
        del caption.attrib["class"]
        before, after = caption.getprevious(), caption.getnext()
        figure = next((one for one in (before, after) if one is not None and _is_bare(one)), None)
        if figure is None or _OF_A_TABLE.match(_words(caption)):
            _wrap_inside(caption, "strong")  # of a table
            return
        figure.append(caption)
        caption.tag, caption.tail = "figcaption", None


_OF_A_TABLE = re.compile(r"(?i)(?:table|tab\.|tabla|cuadro|tabelle|tableau)\b")


def _is_bare(one: HtmlElement) -> bool:
    return bool(one.tag == "figure" and one.find("figcaption") is None)


def _words(element: HtmlElement) -> str:
    """Its words in one line; where a line was broken stands a space."""
    parts = element.xpath(".//text()|.//br")
    return " ".join("".join(one if isinstance(one, str) else " " for one in parts).split())


def _taken(element: HtmlElement) -> str:
    """Its words, taken out of the text; a picture between them stays at the place."""
    words = _words(element)
    for picture in reversed(list(element.iter("img"))):
        holder = lxml.html.fragment_fromstring("<p></p>")
        picture.tail = None
        holder.append(picture)
        element.addnext(holder)
    element.drop_tree()
    return words


def _wrap_inside(element: HtmlElement, tag: str) -> None:
    for mark in list(element.iter(tag)):
        mark.drop_tag()
    inner = lxml.html.fragment_fromstring(f"<{tag}></{tag}>")
    inner.text, element.text = element.text, None
    for child in list(element):
        inner.append(child)
    element.append(inner)


def _add_text(parent: HtmlElement, place: int, text: str) -> None:
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _names(line: str) -> list[str]:
    """Names of a line of authors: "By Jane Roe, MD, and John Doe" is two."""
    parts: Iterable[str] = _AND.split(_BY.sub("", line.strip()))
    return [name for part in parts if (name := part.strip(" ,;")) and len(name) <= 150]
