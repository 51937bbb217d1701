"""An issue as EPUB 3.3: cover, contents, editor's note, articles in their departments, pictures with what they show.

The same edition gives the same bytes. Who has the teaser of an article gets the teaser here (`edition`).
"""

from __future__ import annotations

import io
import uuid
import zipfile
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import etree
from PIL import Image

from collegium.discussion.bylines import full_name
from collegium.magazine.edition import Edition, Entry, Picture, as_picture, title_of
from collegium.magazine.models import Issue
from collegium.magazine.pdf import cover_png, whose
from collegium.magazine.tree import files_in
from collegium.magazine.xhtml import Writer, as_bytes, name_of, page, tag
from collegium.web.html import without_harm

STYLE = Path(__file__).parent / "typst" / "epub.css"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every part: what a zip can say least


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the book. `title` stands in the contents, under `department` where it has one."""

    name: str
    kind: str
    data: bytes
    title: str = ""
    department: str = ""
    properties: str = ""
    in_order: bool = False


def issue_epub(edition: Edition) -> bytes:
    """The book of an issue.

    Args:
        edition: with an issue.
    """
    with override(edition.language):
        return _packed(_parts(edition), edition)


def _parts(edition: Edition) -> list[Part]:
    issue = edition.issue
    assert issue is not None, "a book is made of an issue"
    cover = _cover(edition)
    parts = [
        Part("cover.xhtml", "application/xhtml+xml", _cover_page(edition), in_order=True),
        Part("title.xhtml", "application/xhtml+xml", _title_page(edition, issue), in_order=True),
    ]
    if issue.note:
        note = _note_page(edition, issue)
        parts.append(Part("note.xhtml", "application/xhtml+xml", note, _("Editor’s note"), in_order=True))
    for department, entries in edition.departments:
        for entry in entries:
            name = f"article-{entry.article.pk}.xhtml"
            data = _article_page(edition, entry)
            parts.append(Part(name, "application/xhtml+xml", data, entry.article.title, department, in_order=True))
    nav = Part("nav.xhtml", "application/xhtml+xml", _nav(edition, parts), properties="nav", in_order=True)
    parts.insert(2, nav)
    parts.append(Part("style.css", "text/css", STYLE.read_bytes()))
    parts.append(Part(f"images/cover.{cover.extension}", cover.kind, cover.data, properties="cover-image"))
    used = _used(edition)
    for key, picture in sorted(edition.pictures.items()):
        if key in used:
            parts.append(Part(f"images/{name_of(key, picture)}", picture.kind, picture.data))
    return parts


def _used(edition: Edition) -> set[int]:
    used = {key for entry in edition.entries for key in files_in(entry.blocks)}
    return used | {entry.article.hero_file for entry in edition.entries if entry.is_full and entry.article.hero_file}


def _cover(edition: Edition) -> Picture:
    picture = Image.open(io.BytesIO(cover_png(edition)))
    picture.load()
    return as_picture(picture.convert("RGB"))


def _cover_page(edition: Edition) -> bytes:
    root, body = page(title_of(edition), edition.language)
    section = tag(body, "section", type_="cover", class_="cover")
    picture = tag(section, "img", src=f"images/cover.{_cover(edition).extension}", role="doc-cover")
    issue = edition.issue
    picture.set("alt", _("Cover: %(title)s") % {"title": issue.title if issue else ""})
    return as_bytes(root)


def _title_page(edition: Edition, issue: Issue) -> bytes:
    root, body = page(title_of(edition), edition.language)
    section = tag(body, "section", type_="titlepage", class_="titlepage")
    tag(section, "h1", edition.society.magazine_name)
    tag(section, "p", issue.title, class_="deck")
    tag(section, "p", f"{issue.date_text} {issue.cover_date.year}")
    number = {"volume": issue.volume, "number": issue.number}
    tag(section, "p", _("Volume %(volume)s, number %(number)s") % number)
    tag(section, "p", edition.society.name)
    address = settings.SITE_URL + f"/magazine/{issue.slug}/"
    tag(tag(section, "p"), "a", address, href=address)
    return as_bytes(root)


def _note_page(edition: Edition, issue: Issue) -> bytes:
    root, body = page(_("Editor’s note"), edition.language)
    section = tag(body, "section", type_="preface", role="doc-preface")
    tag(section, "h1", _("Editor’s note"))
    for words in issue.note_paragraphs:
        tag(section, "p", words)
    if name := issue.note_byline.get("name"):
        office = issue.note_byline.get("office", "")
        tag(section, "p", ", ".join(filter(None, (full_name(issue.note_byline) or name, office))), class_="by")
    return as_bytes(root)


def _article_page(edition: Edition, entry: Entry) -> bytes:
    article = entry.article
    root, body = page(article.title, edition.language)
    made = tag(body, "section", type_="chapter", role="doc-chapter")
    head = tag(made, "header")
    tag(head, "p", article.kicker or article.department.name, class_="kicker")
    tag(head, "h1", article.title)
    if article.deck:
        tag(head, "p", article.deck, class_="deck")
    if entry.names:
        tag(head, "p", _("By %(names)s") % {"names": ", ".join(entry.names)}, class_="by")
    if not entry.is_full:
        gate = tag(made, "p", whose(entry) + " ", class_="gate")
        tag(gate, "a", _("Read it on the site"), href=entry.address)
        return as_bytes(root)
    for tie in entry.ties:
        if tie.is_record:
            line = tag(head, "p", f"{tie.label}: ", class_="record")
            tag(line, "a", tie.article.title, href=settings.SITE_URL + tie.article.get_absolute_url())
    writer = Writer(edition.pictures)
    hero = entry.hero if article.hero_file in edition.pictures else None
    blocks = [*([hero] if hero else []), *entry.blocks]
    writer.write(made, blocks)
    if entry.disclosures:
        foot = tag(made, "footer")
        for said in entry.disclosures:
            tag(tag(foot, "p"), "b", _("Disclosures:")).tail = f" {said}"
    return as_bytes(root)


def _nav(edition: Edition, parts: list[Part]) -> bytes:
    root, body = page(_("Contents"), edition.language)
    nav = tag(body, "nav", type_="toc", role="doc-toc", id="toc")
    tag(nav, "h1", _("Contents"))
    listed = tag(nav, "ol")
    inner, now = listed, ""
    for part in parts:
        if not part.title:
            continue
        if not part.department:
            inner, now = listed, ""
        elif part.department != now:
            item = tag(listed, "li")
            tag(item, "span", part.department)
            inner, now = tag(item, "ol"), part.department
        tag(tag(inner, "li"), "a", part.title, href=part.name)
    marks = tag(body, "nav", type_="landmarks", id="landmarks", hidden="hidden")
    tag(marks, "h2", _("Places"))
    places = tag(marks, "ol")
    first = next((part.name for part in parts if part.department), "title.xhtml")
    for kind, label, name in (
        ("cover", _("Cover"), "cover.xhtml"), ("toc", _("Contents"), "nav.xhtml"), ("bodymatter", _("Articles"), first),
    ):  # fmt: skip
        tag(tag(places, "li"), "a", label, href=name, type_=kind)
    return as_bytes(root)


def _package(parts: list[Part], edition: Edition) -> bytes:
    root = etree.Element(f"{{{OPF}}}package", nsmap={None: OPF, "dc": DC})
    root.attrib.update({"version": "3.0", "unique-identifier": "id"})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", edition.language)
    _metadata(etree.SubElement(root, f"{{{OPF}}}metadata"), edition)
    manifest = etree.SubElement(root, f"{{{OPF}}}manifest")
    spine = etree.SubElement(root, f"{{{OPF}}}spine")
    for number, part in enumerate(parts, 1):
        item = etree.SubElement(manifest, f"{{{OPF}}}item")
        item.attrib.update({"id": f"p{number}", "href": part.name, "media-type": part.kind})
        if part.properties:
            item.set("properties", part.properties)
        if part.in_order:
            etree.SubElement(spine, f"{{{OPF}}}itemref").set("idref", f"p{number}")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(root, encoding="utf-8", pretty_print=True)


def _metadata(parent: etree._Element, edition: Edition) -> None:
    issue = edition.issue
    address = f"{settings.SITE_URL}/magazine/{issue.slug}/" if issue else settings.SITE_URL
    names = [full_name(line) for entry in edition.entries for line in entry.article.bylines if line.get("name")]
    title = title_of(edition) + (f": {issue.title}" if issue else "")
    told = [
        ("identifier", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, address)}"), ("title", title),
        ("language", edition.language), ("publisher", edition.society.name),
        ("date", f"{issue.cover_date:%Y-%m-%d}" if issue else ""), ("source", address),
        *[("creator", name) for name in dict.fromkeys(names)],
    ]  # fmt: skip
    for name, text in told:
        if text:
            made = etree.SubElement(parent, f"{{{DC}}}{name}")
            made.text = without_harm(text)
            if name == "identifier":
                made.set("id", "id")
    has_pictures = bool(_used(edition))
    facts = [("dcterms:modified", f"{edition.changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")]
    facts += [
        ("schema:accessMode", "textual"),
        ("schema:accessMode", "visual"),
        ("schema:accessModeSufficient", "textual"),
    ]
    facts += [
        ("schema:accessibilityFeature", one) for one in ("structuralNavigation", "tableOfContents", "readingOrder")
    ]
    facts += [("schema:accessibilityFeature", "alternativeText")] if has_pictures else []
    facts += [("schema:accessibilityHazard", "none")]
    facts += [("schema:accessibilitySummary", _(
        "Headings, lists, tables with header cells and notes are marked as such; "
        "pictures are described where they say something."
    ))]  # fmt: skip
    for name, text in facts:
        made = etree.SubElement(parent, f"{{{OPF}}}meta", property=name)
        made.text = without_harm(text)


def _packed(parts: list[Part], edition: Edition) -> bytes:
    files = [("META-INF/container.xml", CONTAINER), ("EPUB/package.opf", _package(parts, edition))]
    files += [(f"EPUB/{part.name}", part.data) for part in parts]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype", FIRST_DAY), b"application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files:
            is_packed = name.endswith((".png", ".jpg"))
            book.writestr(
                zipfile.ZipInfo(name, FIRST_DAY), data, zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED, 6
            )
    return out.getvalue()
