"""Articles as JATS XML (NISO Z39.96-2021, version 1.3, Journal Publishing), for archives and indexes.

What the reader does not have in full is not in it. Elements stand in the order that the standard's content models give.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from lxml import etree

from collegium.audience.reader import VISITOR, Reader
from collegium.magazine.edition import Edition, Entry
from collegium.magazine.jats_body import Body
from collegium.magazine.orcids import orcids_of
from collegium.magazine.types import RELATIONS
from collegium.web.html import without_harm

XLINK = "http://www.w3.org/1999/xlink"
ALI = "http://www.niso.org/schemas/ali/1.0/"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
HREF = f"{{{XLINK}}}href"


def article_jats(edition: Edition, entry: Entry) -> bytes:
    """One article as an XML document."""
    root = etree.Element("article", nsmap={"xlink": XLINK, "ali": ALI})
    root.set("article-type", entry.article.is_a.jats)
    root.set("dtd-version", "1.3")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", edition.language)
    front = etree.SubElement(root, "front")
    _journal(etree.SubElement(front, "journal-meta"), edition)
    _article(etree.SubElement(front, "article-meta"), edition, entry)
    body = Body(edition.pictures)
    body.write(root, entry)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8")


def issue_jats(edition: Edition) -> bytes:
    """All articles of an edition that are there in full, with their pictures, as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        for entry in edition.entries:
            if not entry.is_full:
                continue
            _put(folder, f"{entry.article.slug}.xml", article_jats(edition, entry))
        for key, picture in sorted(edition.pictures.items()):
            _put(folder, f"picture-{key}.{picture.extension}", picture.data)
    return out.getvalue()


def _put(folder: zipfile.ZipFile, name: str, data: bytes) -> None:
    folder.writestr(zipfile.ZipInfo(name, FIRST_DAY), data, zipfile.ZIP_DEFLATED, 6)


def _say(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, tag)
    for key, value in attributes.items():
        made.set(key.replace("_", "-"), value)
    made.text = without_harm(text)
    return made


def _journal(meta: etree._Element, edition: Edition) -> None:
    society = edition.society
    _say(
        meta,
        "journal-id",
        re.sub(r"\W+", "-", society.magazine_name.lower()).strip("-"),
        journal_id_type="publisher-id",
    )
    _say(etree.SubElement(meta, "journal-title-group"), "journal-title", society.magazine_name)
    for kind, number in (("print", society.issn_print), ("electronic", society.issn_electronic)):
        if number:
            _say(meta, "issn", number, publication_format=kind)
    if society.issn_linking:
        _say(meta, "issn-l", society.issn_linking)
    _say(etree.SubElement(meta, "publisher"), "publisher-name", society.name)


def _article(meta: etree._Element, edition: Edition, entry: Entry) -> None:
    article, issue = entry.article, edition.issue
    _say(meta, "article-id", str(article.pk), pub_id_type="publisher-id")
    groups = etree.SubElement(meta, "article-categories")
    _say(etree.SubElement(groups, "subj-group", {"subj-group-type": "heading"}), "subject", article.department.name)
    titles = etree.SubElement(meta, "title-group")
    _say(titles, "article-title", article.title)
    _contributors(meta, entry, edition.reader)
    published = article.published_at or timezone.now()
    _date(etree.SubElement(meta, "pub-date", {"date-type": "pub", "publication-format": "electronic"}), published)
    if issue:
        _say(meta, "volume", str(issue.volume))
        _say(meta, "issue", str(issue.number))
        _say(meta, "issue-title", issue.title)
    if pages := re.fullmatch(r"\s*(\w+)\s*(?:[-–]\s*(\w+))?\s*", article.pages):
        _say(meta, "fpage", pages[1])
        _say(meta, "lpage", pages[2] or pages[1])
    permissions = etree.SubElement(meta, "permissions")
    _say(permissions, "copyright-year", str(timezone.localtime(published).year))
    _say(permissions, "copyright-holder", edition.society.name)
    if VISITOR.may_read(article):
        etree.SubElement(permissions, f"{{{ALI}}}free_to_read")
    etree.SubElement(meta, "self-uri", {HREF: entry.address})
    _related(meta, entry)
    if article.deck:
        _say(etree.SubElement(meta, "abstract"), "p", article.deck)
    if subjects := list(article.subjects.all()):
        words = etree.SubElement(meta, "kwd-group", {"kwd-group-type": "author"})
        for subject in subjects:
            _say(words, "kwd", subject.name)


def _date(parent: etree._Element, moment: datetime) -> None:
    day = timezone.localtime(moment)
    parent.set("iso-8601-date", f"{day:%Y-%m-%d}")
    for tag, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        _say(parent, tag, str(number))


def _contributors(meta: etree._Element, entry: Entry, reader: Reader) -> None:
    lines = [line for line in entry.article.bylines if line.get("name")]
    if not lines:
        return
    people = {person.handle: person for person in entry.article.authors.all()}
    group, orcids = etree.SubElement(meta, "contrib-group"), orcids_of(people.values(), reader)
    for line in lines:
        contrib = etree.SubElement(group, "contrib", {"contrib-type": "author"})
        if orcid := orcids.get(line.get("handle", "")):
            address = f"https://orcid.org/{orcid}"
            _say(contrib, "contrib-id", address, contrib_id_type="orcid", authenticated="true")
        _contributor(contrib, line, people.get(line.get("handle")))
    if entry.disclosures:
        notes = etree.SubElement(meta, "author-notes")
        for said in entry.disclosures:
            _say(etree.SubElement(notes, "fn", {"fn-type": "coi-statement"}), "p", said)


def _contributor(contrib: etree._Element, line: dict[str, Any], person: Any) -> None:
    if person is not None and f"{person.given_name} {person.family_name}" == line["name"]:
        name = etree.SubElement(contrib, "name")
        _say(name, "surname", person.family_name)
        _say(name, "given-names", person.given_name)
    else:
        _say(etree.SubElement(contrib, "name-alternatives"), "string-name", line["name"])
    if line.get("credentials"):
        _say(contrib, "degrees", line["credentials"])
    if line.get("office"):
        _say(contrib, "role", line["office"])
    if line.get("affiliation"):
        _say(etree.SubElement(contrib, "aff"), "institution", line["affiliation"])


def _related(meta: etree._Element, entry: Entry) -> None:
    """Corrections and what they correct, with the values of the standard; both ways."""
    for number, tie in enumerate(entry.ties, 1):
        kind = RELATIONS[tie.kind].inverse if tie.is_told else tie.kind
        made = etree.SubElement(meta, "related-article", {
            "related-article-type": kind, "id": f"ra{number}", "ext-link-type": "uri",
            HREF: settings.SITE_URL + tie.article.get_absolute_url(),
        })  # fmt: skip
        made.text = without_harm(tie.article.title)
