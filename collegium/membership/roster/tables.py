"""A file becoming a heading and lines of text: CSV in any dialect a spreadsheet writes, or a workbook (XLSX)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from collegium.files import kinds

LARGEST = 64 * 1024 * 1024  # bytes
UNPACKED_MOST = 160 * 1024 * 1024  # bytes of a workbook's parts together
COLUMNS_MOST, EMPTY_MOST = 200, 500  # columns that are looked at; empty lines after which a sheet is over
ROWS_MOST = 400_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SEPARATORS = ",;\t|"


class UnreadableRoster(Exception):
    """The file is no roster; the message says what to do. `heading` is what its first line names."""

    def __init__(self, message: str, heading: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.heading = heading


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stands, its fields, and how many more or fewer they are than the heading has."""

    number: int
    fields: list[str]
    odd: int = 0


@dataclass(slots=True)
class Table:
    """The heading, and the lines below it, read one by one."""

    heading: list[str]
    lines: Iterator[Line]


def open_table(content: bytes) -> Table:
    """Read the heading; the lines follow as they are asked for.

    Args:
        content: CSV in UTF-8 (with or without BOM), UTF-16 or Windows-1252, with comma, semicolon, tab or bar; or XLSX,
            of which the first sheet counts: values of formulas, days of dates.

    Raises:
        UnreadableRoster: it is neither, or too large; also while the lines are read.
    """
    if len(content) > LARGEST:
        raise UnreadableRoster(_("This file is larger than 64 MB. Export the roster without other tables."))
    if content.startswith(OLD_OFFICE):
        raise UnreadableRoster(_("This is a workbook of an old Excel (XLS). Save it as XLSX or CSV."))
    lines = _of_workbook(content) if content.startswith(b"PK\x03\x04") else _of_text(content)
    first = next(lines, None)
    return Table([name.strip() for name in first.fields] if first else [], lines)


def _of_text(content: bytes) -> Iterator[Line]:
    text, said = _decode(content), 0
    if found := re.match(r'"?sep=([,;\t|])"?[,;\t|]*(?:\r\n|\r|\n)', text, re.IGNORECASE):  # the line of Excel
        text, said = text[found.end() :], 1
    separator = found[1] if found else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True)
    begin, width = 1, 0  # the line a record begins on: a quote left open runs to the end of the file
    try:
        for fields in reader:
            width = width or len(fields)
            if any(fields):
                yield Line(reader.line_num + said, [field.strip() for field in fields[:width]], _odd(fields, width))
            begin = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableRoster(
            _("Line %(n)s can't be read: %(why)s. Look at its quotes; nothing was imported.")
            % {"n": begin + said, "why": error}
        ) from None


def _odd(fields: list[str], width: int) -> int:
    """More fields than the heading only where they hold something."""
    return len(fields) - width if len(fields) < width or any(fields[width:]) else 0


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" of a spreadsheet
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(SEPARATORS, key=head.count)


def _of_workbook(content: bytes) -> Iterator[Line]:
    from openpyxl import load_workbook

    _guard(content)
    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)) as book:
            if not book.worksheets:
                raise UnreadableRoster(_("This workbook has no sheet with a table. Export the roster as CSV."))
            yield from _of_sheet(book.worksheets[0])
    except UnreadableRoster:
        raise
    except Exception as error:  # what a damaged workbook raises in openpyxl is no closed list
        raise UnreadableRoster(
            _("This workbook is damaged or locked with a password. Save it again, or export the roster as CSV.")
        ) from error


def _of_sheet(sheet: Any) -> Iterator[Line]:
    empty, width = 0, 0
    for number, cells in enumerate(sheet.iter_rows(max_col=COLUMNS_MOST, values_only=True), 1):
        fields = [_as_text(cell) for cell in cells]
        if number > ROWS_MOST:
            raise UnreadableRoster(_("This sheet has more than 400,000 lines. Export the roster without other tables."))
        if not any(fields):
            empty += 1
            if empty > EMPTY_MOST:
                return
            continue
        empty = 0
        while not width and fields and not fields[-1]:
            fields.pop()
        width = width or len(fields)
        yield Line(number, (fields + [""] * width)[:width])


def _as_text(cell: Any) -> str:
    """A cell as the CSV of the same sheet would hold it: whole numbers without a point, days without a time."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _guard(content: bytes) -> None:
    """The same limits as for other archives (`files.kinds`), and that it unpacks into memory."""
    try:
        if kinds.kind_of(content) != "xlsx":
            raise UnreadableRoster(_("This archive is no workbook. Export the roster as XLSX or CSV."))
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(entry.file_size for entry in parts.infolist())
    except kinds.Refused as refused:
        raise UnreadableRoster(str(refused)) from None
    except kinds.ZIP_FAULTS as error:
        raise UnreadableRoster(_("This file is damaged. Save it again and send it once more.")) from error
    if size > UNPACKED_MOST:
        raise UnreadableRoster(_("Unpacked, this workbook is too large. Export the roster as CSV."))
