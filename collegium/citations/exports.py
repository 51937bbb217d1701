"""Works in the two forms that reference managers read: RIS and BibTeX.

Sources: RIS format specification (Research Information Systems, 2001, with the tags that Zotero and EndNote read);
BibTeX's entry types (Patashnik, "BibTeXing", 1988). What is known of an entry by its author's words only goes along as
a note.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from collegium.citations.entries import Entry
from collegium.citations.formatting import full_pages, title_of
from collegium.citations.identifiers import of_key
from collegium.citations.models import Work
from collegium.citations.references import taken_apart, works_of
from collegium.web import html

Data = dict[str, Any]
_RIS = {
    "article": "JOUR",
    "preprint": "UNPB",
    "trial": "DATA",
    "book": "BOOK",
    "chapter": "CHAP",
    "page": "ELEC",
    "post": "BLOG",
}
_BIB = {"article": "article", "book": "book", "chapter": "incollection"}
_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def works_in(body: str) -> list[Data]:
    """The references of a stored body in order, each as data (`Work.data`) with at least `ids`, `url` or `note`."""
    found = list(taken_apart(body).entries.values()) if body else []
    works = works_of(entry.about for entry in found)
    return [_data(entry, works.get(entry.about)) for entry in found]


def _data(entry: Entry, work: Work | None) -> Data:
    own = of_key(entry.about)
    if work is not None and work.data.get("title"):
        data = work.known()
    elif own is not None:
        data = {"ids": {own.scheme: own.value}}
    else:
        data = {}
    said = {"note": " ".join(html.to_text(entry.words).split())} if entry.words and not data.get("title") else {}
    standing = {"standing": work.standing} if work and work.standing else {}
    return {**data, **said, **standing, **({"url": own.address} if own else {})}


def ris(works: Iterable[Data]) -> str:
    """One RIS file."""
    return "".join(_ris(data) for data in works)


def _ris(data: Data) -> str:
    pages = full_pages(str(data.get("pages", ""))).partition("-")
    names = [*(("AU", one) for one in data.get("authors", ())), *(("A2", one) for one in data.get("editors", ()))]
    lines = [
        ("TY", _RIS.get(data.get("type", ""), "JOUR" if data.get("ids") else "GEN")), ("TI", title_of(data)),
        *((tag, _name(one, ", ")) for tag, one in names), ("PY", data.get("year")), ("DA", _ris_day(data)),
        ("T2", data.get("journal") or data.get("short")), ("J2", data.get("short")), ("VL", data.get("volume")),
        ("IS", data.get("issue")), ("SP", pages[0]), ("EP", pages[2]), ("PB", data.get("publisher")),
        ("CY", data.get("place")), ("ET", data.get("edition")), ("DO", data.get("ids", {}).get("doi")),
        ("AN", _accession(data)), ("UR", data.get("url")), ("N1", data.get("note")), ("N1", _standing(data)),
    ]  # fmt: skip
    body = "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value)
    return f"{body}ER  - \r\n\r\n"


def _line(value: Any) -> str:
    return " ".join(str(value).split())


def _name(one: Data, between: str) -> str:
    return str(one.get("name") or between.join(part for part in (one.get("family"), one.get("initials")) if part))


def _ris_day(data: Data) -> str:
    if not (data.get("year") and data.get("month")):
        return ""
    return (
        f"{data['year']}/{data['month']:02d}/{data['day']:02d}/"
        if data.get("day")
        else f"{data['year']}/{data['month']:02d}//"
    )


def _accession(data: Data) -> str:
    ids = data.get("ids", {})
    return str(ids.get("pmid") or ids.get("nct") or "")


def _standing(data: Data) -> str:
    return {"retracted": "Retracted", "concern": "Expression of concern"}.get(data.get("standing", ""), "")


def bibtex(works: Iterable[Data]) -> str:
    """One BibTeX file; no two entries have the same name."""
    taken: dict[str, int] = {}
    return "\n".join(_bib(data, taken) for data in works)


def _bib(data: Data, taken: dict[str, int]) -> str:
    kind, ids = _BIB.get(data.get("type", ""), "misc"), data.get("ids", {})
    where = "booktitle" if kind == "incollection" else "journal" if kind == "article" else "howpublished"
    fields = [
        ("author", " and ".join(_bib_name(one) for one in data.get("authors", ()))),
        ("editor", " and ".join(_bib_name(one) for one in data.get("editors", ()))),
        ("title", title_of(data)), (where, data.get("journal") or data.get("short")), ("year", data.get("year")),
        ("volume", data.get("volume")), ("number", data.get("issue")),
        ("pages", full_pages(str(data.get("pages", ""))).replace("-", "--")), ("publisher", data.get("publisher")),
        ("address", data.get("place")), ("edition", data.get("edition")), ("doi", ids.get("doi")),
        ("pmid", ids.get("pmid")), ("url", data.get("url")), ("note", data.get("note") or _standing(data)),
    ]  # fmt: skip
    raw = ("author", "editor")
    said = [(name, value if name in raw else _tex(value)) for name, value in fields if value]
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in said)
    return f"@{kind}{{{_bib_key(data, taken)},\n{body}}}\n"


def _bib_name(one: Data) -> str:
    if one.get("name"):
        return f"{{{_tex(one['name'])}}}"
    initials = " ".join(f"{letter}." for letter in one.get("initials", ""))
    return _tex(f"{one.get('family', '')}, {initials}".rstrip(", "))


def _tex(value: Any) -> str:
    text = "".join(_TEX.get(char, char) for char in _line(value))
    return re.sub(r"(?<!\\)([&%$#_])", r"\\\1", text)


def _bib_key(data: Data, taken: dict[str, int]) -> str:
    first: Data = next(iter(data.get("authors", ())), {})
    name = unicodedata.normalize("NFKD", str(first.get("family") or first.get("name") or "reference"))
    base = re.sub(r"[^a-z0-9]", "", name.encode("ascii", "ignore").decode().lower())[:20] or "reference"
    base += str(data.get("year", ""))
    taken[base] = taken.get(base, 0) + 1
    return base if taken[base] == 1 else f"{base}-{taken[base]}"
