"""Notes and references of a Word file as one numbered list with links: `<ol class="refs"><li id="r1">`.

References keep the numbers they have in the file; footnotes and endnotes come after them, in the order in which the
text names them. Numbers in the text that mean an entry of the list (lifted, or in brackets) lead to it.
"""

from __future__ import annotations

import re
from collections import Counter

import lxml.html
from django.utils.translation import gettext as _
from lxml.html import HtmlElement

_NOTE = re.compile(r"#?((?:foot|end)note-\d+)")
_HEADS = re.compile(
    r"(?i)^\W*(?:\d+\.?\s*)?(references?( and notes?)?|bibliography|literature( cited)?|works cited|notes|"
    r"referencias( bibliográficas)?|bibliografía|notas)\W*$"
)
_NUMBERED = re.compile(r"^\s*[\[(]?(\d{1,3})[\])]?[.)\t ]\s*")
_NUMBERS = re.compile(r"\d{1,3}(?:\s*[,–-]\s*\d{1,3})*")
_BRACKETS = re.compile(r"\[(\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)\]")
# What a power stands on: "m", "cm", "kg/m", "10", "R". A number over it is no reference.
_BASE = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]|[cdkmnµμ]m|in|ft|sec|min|(?<!\d)10)$")
MOST = 999  # as the allow-list's ids


class References:
    """Finds the list of references and the notes of a text, and links the text to them."""

    def __init__(self, root: HtmlElement, lost: Counter[str]) -> None:
        self.root, self.lost = root, lost
        self.order: list[str] = []  # keys of notes, as the text names them
        self.notes: dict[str, HtmlElement] = {}
        self._take_notes()

    def _take_notes(self) -> None:
        for item in list(self.root.iter("li")):
            found = _NOTE.fullmatch(item.get("id", ""))
            if not found:
                continue
            for back in [one for one in item.iter("a") if "-ref-" in one.get("href", "")]:
                back.drop_tree()
            self.notes[found[1]] = item
        for link in list(self.root.iter("a")):
            found = _NOTE.fullmatch(link.get("href", ""))
            if not found or any(up.get("id") in self.notes for up in link.iterancestors("li")):
                continue
            if found[1] not in self.notes:
                link.drop_tree()
                continue
            if found[1] not in self.order:
                self.order.append(found[1])
            mark = link.getparent() if link.getparent().tag == "sup" else link
            mark.tag, mark.text = "sup", None
            mark.attrib.clear()
            for inner in list(mark):
                mark.remove(inner)
            mark.set("class", found[1])
        for item in self.notes.values():
            holder = item.getparent()
            holder.remove(item)
            if holder.tag == "ol" and len(holder) == 0 and holder.getparent() is not None:
                holder.drop_tree()

    def collect(self) -> None:
        """Write the list at the end of the text, and the links to it."""
        items = self._listed()[:MOST]
        count = len(items)
        self._link_numbers(count)
        for offset, key in enumerate(self.order[: MOST - count], count + 1):
            note = self.notes[key]
            note.tag = "li"
            items.append(note)
            for mark in [one for one in self.root.iter("sup") if one.get("class") == key]:
                mark.attrib.clear()
                before = mark.getprevious()
                if before is not None and before.tag == "sup" and not before.tail:
                    mark.text = ","  # two numbers side by side would read as one
                mark.append(_link(offset))
        for mark in [one for one in self.root.iter("sup") if one.get("class")]:
            mark.drop_tree()
        self.lost["joined"] += bool(count and self.order)
        if not items:
            return
        entries = lxml.html.fragment_fromstring('<ol class="refs"></ol>')
        for number, item in enumerate(items, 1):
            item.attrib.clear()
            item.set("id", f"r{number}")
            item.tail = None
            blocks = item.findall("p")
            if len(blocks) == 1 and len(item) == 1:
                blocks[0].drop_tag()
            item.text = (item.text or "").lstrip()
            entries.append(item)
        if not any(_HEADS.match(" ".join(one.text_content().split())) for one in self.root.iter("h2", "h3")):
            heading = lxml.html.fragment_fromstring("<h2></h2>")
            heading.text = _("References") if count else _("Notes")
            self.root.append(heading)
        self.root.append(entries)

    def _listed(self) -> list[HtmlElement]:
        """The entries under the heading of the references, taken out of the text; without numbers none."""
        styled = [one for one in self.root.iter("p") if one.get("class") == "ref"]
        if styled:
            return [_entry(one) for one in styled]
        heads = [
            one
            for one in self.root
            if one.tag in ("h2", "h3", "p") and _HEADS.match(" ".join(one.text_content().split()))
        ]
        if not heads:
            return []
        head, found = heads[-1], []
        following = list(head.itersiblings())
        if following and following[0].tag in ("ol", "ul"):
            found = list(following[0].iterchildren("li"))
            following[0].getparent().remove(following[0])
        elif following and following[0].tag == "p" and _NUMBERED.match(following[0].text_content()):
            for number, one in enumerate(following, 1):
                said = _NUMBERED.match(one.text_content()) if one.tag == "p" else None
                if not said or int(said[1]) != number:
                    break
                found.append(_entry(one))
        if found and head.tag == "p":
            head.tag = "h2"
            for mark in list(head.iter("strong", "em")):
                mark.drop_tag()
        return found

    def _link_numbers(self, count: int) -> None:
        """Lifted numbers, and numbers in brackets, that the list has."""
        for mark in list(self.root.iter("sup")):
            words = " ".join(mark.text_content().split())
            lifted = words.strip("[]() ")
            if (
                count
                and not mark.get("class")
                and not len(mark)
                and _NUMBERS.fullmatch(lifted)
                and _within(lifted, count)
                and not _BASE.search(_before(mark))
            ):
                mark.text = None
                _write_links(mark, lifted)
        if not count:
            return
        for block in list(self.root.iter("p", "li", "td", "strong", "em")):
            for holder, is_tail in [(block, False), *((child, True) for child in list(block))]:
                self._bracketed(holder, count, is_tail=is_tail)

    def _bracketed(self, holder: HtmlElement, count: int, *, is_tail: bool) -> None:
        text = (holder.tail if is_tail else holder.text) or ""
        found = [one for one in _BRACKETS.finditer(text) if _within(one[1], count)]
        if not found:
            return
        parent = holder.getparent() if is_tail else holder
        place = parent.index(holder) + 1 if is_tail else 0
        first = text[: found[0].start()]
        if is_tail:
            holder.tail = first
        else:
            holder.text = first
        for number, one in enumerate(found):
            mark = lxml.html.fragment_fromstring("<sup></sup>")
            _write_links(mark, one[1])
            end = found[number + 1].start() if number + 1 < len(found) else len(text)
            mark.tail = text[one.end() : end]
            parent.insert(place + number, mark)


def _before(mark: HtmlElement) -> str:
    """The words right before a mark."""
    previous = mark.getprevious()
    if previous is None:
        return mark.getparent().text or ""
    return previous.tail or previous.text_content()


def _within(numbers: str, count: int) -> bool:
    return all(1 <= int(one) <= count for one in re.findall(r"\d+", numbers))


def _entry(paragraph: HtmlElement) -> HtmlElement:
    """A paragraph as an entry, without the number it begins with."""
    if paragraph.text:
        paragraph.text = _NUMBERED.sub("", paragraph.text, count=1)
    paragraph.getparent().remove(paragraph)
    paragraph.tag = "li"
    return paragraph


def _link(number: int) -> HtmlElement:
    return lxml.html.fragment_fromstring(f'<a href="#r{number}">{number}</a>')


def _write_links(mark: HtmlElement, numbers: str) -> None:
    """ "1, 3–5" with a link on each number."""
    for part in re.split(r"(\d+)", numbers):
        if part.isdigit():
            mark.append(_link(int(part)))
        elif len(mark):
            mark[-1].tail = part
