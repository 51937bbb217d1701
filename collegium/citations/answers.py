"""What registers answer, as data of a work (`Work.data`). What is missing or odd is left out.

Sources: NCBI E-utilities, ESummary 0.3; Crossref REST API, works; ClinicalTrials.gov API 2. A browser never sees an
answer: only the fields named here are taken, as plain text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from collegium.citations.formatting import day_of
from collegium.citations.identifiers import find
from collegium.citations.models import Work
from collegium.web.lines import one_line

Data = dict[str, Any]
AUTHORS_MOST = 500
_TAG = re.compile(r"<[^<>]*>")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPES = {
    "posted-content": "preprint", "book": "book", "monograph": "book", "edited-book": "book", "reference-book": "book",
    "book-chapter": "chapter", "reference-entry": "chapter",
}  # fmt: skip


class NotUnderstood(Exception):
    """An answer that is not what its register says it sends."""


class Unknown(Exception):
    """The register does not know this identifier."""


@dataclass(slots=True)
class Told:
    """What a register says of a work."""

    data: Data = field(default_factory=dict)
    standing: str = ""
    standing_at: str = ""
    notice: Data = field(default_factory=dict)


def told_by(read: Callable[[Any, str], Told]) -> Callable[[Any, str], Told]:
    """An answer of another shape than its register's is one sentence, whatever is wrong with it."""

    def reading(answer: Any, value: str) -> Told:
        try:
            return read(answer, value)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise NotUnderstood(f"The answer about {value} is not what its register sends: {error!r}") from error

    return reading


def plain(value: Any, most: int = 400) -> str:
    """Plain text on one line: no markup, no entities, no control characters."""
    return one_line(html.unescape(_TAG.sub("", html.unescape(str(value or "")))))[:most].strip()


def filled(data: Data) -> Data:
    """Without what holds nothing."""
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


@told_by
def pubmed(answer: Any, value: str) -> Told:
    """Read an ESummary (db=pubmed, retmode=json).

    Args:
        answer: the JSON as it came.
        value: the PMID that was asked for.

    Raises:
        Unknown: it is no PMID. PubMed says so within an answer 200.
        NotUnderstood: the answer has another shape.
    """
    row = answer["result"][value]
    if "error" in row:
        raise Unknown(value)
    year, month, day = _free_date(row.get("pubdate", ""))
    authors = [_pubmed_author(one) for one in row.get("authors", [])[:AUTHORS_MOST]]
    is_preprint = "Preprint" in row.get("pubtype", [])
    data = {
        "type": "preprint" if is_preprint else "article", "title": plain(row.get("title")).rstrip("."),
        "authors": [one for one in authors if one], "journal": plain(row.get("fulljournalname")),
        "short": plain(row.get("source")), "year": year, "month": month, "day": day,
        "volume": plain(row.get("volume"), 20), "issue": plain(row.get("issue"), 20),
        "pages": plain(row.get("pages"), 40), "ids": _pubmed_ids(row, value),
    }  # fmt: skip
    told = Told(filled(data))
    for note in row.get("references", []):
        kind = str(note.get("reftype", "")).lower()
        if kind in ("retraction in", "expression of concern in"):
            told.standing = "retracted" if kind.startswith("retraction") else "concern"
            told.notice = filled({"source": plain(note.get("refsource"), 200), "pmid": _pmid(note.get("pmid"))})
            told.standing_at = _day_of_source(told.notice.get("source", ""))
            if told.standing == "retracted":
                break
    if "Retracted Publication" in row.get("pubtype", []):
        told.standing = "retracted"
    return told


def _pmid(value: Any) -> str:
    return str(value) if re.fullmatch(r"[1-9]\d{0,7}", str(value)) else ""


def _pubmed_author(one: Data) -> Data:
    name = plain(one.get("name"), 120)
    if one.get("authtype") == "CollectiveName":
        return {"name": name}
    family, _space, initials = name.rpartition(" ")
    is_initials = re.fullmatch(r"[^\W\d_a-z]{1,4}", initials) is not None
    return {"family": family, "initials": initials} if family and is_initials else {"family": name} if name else {}


def _pubmed_ids(row: Data, value: str) -> Data:
    ids = {"pmid": value}
    for one in row.get("articleids", []):
        kind, text = one.get("idtype"), str(one.get("value", ""))
        found = find(text) if kind in ("doi", "pmc") else []
        if found and found[0].scheme in ("doi", "pmcid"):
            ids[found[0].scheme] = found[0].value
    return ids


def _free_date(text: str) -> tuple[int | None, int | None, int | None]:
    """PubMed's free text: "2011 Jan 20", "2011 Jan-Feb", "2010 Winter", "2009"."""
    match = re.match(r"\s*(\d{4})(?:\s+([A-Za-z]{3})[a-z]*(?![\w-])(?:\s+(\d{1,2})(?!\d))?)?", text)
    if not match:
        return None, None, None
    month = _MONTHS.index(match[2].lower()) + 1 if match[2] and match[2].lower() in _MONTHS else None
    return int(match[1]), month, int(match[3]) if month and match[3] else None


def _day_of_source(source: str) -> str:
    """The day in a line such as "J Imag Oncol. 2011 Jan 20;29(3):235-7"."""
    match = re.search(r"\. (\d{4}[^;:]*)", source)
    year, month, day = _free_date(match[1]) if match else (None, None, None)
    return day_of({"year": year, "month": month, "day": day}) if year else ""


@told_by
def crossref(answer: Any, value: str) -> Told:
    """Read a work of Crossref. What became of it stands in others' records: `crossref_notices`.

    Raises:
        NotUnderstood: the answer has another shape, or is about another work.
    """
    row = answer["message"]
    if str(row["DOI"]).lower() != value:
        raise ValueError("another DOI")
    dates = row.get("published-print") or row.get("published") or row.get("issued") or row.get("published-online") or {}
    year, month, day = _parts(dates)
    kind = _TYPES.get(row.get("type", ""), "article")
    where = _first(row.get("container-title")) or (plain(_institution(row)) if kind == "preprint" else "")
    data = {
        "type": kind, "title": _first(row.get("title")).rstrip("."), "journal": where,
        "authors": _people(row.get("author")), "editors": _people(row.get("editor")),
        "short": _first(row.get("short-container-title")), "year": year, "month": month, "day": day,
        "volume": plain(row.get("volume"), 20), "issue": plain(row.get("issue"), 20),
        "pages": plain(row.get("page"), 40) or plain(row.get("article-number"), 40),
        "publisher": plain(row.get("publisher"), 160), "edition": plain(row.get("edition-number"), 20),
        "place": plain(row.get("publisher-location"), 80),
        "ids": filled({"doi": value, "nct": _trial_of(row)}),
    }  # fmt: skip
    return Told(filled(data))


def _first(values: Any) -> str:
    return plain(values[0]) if isinstance(values, list) and values else ""


def _institution(row: Data) -> str:
    found = row.get("institution")
    one = found[0] if isinstance(found, list) and found else found
    return str(one.get("name", "")) if isinstance(one, dict) else ""


def _people(rows: Any) -> list[Data]:
    people = []
    for one in (rows or [])[:AUTHORS_MOST]:
        family, given = plain(one.get("family"), 80), plain(one.get("given"), 80)
        if family:
            people.append(filled({"family": family, "initials": initials_of(given)}))
        elif name := plain(one.get("name"), 160):
            people.append({"name": name})
    return people


def initials_of(given: str) -> str:
    """The initials of given names as NLM prints them: "Amara B." is "AB", "Jean-Luc" is "JL"."""
    return "".join(part[0] for part in re.split(r"[\s.\-‐]+", given) if part and part[0].isalpha()).upper()[:4]


def _parts(dates: Data) -> tuple[int | None, int | None, int | None]:
    numbers = [int(part) for part in (dates.get("date-parts") or [[]])[0] if part is not None]
    year, month, day = [*numbers, None, None, None][:3]
    if year is None or not 1500 <= year <= 2200 or not (month is None or 1 <= month <= 12):
        return (year if year and 1500 <= year <= 2200 else None), None, None
    return year, month, day if day is None or 1 <= day <= 31 else None


def _trial_of(row: Data) -> str:
    for one in row.get("clinical-trial-number", []):
        for found in find(str(one.get("clinical-trial-number", ""))):
            if found.scheme == "nct":
                return found.value
    return ""


@told_by
def crossref_notices(answer: Any, value: str) -> Told:
    """Read the records that update a DOI (`filter=updates:`): retractions before expressions of concern."""
    told = Told()
    for row in answer["message"]["items"]:
        for update in row.get("update-to", []):
            kind = str(update.get("type", "")).replace("_", " ").replace("-", " ").lower()
            standing = {"retraction": "retracted", "withdrawal": "retracted", "removal": "retracted",
                        "expression of concern": "concern"}.get(kind, "")  # fmt: skip
            if not standing or str(update.get("DOI", "")).lower() != value or told.standing == "retracted":
                continue
            year, month, day = _parts(update.get("updated", {}) or row.get("issued", {}))
            told.standing = standing
            told.standing_at = day_of({"year": year, "month": month, "day": day}) if year else ""
            found = [one.value for one in find(str(row.get("DOI", ""))) if one.scheme == "doi"]
            told.notice = {"doi": found[0]} if found else {}
    return told


@told_by
def trials(answer: Any, value: str) -> Told:
    """Read a study of ClinicalTrials.gov, alone or as the only one of a list.

    Raises:
        Unknown: there is no such study.
        NotUnderstood: the answer has another shape, or is about another study.
    """
    if "studies" in answer and not answer["studies"]:
        raise Unknown(value)
    parts = (answer["studies"][0] if "studies" in answer else answer)["protocolSection"]
    names, status = parts["identificationModule"], parts.get("statusModule", {})
    if names["nctId"] != value:
        raise ValueError("another study")
    sponsor = plain(parts.get("sponsorCollaboratorsModule", {}).get("leadSponsor", {}).get("name"), 160)
    data = {
        "type": "trial", "title": plain(names.get("briefTitle")), "authors": [{"name": sponsor}] if sponsor else [],
        "updated": _iso(status.get("lastUpdatePostDateStruct", {}).get("date")),
        "state": plain(status.get("overallStatus"), 40), "year": _year(status.get("startDateStruct", {}).get("date")),
        "ids": {"nct": value},
    }  # fmt: skip
    return Told(filled(data))


def _iso(text: Any) -> str:
    try:
        return date.fromisoformat(str(text)).isoformat()
    except ValueError:
        return ""


def _year(text: Any) -> int | None:
    match = re.match(r"(\d{4})", str(text or ""))
    return int(match[1]) if match else None


@told_by
def pmid_of(answer: Any, value: str) -> Told:
    """Read PMC's ID converter: only the PMID and DOI of a PMCID.

    Raises:
        Unknown: it is no PMCID.
    """
    row = answer["records"][0]
    if row.get("status") == "error":
        raise Unknown(value)
    ids = {scheme: found.value for scheme in ("doi",) for found in find(str(row.get(scheme, "")))}
    return Told({"ids": {"pmcid": value, **ids, **({"pmid": pmid} if (pmid := _pmid(row.get("pmid"))) else {})}})


def into(work: Work, told: Told, source: str) -> None:
    """Set what a register said of a work (not saved). What was entered by hand stays; no standing is taken away."""
    if work.source != Work.Source.HAND and told.data.get("title"):
        work.data, work.source = told.data, source
    if told.standing:
        work.standing, work.standing_at, work.notice = told.standing, told.standing_at, told.notice
