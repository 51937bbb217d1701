"""A roster file becoming rows: encoding, separator, headings, member numbers, the same number twice."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from django.utils.translation import gettext as _

from collegium.membership.models import RosterSettings
from collegium.membership.roster.row import RosterFile, Row, fold, read_record
from collegium.web.models import Society

LARGEST = 64 * 1024 * 1024  # bytes
NEEDED = {"member_id", "last_name", "member_type", "paid_thru"}


class UnreadableRoster(Exception):
    """The file is no roster; the message says what to do."""


def read_roster(content: bytes, width: int, pattern: str = "") -> RosterFile:
    """Read a CSV as the society's system or a spreadsheet wrote it.

    Args:
        content: UTF-8 (with or without BOM), UTF-16 or Windows-1252; comma, semicolon or tab.
        width: digits of a member number; a shorter number is padded with zeros. 0: not set, then it is rejected.
        pattern: a regular expression that every member number must fit, "" for none.

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
    _settle_numbers(rows, width, pattern)
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
                rows.append(read_record(record, reader.line_num))
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


def _settle_numbers(rows: list[Row], width: int, pattern: str = "") -> None:
    """Pad what a spreadsheet cut; refuse what fits no pattern (member numbers are text keys, never numbers)."""
    lengths = Counter(len(row.member_id) for row in rows if row.member_id.isdigit())
    usual = width or (lengths.most_common(1)[0][0] if lengths and not pattern else 0)
    for row in rows:
        _settle(row, width, usual, pattern)


def _settle(row: Row, width: int, usual: int, pattern: str) -> None:
    number = row.member_id
    if width and number.isdigit() and len(number) < width:
        row.member_id = number.zfill(width)
        row.warnings.append(_("number %(short)s was padded to %(full)s") % {"short": number, "full": row.member_id})
    elif usual and number.isdigit() and len(number) != usual:
        row.rejected = _("member number %(number)s does not have %(width)d digits") % {"number": number, "width": usual}
    if pattern and row.member_id and not re.fullmatch(pattern, row.member_id):
        row.rejected = _("member number %(number)s does not have the society's pattern") % {"number": number}


def settle_number(number: str) -> Row:
    """A row with this number as the society writes it: padded, or rejected with the reason."""
    row, width = Row(line=0, member_id=number), Society.current().member_id_width
    if not number:
        row.rejected = _("the record has no member number")
    _settle(row, width, width, RosterSettings.current().member_id_pattern)
    return row


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
