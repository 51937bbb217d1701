"""A roster file becoming rows: encoding, separator, dates, identifiers; each row says what was wrong with it."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from collegium.citations import orcid
from collegium.web.npi import is_npi

LARGEST = 64 * 1024 * 1024  # bytes
NEEDED = {"member_id", "last_name", "member_type", "paid_thru"}
YES = {"1", "y", "yes", "true", "t", "x"}


class UnreadableRoster(Exception):
    """The file is no roster; the message says what to do."""


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
    directory_optout: bool = False
    no_email: bool = False
    deceased: bool = False
    merged_into: str = ""
    warnings: list[str] = field(default_factory=list)
    rejected: str = ""

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


def read_roster(content: bytes, width: int) -> RosterFile:
    """Read a CSV as the society's system or a spreadsheet wrote it.

    Args:
        content: UTF-8 (with or without BOM), UTF-16 or Windows-1252; comma, semicolon or tab.
        width: digits of a member number; a shorter number is padded with zeros. 0: not set, then it is rejected.

    Raises:
        UnreadableRoster: it is no roster, with the columns that are missing.
    """
    if len(content) > LARGEST:
        raise UnreadableRoster(_("This file is larger than 64 MB. Export the roster without other tables."))
    text = _decode(content)
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=_separator(text), skipinitialspace=True, strict=True
    )
    rows = _rows(reader)
    _settle_numbers(rows, width)
    kept = _settle_duplicates([row for row in rows if not row.rejected])
    addresses = Counter(row.email for row in kept if row.email and not row.merged_into)
    return RosterFile(
        rows=kept,
        rejected=[row for row in rows if row.rejected],
        lines=len(rows),
        shared={address for address, times in addresses.items() if times > 1},
    )


def _rows(reader: csv.DictReader[str]) -> list[Row]:
    """Every line as a row, or one sentence about the line that can't be read."""
    rows, begin = [], 1  # the line a record begins on: a quote left open runs to the end of the file
    try:
        _look_at_heading([(name or "").strip().lower() for name in reader.fieldnames or []])
        begin = reader.line_num + 1
        for raw in reader:
            record = {
                (key or "").strip().lower(): (value or "").strip()
                for key, value in raw.items()
                if isinstance(value, str)
            }
            if any(record.values()):
                rows.append(_row(reader.line_num, record))
                if any(raw.get(None) or ()):  # type: ignore[call-overload]
                    rows[-1].rejected = _("the line has more fields than the heading; put quotes around commas")
                elif None in raw.values():
                    rows[-1].rejected = _("the line has fewer fields than the heading; it may be cut off")
            begin = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableRoster(
            _("Line %(n)s can't be read: %(why)s. Look at its quotes; nothing was imported.")
            % {"n": begin, "why": error}
        ) from None
    return rows


def _look_at_heading(names: list[str]) -> None:
    if missing := sorted(NEEDED.difference(names)):
        raise UnreadableRoster(
            _("This is not a roster: the columns %(names)s are missing. Export it with its heading line.")
            % {"names": ", ".join(missing)}
        )
    if twice := sorted(name for name, times in Counter(names).items() if name and times > 1):
        raise UnreadableRoster(
            _("The heading has the columns %(names)s twice. Leave one of each.") % {"names": ", ".join(twice)}
        )


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" of a spreadsheet
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _row(line: int, record: dict[str, str]) -> Row:
    def get(name: str) -> str:
        return record.get(name, "")

    row = Row(line=line, member_id=get("member_id"), category=get("member_type").upper(), status=get("status").upper())
    row.legal_given, row.family = get("first_name"), get("last_name")
    row.given, row.name = _names(get("first_name"), get("last_name"), get("suffix"), get("preferred_name"))
    row.credentials = tidy_credentials(get("credentials"))
    row.email = get("email").casefold()
    row.joined = _date(row, get("join_date"), "join_date")
    row.paid_through = _date(row, get("paid_thru"), "paid_thru")
    row.title, row.organization, row.organization_key = get("title"), _one_line(get("company")), get("org_id")
    row.city, row.state, row.country = get("city"), get("state"), get("country")
    row.specialty, row.chapter = get("specialty"), get("chapter")
    row.npi, row.orcid = _npi(row, get("npi")), _orcid(row, get("orcid"))
    row.terms = _terms(row, get("committees"))
    row.directory_optout, row.no_email = get("directory_optout").lower() in YES, get("no_email").lower() in YES
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
    """ISO or US (month first), with or without a time."""
    if not text:
        return None
    for shape in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"):
        try:
            return datetime.strptime(text.split("T")[0].split(" ")[0], shape).date()
        except ValueError:
            continue
    row.rejected = _("%(text)r in %(column)s is not a date") % {"text": text, "column": column}
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


def _settle_numbers(rows: list[Row], width: int) -> None:
    """Pad what a spreadsheet cut; refuse what fits no pattern (member numbers are text keys, never numbers)."""
    lengths = Counter(len(row.member_id) for row in rows if row.member_id.isdigit())
    usual = width or (lengths.most_common(1)[0][0] if lengths else 0)
    for row in rows:
        number = row.member_id
        if not number.isdigit() or len(number) == usual:
            continue
        if width and len(number) < width:
            row.member_id = number.zfill(width)
            row.warnings.append(_("number %(short)s was padded to %(full)s") % {"short": number, "full": row.member_id})
        else:
            row.rejected = _("member number %(number)s does not have %(width)d digits") % {
                "number": number,
                "width": usual,
            }


def _settle_duplicates(rows: list[Row]) -> list[Row]:
    """The same number twice: the last line wins for the same person, two different people are both rejected."""
    kept: dict[str, Row] = {}
    refused: set[str] = set()
    for row in rows:
        earlier = kept.get(row.member_id)
        if earlier is not None and (fold(earlier.name), earlier.npi) != (fold(row.name), row.npi):
            refused.add(row.member_id)
            earlier.rejected = row.rejected = _("two different people have this member number in the file")
        elif row.member_id in refused:
            row.rejected = _("two different people have this member number in the file")
        else:
            if earlier is not None:
                row.warnings.append(_("the number is in the file twice; line %(line)d was used") % {"line": row.line})
            kept[row.member_id] = row
    return [row for row in kept.values() if not row.rejected]
