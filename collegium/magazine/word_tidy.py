"""The words of a Word file brought into the one shape that Mammoth reads well, and what cannot come along counted.

Each word processor writes the same thing in other ways: text boxes twice, fields simple or complex, pictures in groups,
header rows by a style. Everything unusual becomes usual here, so that it is read or counted, never lost silently.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from lxml import etree

from collegium.magazine.word_changes import accept
from collegium.magazine.word_signs import read_signs
from collegium.magazine.word_styles import UNKNOWN, Styles, W, marks_of, on

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_QUIET_FIELDS = {
    "HYPERLINK",
    "PAGE",
    "NUMPAGES",
    "SECTIONPAGES",
    "TOC",
    "SEQ",
    "REF",
    "PAGEREF",
    "NOTEREF",
    "FORMCHECKBOX",
}
_UNWRAPPED = ("fldSimple", "dir", "bdo", "ruby", "rubyBase", "smartTag", "customXml", "ins", "moveTo")
_NOTHING = [f"{W}{tag}" for tag in ("proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "permStart")]
_CONTENTS = re.compile(r"(?i)\s*(table of contents|contents|índice|contenido|inhalt|inhaltsverzeichnis|sommaire)\s*")
_HEADER_LOOKS = {"0", "false", "off"}


class Tidy:
    """Brings one part into shape. `lost` counts what did not come along as it was."""

    def __init__(self, styles: Styles, lost: Counter[str], *, in_notes: bool = False) -> None:
        self.styles, self.lost, self.in_notes = styles, lost, in_notes
        self.has_headings = False

    def tidy(self, root: etree._Element) -> None:
        """Change the tree of a part in place."""
        etree.strip_elements(root, *_NOTHING, with_tail=False)
        _alternatives(root)
        accept(root, self.lost)
        self._fields(root)
        self._contents(root)
        self._equations(root)
        self._boxes(root)
        self._pictures(root)
        self._left_out(root)
        _initials(root)
        read_signs(root, self.lost)
        for table in root.iter(f"{W}tbl"):
            self._header_row(table)
        for paragraph in list(root.iter(f"{W}p")):
            self._paragraph(paragraph)
        for run in list(root.iter(f"{W}r")):
            self._run(run)

    def _fields(self, root: etree._Element) -> None:
        """Fields keep the words they showed last."""
        words = [one.get(f"{W}instr", "") for one in root.iter(f"{W}fldSimple")]
        for one in root.iter(f"{W}fldChar", f"{W}instrText"):
            if one.tag == f"{W}instrText":
                words[-1:] = [words[-1] + (one.text or "")] if words else [one.text or ""]
            elif one.get(f"{W}fldCharType") == "begin":
                words.append("")
        names = [text.split()[0].upper() for text in words if text.split()]
        self.lost["citations"] += sum(1 for name in names if name in ("ADDIN", "CITATION"))
        self.lost["fields"] += sum(
            1 for name in names if name not in _QUIET_FIELDS | {"ADDIN", "CITATION", "BIBLIOGRAPHY"}
        )
        for tag in _UNWRAPPED:
            for one in list(root.iter(f"{W}{tag}")):
                if tag == "ruby":
                    for reading in one.findall(f"{W}rt"):
                        one.remove(reading)
                if one.getparent() is not None and one.getparent().tag not in (f"{W}rPr", f"{W}trPr"):
                    _unwrap(one)
        for one in list(root.iter(f"{W}cr")):
            one.tag = f"{W}br"

    def _contents(self, root: etree._Element) -> None:
        """The table of contents goes: the page makes its own."""
        lists = [
            one for one in root.iter(f"{W}sdt")
            if "Table of Contents" in {part.get(f"{W}val") for part in one.iter(f"{W}docPartGallery")}
        ]  # fmt: skip
        lines = [one for one in root.iter(f"{W}p") if self.styles.role(_style_of(one)) == "toc"]
        self.lost["contents"] += bool(lists or lines)
        heads = [one.getprevious() for one in lines[:1] if one.getprevious() is not None]
        heads = [one for one in heads if _CONTENTS.fullmatch("".join(part.text or "" for part in one.iter(f"{W}t")))]
        for one in [*heads, *lines, *lists]:
            if one.getparent() is not None:
                _drop(one)

    def _equations(self, root: etree._Element) -> None:
        """An equation leaves its signs in a row, in brackets, at its place."""
        for one in [*root.iter(f"{M}oMathPara"), *root.iter(f"{M}oMath")]:
            parent = one.getparent()
            if parent is None or any(True for _up in one.iterancestors(f"{M}oMathPara", f"{M}oMath")):
                continue
            self.lost["equations"] += 1
            signs = "".join(part.text or "" for part in one.iter(f"{M}t"))
            made = _run_of(_("[equation: %(signs)s]") % {"signs": signs})
            if parent.tag not in (f"{W}p", f"{W}hyperlink", f"{W}sdtContent"):
                paragraph = etree.Element(f"{W}p")
                paragraph.append(made)
                made = paragraph
            _replace(one, [made])

    def _boxes(self, root: etree._Element) -> None:
        """Words of text boxes stand after the paragraph that the box was fixed to."""
        for box in reversed(list(root.iter(f"{W}txbxContent"))):
            holder = next(box.iterancestors(f"{W}p"), None)
            if holder is None:
                _drop(box)
                continue
            has_words = any((part.text or "").strip() for part in box.iter(f"{W}t"))
            self.lost["text_boxes"] += has_words
            for one in reversed(list(box)):
                holder.addnext(one)
            _drop(box)

    def _pictures(self, root: etree._Element) -> None:
        """Every picture, however it was placed or grouped, as one plain drawing."""
        self.lost["objects"] += sum(1 for _one in root.iter(f"{W}object"))
        for one in list(root.iter(f"{W}drawing", f"{W}pict", f"{W}object")):
            found = [(part.get(f"{R}embed"), part) for part in one.iter(f"{A}blip")]
            found += [(part.get(f"{R}id"), part) for part in one.iter(f"{V}imagedata")]
            kinds = [part.get("uri", "") for part in one.iter(f"{A}graphicData")]
            self.lost["charts"] += any(kind.endswith(("/chart", "/diagram", "/chartex")) for kind in kinds)
            self.lost["linked"] += sum(1 for key, _part in found if not key)
            drawn = [_drawing(key, _said(part, one)) for key, part in found if key]
            if self.in_notes:
                self.lost["pictures"] += len(drawn)
                drawn = []
            _replace(one, drawn)

    def _left_out(self, root: etree._Element) -> None:
        self.lost["attached"] += sum(1 for _one in root.iter(f"{W}altChunk", f"{W}subDoc"))
        for run in list(root.iter(f"{W}r")):
            properties = run.find(f"{W}rPr")
            style = properties.find(f"{W}rStyle") if properties is not None else None
            own = properties.find(f"{W}vanish") if properties is not None else None
            brought = self.styles.marks(style.get(f"{W}val")) if style is not None else set()
            if on(own) if own is not None else "hidden" in brought:
                self.lost["hidden"] += any((part.text or "").strip() for part in run.iter(f"{W}t"))
                for part in run.findall(f"{W}t"):
                    run.remove(part)

    def _header_row(self, table: etree._Element) -> None:
        """The first row is a header when the file says so, when the table's style does, or when all of it is bold."""
        rows = table.findall(f"{W}tr")
        if len(rows) < 2 or any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows):
            return
        look, style = table.find(f"{W}tblPr/{W}tblLook"), table.find(f"{W}tblPr/{W}tblStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        styled = name.lower().replace(" ", "") not in ("", "tablenormal", "tablegrid", "a1") and look is not None
        first = look is not None and (
            look.get(f"{W}firstRow", "") not in _HEADER_LOOKS if f"{W}firstRow" in look.attrib
            else look.get(f"{W}val", "0")[-2:-1] in ("2", "3", "6", "7", "A", "B", "E", "F", "a", "b", "e", "f")
        )  # fmt: skip
        runs = [run for run in rows[0].iter(f"{W}r") if any((one.text or "").strip() for one in run.iter(f"{W}t"))]
        bold = (
            bool(runs)
            and all(self._is_bold(run) for run in runs)
            and not all(map(self._is_bold, rows[1].iter(f"{W}r")))
        )
        if (styled and first) or bold:
            properties = rows[0].find(f"{W}trPr")
            if properties is None:
                properties = etree.Element(f"{W}trPr")
                rows[0].insert(0, properties)
            etree.SubElement(properties, f"{W}tblHeader")

    def _is_bold(self, run: etree._Element) -> bool:
        properties = run.find(f"{W}rPr")
        style = properties.find(f"{W}rStyle") if properties is not None else None
        own = marks_of(properties)
        return "bold" in (own | (self.styles.marks(style.get(f"{W}val")) if style is not None else set()))

    def _paragraph(self, paragraph: etree._Element) -> None:
        """One of our own styles instead of the file's, with the list it brought."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return
        key = _style_of(paragraph)
        role = self.styles.role(key)
        outline = properties.find(f"{W}outlineLvl")
        if role in ("plain", UNKNOWN) and outline is not None and outline.get(f"{W}val", "9") in set("012345678"):
            role = f"heading{int(outline.get(f'{W}val', '0')) + 1}"
        self.lost["styles"] += role == UNKNOWN and any((one.text or "").strip() for one in paragraph.iter(f"{W}t"))
        self.has_headings = self.has_headings or role.startswith("heading")
        brought = self.styles.numbering(key)
        if properties.find(f"{W}numPr") is None and brought is not None:
            properties.append(copy.deepcopy(brought))
        style = properties.find(f"{W}pStyle")
        if style is not None:
            properties.remove(style)
        if role not in ("plain", UNKNOWN):
            etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", role)

    def _run(self, run: etree._Element) -> None:
        """Marks that a style of characters brought stand with the run; the sign of a note is lifted by its link."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return
        style = properties.find(f"{W}rStyle")
        is_note = any(run.find(f"{W}{tag}") is not None for tag in ("footnoteReference", "endnoteReference"))
        if style is not None:
            own = {one.tag for one in properties}
            for tag, mark in (("b", "bold"), ("i", "italic")):
                if mark in self.styles.marks(style.get(f"{W}val")) and f"{W}{tag}" not in own:
                    etree.SubElement(properties, f"{W}{tag}")
            lift = self.styles.marks(style.get(f"{W}val")) & {"superscript", "subscript"}
            if lift and f"{W}vertAlign" not in own:
                etree.SubElement(properties, f"{W}vertAlign").set(f"{W}val", lift.pop())
            properties.remove(style)
        for one in [*properties.findall(f"{W}vertAlign")] if is_note else []:
            properties.remove(one)


def _style_of(paragraph: etree._Element) -> str | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val") if style is not None else None


def _alternatives(root: etree._Element) -> None:
    """Of what is written twice for older programs, one: the newer one where it holds words or a picture."""
    for one in reversed(list(root.iter(f"{MC}AlternateContent"))):
        choice, fallback = one.find(f"{MC}Choice"), one.find(f"{MC}Fallback")
        holds = choice is not None and any(True for _part in choice.iter(f"{W}txbxContent", f"{A}blip", f"{M}oMath"))
        chosen = choice if holds or fallback is None else fallback
        _replace(one, list(chosen) if chosen is not None else [])


def _initials(root: etree._Element) -> None:
    """A large first letter stands in a paragraph of its own: it goes back to its word."""
    for one in list(root.iter(f"{W}framePr")):
        paragraph = next(one.iterancestors(f"{W}p"), None)
        if paragraph is None or one.get(f"{W}dropCap") not in ("drop", "margin"):
            continue
        following = paragraph.getnext()
        if following is not None and following.tag == f"{W}p":
            place = 1 if following.find(f"{W}pPr") is not None else 0
            for run in reversed(paragraph.findall(f"{W}r")):
                following.insert(place, run)
            _drop(paragraph)


def _said(part: etree._Element, whole: etree._Element) -> str:
    """What the file says that a picture shows."""
    for one in [*whole.iter(f"{WP}docPr"), *part.iterancestors(f"{V}shape")]:
        if said := (one.get("descr") or one.get("alt") or "").strip():
            return said.removesuffix("Description automatically generated").strip()
    return ""


def _drawing(key: str, said: str) -> etree._Element:
    drawing = etree.Element(f"{W}drawing")
    inline = etree.SubElement(drawing, f"{WP}inline")
    etree.SubElement(inline, f"{WP}docPr").set("descr", said)
    data = etree.SubElement(etree.SubElement(inline, f"{A}graphic"), f"{A}graphicData")
    fill = etree.SubElement(etree.SubElement(data, f"{{{PIC}}}pic"), f"{{{PIC}}}blipFill")
    etree.SubElement(fill, f"{A}blip").set(f"{R}embed", key)
    return drawing


def _run_of(words: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    text.text = words
    return run


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    _replace(
        element,
        [one for one in element if not one.tag.endswith("Pr")] if element.tag != f"{W}rubyBase" else list(element),
    )


def _replace(element: etree._Element, parts: Iterable[etree._Element]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent.remove(element)
    for offset, part in enumerate(parts):
        parent.insert(place + offset, part)
