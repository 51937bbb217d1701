"""Tables for spreadsheet programs, as CSV or XLSX, in which no cell can be a formula.

Source: OWASP, "CSV Injection": programs calculate cells that begin with = + - @, a tab or a return.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def harmless(text: str) -> str:
    """The text of a cell, with an apostrophe before what a program would calculate; without control characters."""
    plain = "".join(char for char in text if char.isprintable() or char in "\t\n\r")
    return f"'{plain}" if plain.lstrip(" ").startswith(DANGEROUS) else plain


def write(kind: str, rows: Iterable[Sequence[str]], title: str, stream: BinaryIO) -> None:
    """Write the rows one after another, so that a long table needs no more memory than a short one.

    Args:
        kind: "csv" (commas between quoted cells, UTF-8 with a mark that Excel needs) or "xlsx" (one sheet of texts;
            the first row stays in sight).
        title: of the sheet, at most 31 characters are used.
        stream: where the bytes go; it stays open.
    """
    if kind == "csv":
        _write_csv(rows, stream)
    else:
        _write_xlsx(rows, title, stream)


def _write_csv(rows: Iterable[Sequence[str]], stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()


def _write_xlsx(rows: Iterable[Sequence[str]], title: str, stream: BinaryIO) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(char for char in title if char not in r"[]:*?/\\")[:31])
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([harmless(cell).replace("\r", " ") for cell in row])
    book.save(stream)


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A short table as CSV (`write`)."""
    stream = io.BytesIO()
    _write_csv(rows, stream)
    return stream.getvalue()


def as_xlsx(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """A short table as XLSX (`write`)."""
    stream = io.BytesIO()
    _write_xlsx(rows, title, stream)
    return stream.getvalue()
