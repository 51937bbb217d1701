"""Tables of Word files: every row as wide as the others, no table within a table, boxes as paragraphs."""

from __future__ import annotations

from collections import Counter

import lxml.html
from lxml.html import HtmlElement

CELLS_MOST = 4000


def mend_table(table: HtmlElement, lost: Counter[str]) -> None:
    """Make one table simple, in place. Merged cells leave empty ones, for the allow-list knows no spans."""
    if table.getparent() is None:
        return
    if any(up.tag in ("td", "th") for up in table.iterancestors()):
        lost["nested"] += 1
        _as_paragraphs(table)
        return
    rows = list(table.iter("tr"))
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    if len(cells) <= 1:
        _as_paragraphs(table)
        return
    lost["merged"] += sum(1 for cell in cells if cell.get("colspan") or cell.get("rowspan"))
    _fill(rows)
    for cell in table.iter("th"):
        cell.set("scope", "col")
    for cell in table.iter("td", "th"):
        only = list(cell)
        if len(only) == 1 and only[0].tag == "p" and not (cell.text or "").strip():
            only[0].drop_tag()


def _fill(rows: list[HtmlElement]) -> None:
    """Empty cells where a merged one reaches, and where a row is short."""
    open_below: dict[int, int] = {}  # column -> rows that a cell above still reaches into
    wide = 0
    for row in rows:
        column = 0
        for cell in list(row.iterchildren("td", "th")):
            while open_below.get(column, 0):
                cell.addprevious(_empty(cell.tag))
                open_below[column] -= 1
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for extra in range(across):
                open_below[column + extra] = down - 1
            for _extra in range(across - 1):
                cell.addnext(_empty(cell.tag))
            column += across
        while open_below.get(column, 0):
            row.append(_empty("td"))
            open_below[column] -= 1
            column += 1
        wide = max(wide, column)
    for row in rows:
        for _missing in range(min(wide, CELLS_MOST // max(1, len(rows))) - len(row)):
            row.append(_empty(row[0].tag if len(row) else "td"))


def _span(cell: HtmlElement, name: str) -> int:
    text = cell.attrib.pop(name, "1")
    return min(50, max(1, int(text))) if text.isdigit() else 1


def _empty(tag: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(f"<{tag}></{tag}>")


def _as_paragraphs(table: HtmlElement) -> None:
    """The words of the cells, one paragraph after another."""
    for cell in list(table.iter("td", "th")):
        if len(cell) == 0 or (cell.text or "").strip():
            cell.tag = "p"
            cell.attrib.clear()
        else:
            cell.drop_tag()
    for part in [*table.iter("tr"), *table.iter("thead"), *table.iter("tbody")]:
        part.drop_tag()
    table.drop_tag()
