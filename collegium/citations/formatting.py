"""References as printed, from a work's data, in the two styles of the field.

Sources: AMA Manual of Style, 11th edition, chapter 3; NLM, "Citing Medicine", 2nd edition ("Vancouver"). Both are
English, whatever the page's language. A title keeps the capitals of its register: names in it cannot be told from other
words; only trials' titles, which ClinicalTrials.gov capitalizes throughout, are set as sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup, escape

Data = dict[str, Any]
Run = tuple[str, bool]  # words, and whether they are in italics
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# Names in the titles of trials; everything else that is not all capitals begins small within a sentence.
_NAMES = frozenset([
    "Hodgkin", "Hodgkin's", "Burkitt", "Ewing", "Ewing's", "Kaposi", "Wilms", "Merkel", "Paget", "Barrett",
    "Barrett's", "Lynch", "Gleason", "Waldenström", "Philadelphia", "Epstein", "Barr", "Helicobacter", "Alzheimer",
    "Alzheimer's", "Parkinson", "Parkinson's", "Crohn", "Crohn's", "Langerhans", "Sézary", "Fanconi", "Cushing",
    "Bayesian", "Gram", "Medicare", "Medicaid", "Africa", "African", "America", "American", "Asia", "Asian",
    "Australia", "Canada", "Canadian", "China", "Chinese", "Europe", "European", "France", "French", "Germany",
    "German", "India", "Indian", "Italy", "Italian", "Japan", "Japanese", "Korea", "Korean", "Latin", "Mexico",
    "Spain", "Spanish", "UK", "USA", "I", "II", "III", "IV",
])  # fmt: skip
_RETRACTED_TITLE = re.compile(r"^\s*(?:retracted(?: article)?|withdrawn)\s*:\s*", re.I)


@dataclass(frozen=True, slots=True)
class Printed:
    """A reference as printed, without its number."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Plain text."""
        return "".join(words for words, _italic in self.runs)

    @property
    def html(self) -> Markup:
        """Safe HTML: words are escaped, what is in italics is `em`."""
        return Markup("").join(
            Markup("<em>{}</em>").format(words) if italic else escape(words) for words, italic in self.runs
        )


def printed(data: Data, style: str, *, notice: Data | None = None, accessed: date | None = None) -> Printed:
    """A reference from the data of a work (`Work.data`).

    Args:
        data: what is known; without a title there is nothing to print.
        style: "ama" or "vancouver".
        notice: where it was retracted: {"source": "J Imag Oncol. 2010;13:e7"}.
        accessed: the day pages and trials were looked at.
    """
    ways: dict[str, tuple[Callable[..., list[Run]], Callable[..., list[Run]]]] = {
        "trial": (_ama_trial, _nlm_trial), "book": (_ama_book, _nlm_book), "chapter": (_ama_chapter, _nlm_chapter),
        "page": (_ama_page, _nlm_page), "post": (_ama_page, _nlm_page),
    }  # fmt: skip
    ama, nlm = ways.get(data.get("type", ""), (_ama_article, _nlm_article))
    runs = (nlm if style == "vancouver" else ama)(data, notice or {}, accessed)
    return Printed(tuple(run for run in runs if run[0]))


# Pieces of both styles


def names_of(people: Iterable[Data]) -> tuple[list[str], list[str]]:
    """The names of persons as "Okafor AB", and those of groups."""
    rows = list(people)
    persons = [f"{one['family']} {one.get('initials', '')}".strip() for one in rows if one.get("family")]
    return persons, [str(one["name"]) for one in rows if one.get("name")]


def _authors(data: Data, style: str) -> str:
    """AMA: all up to six, of seven or more the first three; NLM: the first six."""
    persons, groups = names_of(data.get("authors", ()))
    most, shown = (6, 3) if style == "ama" else (6, 6)
    if len(persons) > most:
        line = ", ".join(persons[:shown]) + ", et al"
        groups = groups if style == "ama" else []
    else:
        line = ", ".join(persons)
    return _stop("; ".join(part for part in (line, *groups) if part))


def _stop(text: str) -> str:
    """The text with one final stop and a space, or ""."""
    text = text.strip()
    return "" if not text else f"{text} " if text[-1] in ".?!" else f"{text}. "


def title_of(data: Data) -> str:
    """The title without what a register puts in front when it was retracted."""
    return _RETRACTED_TITLE.sub("", str(data.get("title", ""))).strip().rstrip(".")


def as_sentence(title: str) -> str:
    """A title that is capitalized throughout as a sentence; others as they are."""
    words = title.split()
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    if not long or sum(word[0].isupper() for word in long) < 0.6 * len(long):
        return title
    return " ".join([words[0], *(_small(word) for word in words[1:])])


def _small(word: str) -> str:
    bare = word.strip("(),:;“”\"'")
    is_plain = re.fullmatch(r"[A-Z][a-z'’]*(?:-[A-Za-z][a-z'’]*)*", bare) is not None
    return word.lower() if is_plain and bare not in _NAMES else word


def full_pages(pages: str) -> str:
    """260-71 as AMA prints it: 260-271."""
    match = re.fullmatch(r"(\D*)(\d+)[-–](\d+)", pages.strip())
    if not match or len(match[3]) >= len(match[2]):
        return pages.strip().replace("–", "-")
    return f"{match[1]}{match[2]}-{match[1]}{match[2][: len(match[2]) - len(match[3])]}{match[3]}"


def short_pages(pages: str) -> str:
    """260-271 as NLM prints it: 260-71."""
    match = re.fullmatch(r"(\d+)-(\d+)", full_pages(pages))
    if not match or len(match[1]) != len(match[2]):
        return full_pages(pages)
    first, last = match.groups()
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(first) - 1)
    return f"{first}-{last[same:]}"


def _place(data: Data, pages: str) -> str:
    """Volume, issue and pages: ";29(3):260-271"."""
    issue = f"({data['issue']})" if data.get("issue") else ""
    where = f"{data.get('volume', '')}{issue}"
    return (f";{where}" if where else "") + (f":{pages}" if pages else "")


def _journal(data: Data) -> str:
    return str(data.get("short") or data.get("journal") or "")


def _long_day(text: str) -> str:
    """2011-01-15 as January 15, 2011; a month or a year as far as it goes."""
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return str(year)
    month = _MONTHS[rest[0] - 1]
    return f"{month} {rest[1]}, {year}" if len(rest) > 1 else f"{month} {year}"


def _short_day(text: str) -> str:
    """2011-01-15 as 2011 Jan 15."""
    year, *rest = text.split("-")
    month = [_MONTHS[int(rest[0]) - 1][:3]] if rest else []
    return " ".join([year, *month, *([str(int(rest[1]))] if len(rest) > 1 else [])])


def day_of(data: Data) -> str:
    """The day of publication as far as it is known: "2011-01-20", "2011-01", "2011" or ""."""
    parts = [data.get("year"), data.get("month"), data.get("day")]
    known = parts[: parts.index(None)] if None in parts else parts
    return "-".join([str(known[0]), *(f"{part:02d}" for part in known[1:])]) if known else ""


def _doi(data: Data) -> str:
    return str(data.get("ids", {}).get("doi", ""))


def _notice(notice: Data, word: str, *, is_italic: bool) -> list[Run]:
    """Where it was retracted: "Retracted in: J. 2010;13:e7. ", the journal's name in italics in AMA's style."""
    source = str(notice.get("source", "")).strip().rstrip(".")
    if not source:
        return []
    journal, _dot, rest = source.partition(". ")
    return [(f"{word}: ", False), (journal, is_italic), (f". {rest}. " if rest else ". ", False)]


# AMA, 11th edition


def _ama_article(data: Data, notice: Data, accessed: date | None) -> list[Run]:
    head = _authors(data, "ama") + _stop(title_of(data))
    if data.get("type") == "preprint":
        posted = f"Preprint posted online {_long_day(day)}. " if (day := day_of(data)) else "Preprint. "
        runs = [(head, False), (_journal(data), True), (". " if _journal(data) else "", False), (posted, False)]
    else:
        when = f"{data.get('year', '')}{_place(data, full_pages(str(data.get('pages', ''))))}"
        runs = [(head, False), (_journal(data), True), (". " if _journal(data) else "", False), (_stop(when), False)]
    doi = _doi(data)
    end = f"doi:{doi}" if doi else _looked_at(accessed) + data["url"] if data.get("url") else ""
    return _closed([*runs, *_notice(notice, "Retracted in", is_italic=True), (end, False)])


def _closed(runs: list[Run]) -> list[Run]:
    """Without a space at the end."""
    while runs and not runs[-1][0].strip():
        runs = runs[:-1]
    return [*runs[:-1], (runs[-1][0].rstrip(), runs[-1][1])] if runs else runs


def _ama_trial(data: Data, _notice: Data, accessed: date | None) -> list[Run]:
    number = data.get("ids", {}).get("nct", "")
    updated = f"Updated {_long_day(data['updated'])}. " if data.get("updated") else ""
    head = f"{_stop(as_sentence(title_of(data)))}ClinicalTrials.gov identifier: {number}. {updated}"
    return [(head + _looked_at(accessed) + f"https://clinicaltrials.gov/study/{number}", False)]


def _looked_at(accessed: date | None) -> str:
    return f"Accessed {_long_day(accessed.isoformat())}. " if accessed else ""


def _ama_book(data: Data, _notice: Data, _accessed: date | None) -> list[Run]:
    edition = _stop(f"{data['edition']} ed") if data.get("edition") else ""
    house = "; ".join(str(part) for part in (data.get("publisher"), data.get("year")) if part)
    doi = f"doi:{_doi(data)}" if _doi(data) else ""
    whole = (_authors(data, "ama"), False), (title_of(data), True), (f". {edition}{_stop(house)}", False), (doi, False)
    return _closed(list(whole))


def _ama_chapter(data: Data, _notice: Data, _accessed: date | None) -> list[Run]:
    editors = ", ".join(names_of(data.get("editors", ()))[0])
    word = " eds. " if len(data.get("editors", ())) > 1 else " ed. "
    edition = _stop(f"{data['edition']} ed") if data.get("edition") else ""
    pages = f":{full_pages(str(data['pages']))}" if data.get("pages") else ""
    house = "; ".join(str(part) for part in (data.get("publisher"), data.get("year")) if part) + pages
    doi = f"doi:{_doi(data)}" if _doi(data) else ""
    head = _authors(data, "ama") + _stop(title_of(data)) + "In: " + (f"{editors},{word}" if editors else "")
    return _closed([(head, False), (str(data.get("journal", "")), True), (f". {edition}{_stop(house)}{doi}", False)])


def _ama_page(data: Data, _notice: Data, accessed: date | None) -> list[Run]:
    """Web pages and posts of blogs; `journal` is the site or the blog."""
    where = f"{data['journal']} blog" if data.get("type") == "post" and data.get("journal") else data.get("journal", "")
    when = _stop(_long_day(day)) if (day := day_of(data)) else ""
    words = _authors(data, "ama") + _stop(title_of(data)) + _stop(str(where)) + when + _looked_at(accessed)
    return _closed([(words + str(data.get("url", "")), False)])


# NLM ("Vancouver")


def _nlm_article(data: Data, notice: Data, accessed: date | None) -> list[Run]:
    """A retracted work ends with its notice, which leads to all the rest."""
    mark = " [Preprint]" if data.get("type") == "preprint" else " [Internet]" if data.get("url") else ""
    day = _short_day(day_of(data)) if day_of(data) else ""
    seen = f" {_bracketed(accessed)}" if data.get("url") and accessed else ""
    when = _stop(f"{day}{seen}{_place(data, short_pages(str(data.get('pages', ''))))}")
    head = _authors(data, "vancouver") + _stop(title_of(data)) + _stop(_journal(data) + mark) + when
    if retraction := _notice(notice, "Retraction in", is_italic=False):
        return _closed([(head, False), *retraction])
    ids = data.get("ids", {})
    numbers = [("PubMed PMID", ids.get("pmid")), ("PubMed Central PMCID", ids.get("pmcid"))]
    said = "; ".join(f"{name}: {number}" for name, number in numbers if number)
    doi = _stop(f"doi: {_doi(data)}") if _doi(data) else ""
    where = f"Available from: {data['url']}" if data.get("url") and not doi else ""
    return _closed([(head + doi + _stop(said) + where, False)])


def _cited(accessed: date | None) -> str:
    return f"cited {_short_day(accessed.isoformat())}" if accessed else ""


def _nlm_trial(data: Data, _notice: Data, accessed: date | None) -> list[Run]:
    number = data.get("ids", {}).get("nct", "")
    updated = f"updated {_short_day(data['updated'])}" if data.get("updated") else ""
    days = "; ".join(part for part in (updated, _cited(accessed)) if part)
    register = "ClinicalTrials.gov [Internet]. Bethesda (MD): National Library of Medicine (US). 2000 - . "
    words = f"Identifier {number}, {as_sentence(title_of(data))}" + (f"; [{days}]. " if days else ". ")
    return [(f"{register}{words}Available from: https://clinicaltrials.gov/study/{number}", False)]


def _house(data: Data, pages: str = "") -> str:
    place = f"{data['place']}: " if data.get("place") else ""
    house = place + "; ".join(str(part) for part in (data.get("publisher"), data.get("year")) if part)
    return _stop(house) + (_stop(f"p. {pages}") if pages else "")


def _nlm_book(data: Data, _notice: Data, _accessed: date | None) -> list[Run]:
    edition = _stop(f"{data['edition']} ed") if data.get("edition") else ""
    return _closed([(_authors(data, "vancouver") + _stop(title_of(data)) + edition + _house(data), False)])


def _nlm_chapter(data: Data, _notice: Data, _accessed: date | None) -> list[Run]:
    editors = ", ".join(names_of(data.get("editors", ()))[0])
    word = ", editors. " if len(data.get("editors", ())) > 1 else ", editor. "
    edition = _stop(f"{data['edition']} ed") if data.get("edition") else ""
    head = _authors(data, "vancouver") + _stop(title_of(data)) + "In: " + (f"{editors}{word}" if editors else "")
    rest = edition + _house(data, short_pages(str(data.get("pages", ""))))
    return _closed([(head + _stop(str(data.get("journal", ""))) + rest, False)])


def _nlm_page(data: Data, _notice: Data, accessed: date | None) -> list[Run]:
    where = f"{data['journal']} [Internet]" if data.get("journal") else ""
    days = " ".join(part for part in (_short_day(day_of(data)) if day_of(data) else "", _bracketed(accessed)) if part)
    head = _authors(data, "vancouver") + _stop(title_of(data)) + _stop(where) + _stop(days)
    return _closed([(head + (f"Available from: {data['url']}" if data.get("url") else ""), False)])


def _bracketed(accessed: date | None) -> str:
    return f"[{_cited(accessed)}]" if accessed else ""


STYLES: Final = ("ama", "vancouver")
