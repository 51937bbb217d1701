"""What DataCite and arXiv answer: DOIs of archives of data and preprints, and arXiv numbers, as data of a work.

Sources: DataCite REST API, `GET /dois/{id}` (JSON:API), metadata schema 4.6; arXiv API user's manual, section 3.3
(Atom; what went wrong is an entry named "Error"). XML is read without entities, without a DTD and without the network.
"""

from __future__ import annotations

import re
from typing import Any, Final

from collegium.citations.answers import (
    AUTHORS_MOST,
    Data,
    NotUnderstood,
    Told,
    Unknown,
    filled,
    initials_of,
    plain,
    told_by,
)

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_KINDS = {"Preprint": "preprint", "Book": "book", "BookChapter": "chapter"}
_PRINTED = {"JournalArticle", "ConferencePaper", "DataPaper", "Text", "PeerReview"}  # what has pages
_GROUP = re.compile(r"\b(?:collaboration|consortium|group|team|investigators|network|society)\b", re.I)
_PARTICLE = re.compile(r"(?:[a-z'’]+|Van|Von|De|Della|Di|Al)")


@told_by
def datacite(answer: Any, value: str) -> Told:
    """Read a DOI of DataCite.

    Raises:
        NotUnderstood: the answer has another shape, or is about another DOI.
    """
    row = answer["data"]["attributes"]
    if str(row["doi"]).lower() != value:
        raise ValueError("another DOI")
    general = str((row.get("types") or {}).get("resourceTypeGeneral", ""))
    kind = _KINDS.get(general, "article" if general in _PRINTED else "page")
    held, house = row.get("container") or {}, row.get("publisher")
    house = plain(house.get("name") if isinstance(house, dict) else house, 160)
    pages = "-".join(part for part in (plain(held.get("firstPage"), 20), plain(held.get("lastPage"), 20)) if part)
    year, month, day = _issued(row)
    is_loose = kind == "article"  # in no journal: whoever put it out stands in its place
    data = {
        "type": kind, "title": _title(row.get("titles")).rstrip("."), "authors": _creators(row.get("creators")),
        "journal": house if kind in ("preprint", "page") else plain(held.get("title")) or is_loose * house,
        "year": year, "month": month, "day": day, "volume": plain(held.get("volume"), 20),
        "issue": plain(held.get("issue"), 20), "pages": pages, "ids": {"doi": value},
        "publisher": house if kind in ("book", "chapter") else "",
    }  # fmt: skip
    return Told(filled(data))


def _title(rows: Any) -> str:
    """The title itself: of several, the one that is no subtitle, translation or other title."""
    titles = [plain(one.get("title")) for one in rows or [] if not one.get("titleType")]
    return titles[0] if titles else plain(rows[0].get("title")) if rows else ""


def _creators(rows: Any) -> list[Data]:
    people: list[Data] = []
    for one in (rows or [])[:AUTHORS_MOST]:
        family, given, name = (
            plain(one.get("familyName"), 80),
            plain(one.get("givenName"), 80),
            plain(one.get("name"), 160),
        )
        if not family and one.get("nameType") == "Personal" and ", " in name:
            family, _comma, given = name.partition(", ")
        if family:
            people.append(filled({"family": family, "initials": initials_of(given)}))
        elif name:
            people.append({"name": name})
    return people


def _issued(row: Data) -> tuple[int | None, int | None, int | None]:
    """The day it came out as far as it is told: of the dates the one of issue, else the year of publication."""
    for wanted in ("Issued", "Submitted"):
        for one in row.get("dates") or []:
            match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", str(one.get("date", "")))
            if one.get("dateType") == wanted and match and int(match[2] or 1) in range(1, 13):
                return int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None
    year = re.fullmatch(r"\d{4}", str(row.get("publicationYear", "")))
    return (int(year[0]) if year else None), None, None


def arxiv(body: bytes, value: str) -> Told:
    """Read arXiv's feed about one number.

    Raises:
        Unknown: there is no such preprint.
        NotUnderstood: the answer has another shape, or is about another number.
    """
    return _entry(_feed(body, value), value)


def _feed(body: bytes, value: str) -> Any:
    from lxml import etree  # what only jobs need is read when they need it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise NotUnderstood(f"The answer about {value} is no XML: {error}.") from error
    if root.getroottree().docinfo.doctype or root.tag != f"{_ATOM}feed":
        raise NotUnderstood(f"The answer about {value} is no feed.")
    return root


@told_by
def _entry(root: Any, value: str) -> Told:
    entry = root.find(f"{_ATOM}entry")
    if entry is None or "/abs/" not in (address := _said(entry, "id")):
        raise Unknown(value)
    if re.sub(r"v\d+$", "", address.partition("/abs/")[2]).lower() != value:
        raise ValueError("another number")
    day = re.match(r"(\d{4})-(\d\d)-(\d\d)", _said(entry, "published"))
    names = [plain(_said(one, "name"), 160) for one in entry.findall(f"{_ATOM}author")[:AUTHORS_MOST]]
    data = {
        "type": "preprint", "title": plain(_said(entry, "title")).rstrip("."), "journal": "arXiv",
        "authors": [_named(name) for name in names if name], "url": f"https://arxiv.org/abs/{value}",
        **({"year": int(day[1]), "month": int(day[2]), "day": int(day[3])} if day else {}), "ids": {"arxiv": value},
    }  # fmt: skip
    return Told(filled(data))


def _said(node: Any, name: str) -> str:
    found = node.find(f"{_ATOM}{name}")
    return "".join(found.itertext()) if found is not None else ""


def _named(name: str) -> Data:
    """arXiv tells names as one text: "Amara B. van der Okafor" is "van der Okafor AB"; groups stay whole."""
    words = name.split()
    if len(words) < 2 or _GROUP.search(name):
        return {"name": name}
    first = len(words) - 1
    while first > 1 and _PARTICLE.fullmatch(words[first - 1]):
        first -= 1
    return filled({"family": " ".join(words[first:]), "initials": initials_of(" ".join(words[:first]))})
