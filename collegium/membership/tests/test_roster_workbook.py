"""A roster as a workbook (XLSX): values of formulas, days, lost zeros; what is no roster or no safe archive is refused."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from collegium.membership.models import Membership
from collegium.membership.roster import tables
from collegium.membership.roster.reading import UnreadableRoster, read_roster
from collegium.membership.tests.rosters import DAY1, FIRST, at, take

HEADING = ["member_id", "last_name", "member_type", "paid_thru", "city"]


def workbook(*rows: list) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_cells_are_read_as_the_csv_would_hold_them():
    content = workbook(
        HEADING, [1014, "Iyer", "FULL", datetime(2026, 12, 31), None], [], ["000002", "Ek", "HON", None, 7.0]
    )
    rows = read_roster(content, 6).rows
    assert [(row.member_id, row.paid_through, row.city) for row in rows] == [
        ("001014", date(2026, 12, 31), ""), ("000002", None, "7"),
    ]  # fmt: skip
    assert "padded" in rows[0].warnings[0]
    assert [row.line for row in rows] == [2, 4]


def test_both_forms_of_one_roster_are_one_roster(guest):
    rows = list(csv.reader(io.StringIO(DAY1.decode("utf-8-sig"), newline="")))
    with at(FIRST):
        take(DAY1, FIRST)
        assert not take(workbook(*rows), FIRST).changes_something
        assert Membership.objects.count() == 30


def test_more_sheets_and_empty_columns_do_not_matter():
    content = workbook([*HEADING, None, None], ["000001", "Sato", "HON", None, "Duluth", None, None])
    [row] = read_roster(content, 6).rows
    assert (row.family, row.city) == ("Sato", "Duluth")


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", workbook(["a", "b"], [1, 2]), workbook()])
def test_what_is_no_roster_cannot_be_read(content):
    with pytest.raises(UnreadableRoster):
        read_roster(content, 6)


def test_workbook_with_a_program_cannot_be_read():
    out = io.BytesIO(workbook(HEADING))
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(UnreadableRoster, match="macros"):
        read_roster(out.getvalue(), 6)


def test_workbook_that_unpacks_to_too_much_cannot_be_read(monkeypatch):
    monkeypatch.setattr(tables, "UNPACKED_MOST", 1000)
    with pytest.raises(UnreadableRoster, match="too large"):
        read_roster(workbook(HEADING), 6)


def test_headings_that_staff_named_are_ours():
    content = "Nr;Name;Art;Bis\n000001;Sato;HON;\n".encode("cp1252")
    columns = {"nr": "member_id", "name": "last_name", "art": "member_type", "bis": "paid_thru"}
    assert [row.family for row in read_roster(content, 6, columns=columns).rows] == ["Sato"]
    with pytest.raises(UnreadableRoster) as refused:
        read_roster(content, 6)
    assert refused.value.heading == ("Nr", "Name", "Art", "Bis")
