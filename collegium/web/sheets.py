"""Tables for spreadsheet programs, as CSV or XLSX, in which no cell can be a formula.

Source: OWASP, "CSV Injection": programs calculate cells that begin with = + - @, a tab or a return.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def harmless(text: str) -> str:
    """The text of a cell, with an apostrophe before what a program would calculate; without control characters."""
    plain = "".join(char for char in text if char.isprintable() or char in "\t\n\r")
    return f"'{plain}" if plain.lstrip(" ").startswith(DANGEROUS) else plain


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows with commas between quoted cells, in UTF-8 with a mark that Excel needs."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def as_xlsx(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """The rows as one sheet of texts; the first row stays in sight.

    Args:
        title: of the sheet, at most 31 characters are used.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(char for char in title if char not in r"[]:*?/\\")[:31])
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([harmless(cell).replace("\r", " ") for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
