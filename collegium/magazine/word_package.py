"""A Word file taken apart, safely: sizes are looked at before anything is unpacked, no part may declare entities,
nothing outside of the file is ever opened, and only the few parts that hold words and pictures are read at all.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.utils.translation import gettext as _
from lxml import etree

from collegium.files import kinds

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc files, and of .docx files with a password
PART_MOST = 12 * 1024 * 1024  # bytes of one part of words once unpacked
ELEMENTS_MOST = 300_000  # of one part
MEDIA_MOST = 25 * 1024 * 1024  # bytes of one picture
MEDIA_ALL = 120 * 1024 * 1024  # bytes of all pictures of a file
_STRICT = {  # ISO/IEC 29500 strict: the same names under other addresses
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/picture": b"http://schemas.openxmlformats.org/drawingml/2006/picture",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}  # fmt: skip


class NotTaken(Exception):
    """The file is not taken; the message is one sentence for the editor who sent it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part names by an id: a picture in the file, or an address outside."""

    kind: str
    target: str
    is_outside: bool


@dataclass(slots=True)
class Package:
    """An opened Word file. `relations` belong to the main document."""

    zip: zipfile.ZipFile
    main: str
    relations: dict[str, Relation] = field(default_factory=dict)
    _read: int = 0

    def names_of(self, kind: str) -> list[str]:
        """The parts that the main document names as this kind ("footnotes", "header")."""
        return [one.target for one in self.relations.values() if one.kind == kind and not one.is_outside]

    def tree(self, kind: str) -> etree._Element | None:
        """The first part of this kind, or None."""
        return next((self.parsed(name) for name in self.names_of(kind) if self.has(name)), None)

    def has(self, name: str) -> bool:
        """Whether the file has this part."""
        return name in self.zip.NameToInfo

    def parsed(self, name: str) -> etree._Element:
        """A part as a tree.

        Raises:
            NotTaken: too large, damaged, or with entities of its own.
        """
        data = self._bytes(name, PART_MOST)
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        # A parser for each part: what one part declares never reaches another.
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged() from error
        if root.getroottree().docinfo.doctype:
            raise NotTaken(_("This file holds declarations that no word processor writes. Save it as .docx once more."))
        if sum(1 for _one in root.iter()) > ELEMENTS_MOST:
            raise too_long()
        return root

    def media(self, name: str) -> bytes | None:
        """A picture's bytes; None when it is not there or too large."""
        if not self.has(name) or self.zip.NameToInfo[name].file_size > min(MEDIA_MOST, MEDIA_ALL - self._read):
            return None
        data = self._bytes(name, MEDIA_MOST)
        self._read += len(data)
        return data

    def relations_of(self, part: str) -> dict[str, Relation]:
        """What a part names by ids."""
        folder, _slash, file = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(name):
            return {}
        found: dict[str, Relation] = {}
        for one in self.parsed(name).iter("{*}Relationship"):
            target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
            place = target if outside else posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            found[one.get("Id", "")] = Relation(one.get("Type", "").rpartition("/")[2], place, outside)
        return found

    def _bytes(self, name: str, most: int) -> bytes:
        if self.zip.NameToInfo[name].file_size > most:
            raise too_long()
        try:
            with self.zip.open(name) as part:
                return part.read(most)
        except kinds.ZIP_FAULTS as error:
            raise damaged() from error


def damaged() -> NotTaken:
    """The sentence for what cannot be read."""
    return NotTaken(_("This file is damaged or no Word file. Open it in your word processor and save it as .docx."))


def too_long() -> NotTaken:
    """The sentence for what is too much for one article."""
    return NotTaken(_("This file is too long for one article. Divide it, and send the parts."))


def opened(data: bytes) -> Package:
    """Open a Word file.

    Raises:
        NotTaken: it is none, has a password, is of the old kind, or unpacks to more than any article.
    """
    if data.startswith(OLE):
        raise NotTaken(
            _("This is an old Word file (.doc) or one with a password. Save it as .docx without one, then send it.")
        )
    if data[:4] != b"PK\x03\x04":
        raise NotTaken(_("This is not a Word file. Save it as .docx in your word processor, then send it."))
    try:
        parts = kinds.opened_archive(data)
    except kinds.Damaged as error:
        raise damaged() from error
    except kinds.TooLarge as error:
        raise too_long() from error
    except kinds.HoldsProgram as error:
        raise NotTaken(
            _("This file holds a program (macros). Save it as .docx without macros, then send it.")
        ) from error
    package = Package(parts, "")
    roots = [one.target for one in package.relations_of("").values() if one.kind == "officeDocument"]
    package.main = next((name for name in [*roots, "word/document.xml"] if package.has(name)), "")
    if not package.main:
        raise NotTaken(_("This is not a Word file. Save it as .docx in your word processor, then send it."))
    package.relations = package.relations_of(package.main)
    return package
