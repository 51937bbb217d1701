"""One line of a roster: its fields, its dates and identifiers, and what was wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from collegium.citations import orcid
from collegium.web.npi import is_npi

NUMBERS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d.%m.%Y")
WITH_MONTH = ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%d %b %y")
YES = {"1", "y", "yes", "true", "t", "x"}


@dataclass(frozen=True, slots=True)
class TermRow:
    """One entry of the committees column: body, office, from, until."""

    body: str
    office: str
    start: date
    end: date | None


@dataclass(slots=True)
class Row:
    """One line of the roster. `warnings` are shown to staff; a row with `rejected` is not imported."""

    line: int
    member_id: str
    given: str = ""
    legal_given: str = ""
    family: str = ""
    name: str = ""
    credentials: str = ""
    email: str = ""
    category: str = ""
    status: str = ""
    joined: date | None = None
    paid_through: date | None = None
    title: str = ""
    organization: str = ""
    organization_key: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    specialty: str = ""
    npi: str = ""
    orcid: str = ""
    chapter: str = ""
    terms: list[TermRow] = field(default_factory=list)
    asked_out: bool = False
    directory_optout: bool = False  # asked for, or what the table of access says
    no_email: bool = False
    deceased: bool = False
    merged_into: str = ""
    warnings: list[str] = field(default_factory=list)
    rejected: str = ""
    is_stored: bool = False  # it says only what is stored, to be looked at with another table of access

    @property
    def is_dropped(self) -> bool:
        """Status D and its family: dropped, deleted, or deceased."""
        return self.status.startswith("D")


@dataclass(slots=True)
class RosterFile:
    """All rows of a file, duplicates settled. `shared` are addresses that several people have."""

    rows: list[Row]
    rejected: list[Row]
    lines: int
    shared: set[str]


def fold(text: str) -> str:
    """A name for comparing: without accents, case, hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain.casefold() if char.isalnum())


def read_record(record: Mapping[str, str], line: int = 0) -> Row:
    """A row from one record: column of the roster -> text. What is wrong with it is said in the row.

    Args:
        record: names in lower case, values without space around them.
        line: where it stood in its file.
    """

    def get(name: str) -> str:
        return record.get(name, "")

    row = Row(line=line, member_id=get("member_id"), category=get("member_type").upper(), status=get("status").upper())
    row.legal_given, row.family = get("first_name"), get("last_name")
    row.given, row.name = _names(get("first_name"), get("last_name"), get("suffix"), get("preferred_name"))
    row.credentials = tidy_credentials(get("credentials"))
    row.email = get("email").casefold()
    row.joined = _date(row, get("join_date"), "join_date")
    row.paid_through = _date(row, get("paid_thru"), "paid_thru")
    training_end = _date(row, get("training_end"), "training_end")
    if training_end and (row.paid_through is None or training_end < row.paid_through):
        row.paid_through = training_end
    row.title, row.organization, row.organization_key = get("title"), _one_line(get("company")), get("org_id")
    row.city, row.state, row.country = get("city"), get("state"), get("country")
    row.specialty, row.chapter = get("specialty"), get("chapter")
    row.npi, row.orcid = _npi(row, get("npi")), _orcid(row, get("orcid"))
    row.terms = _terms(row, get("committees"))
    row.asked_out, row.no_email = get("directory_optout").lower() in YES, get("no_email").lower() in YES
    row.deceased, row.merged_into = get("deceased").lower() in YES, get("merged_into")
    if not row.member_id or not row.family:
        row.rejected = _("the line has no member number or no last name")
    if row.email and ("@" not in row.email or " " in row.email):
        row.warnings.append(_("%(email)s is not a mail address; it was dropped") % {"email": row.email})
        row.email = ""
    return row


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _names(first: str, last: str, suffix: str, preferred: str) -> tuple[str, str]:
    """Given name and name as shown: a preferred name with the family name in it is the whole, else it is the given."""
    tail = f" {suffix}" if suffix else ""
    if preferred and fold(last) in fold(preferred):
        return first, preferred + tail
    given = preferred or first
    return given, f"{given} {last}".strip() + tail


def tidy_credentials(text: str) -> str:
    """ "M.D., Ph.D." becomes "MD, PhD": no full stops, one comma and one space between (AMA style)."""
    return ", ".join(part for part in (" ".join(word.replace(".", "").split()) for word in text.split(",")) if part)


def _date(row: Row, text: str, column: str) -> date | None:
    """ISO, US (month first), with full stops (day first) or with the month in English, with or without a time."""
    if not text:
        return None
    day = _day(text)
    if day is None:
        row.rejected = _("%(text)r in %(column)s is not a date that can be read; write it as 2027-12-31") % {
            "text": text,
            "column": column,
        }
    return day


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    """The few days of a roster stand in many of its lines."""
    number, words = re.split(r"[T ]", text)[0], " ".join(re.split(r"[\s,.-]+", text)[:3])
    compact = f"{number[:4]}-{number[4:6]}-{number[6:]}" if re.fullmatch(r"\d{8}", number, re.ASCII) else number
    shapes = [(shape, compact) for shape in NUMBERS] + [(shape, words) for shape in WITH_MONTH]
    for shape, part in shapes:
        try:
            return datetime.strptime(part, shape).date()
        except ValueError:
            continue
    return None


def _npi(row: Row, text: str) -> str:
    if text and not is_npi(text):
        row.warnings.append(_("NPI %(text)s has a wrong check digit; it was dropped") % {"text": text})
        return ""
    return text


def _orcid(row: Row, text: str) -> str:
    found = orcid.read(text) if text else None
    if text and found is None:
        row.warnings.append(_("ORCID iD %(text)s has a wrong check digit; it was dropped") % {"text": text})
    return found.value if found else ""


def _terms(row: Row, text: str) -> list[TermRow]:
    found = []
    for entry in filter(None, (part.strip() for part in text.split(";"))):
        try:
            body, office, start, *rest = entry.split(":")
            end = date.fromisoformat(rest[0]) if rest and rest[0] else None
            found.append(TermRow(body, office, date.fromisoformat(start), end))
        except ValueError:
            row.warnings.append(
                _("the term %(entry)r is not body:office:start:end; it was left out") % {"entry": entry}
            )
    return found
