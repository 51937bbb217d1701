"""A roster file becoming rows: headings of the society, member numbers, the same number twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from collegium.membership.models import RosterSettings
from collegium.membership.roster.row import RosterFile, Row, fold, read_record
from collegium.membership.roster.tables import Table, UnreadableRoster, open_table
from collegium.web.models import Society

__all__ = ["COLUMNS", "NEEDED", "UnreadableRoster", "look_at", "read_as_set", "read_roster", "settle_number"]

NEEDED = {"member_id", "last_name", "member_type", "paid_thru"}
COLUMNS = (
    "member_id", "member_type", "status", "paid_thru", "join_date", "training_end", "first_name", "last_name", "suffix",
    "preferred_name", "credentials", "email", "title", "company", "org_id", "city", "state", "country", "specialty",
    "npi", "orcid", "chapter", "committees", "directory_optout", "no_email", "deceased", "merged_into",
)  # fmt: skip


def read_as_set(content: bytes) -> RosterFile:
    """Read a roster with the member numbers and headings that staff set.

    Raises:
        UnreadableRoster: it is no roster, with the columns that are missing.
    """
    settings = RosterSettings.current()
    return read_roster(
        content, Society.current().member_id_width, pattern=settings.member_id_pattern, columns=settings.columns
    )


def read_roster(
    content: bytes, width: int, *, pattern: str = "", columns: Mapping[str, str] | None = None
) -> RosterFile:
    """Read a roster as the society's system or a spreadsheet wrote it.

    Args:
        content: what `tables.open_table` reads.
        width: digits of a member number; a shorter number is padded with zeros. 0: not set, then it is rejected.
        pattern: a regular expression that every member number must fit, "" for none.
        columns: heading of theirs, in lower case -> our column.

    Raises:
        UnreadableRoster: it is no roster, with the columns that are missing.
    """
    table = open_table(content)
    rows = _rows(table, _named(table, columns or {}))
    _settle_numbers(rows, width, pattern)
    kept = _settle_duplicates([row for row in rows if not row.rejected])
    addresses = Counter(row.email for row in kept if row.email and not row.merged_into)
    return RosterFile(
        rows=kept,
        rejected=[row for row in rows if row.rejected],
        lines=len(rows),
        shared={address for address, times in addresses.items() if times > 1},
    )


def look_at(content: bytes) -> list[str]:
    """The headings of a file, when it can be a roster.

    Raises:
        UnreadableRoster: it can't.
    """
    table = open_table(content)
    _named(table, RosterSettings.current().columns)
    return table.heading


def _named(table: Table, theirs: Mapping[str, str]) -> list[str]:
    """Our name of each column: as staff said, else as it stands.

    Raises:
        UnreadableRoster: one that is needed is missing, or one that is read is there twice.
    """
    names = [theirs.get(name.casefold(), name.casefold()) for name in table.heading]
    if missing := sorted(NEEDED.difference(names)):
        raise UnreadableRoster(
            _(
                "This is not a roster: the columns %(names)s are missing. Export it with its heading line, or say which"
                " of its columns they are."
            ) % {"names": ", ".join(missing)},
            tuple(name for name in table.heading if name),
        )  # fmt: skip
    if twice := sorted(name for name, times in Counter(names).items() if name in COLUMNS and times > 1):
        raise UnreadableRoster(
            _("The heading has the columns %(names)s twice. Leave one of each.") % {"names": ", ".join(twice)}
        )
    return names


def _rows(table: Table, names: list[str]) -> list[Row]:
    """Every line as a row."""
    rows = []
    for line in table.lines:
        row = read_record(dict(zip(names, line.fields, strict=False)), line.number)
        if line.odd > 0:
            row.rejected = _("the line has more fields than the heading; put quotes around commas")
        elif line.odd < 0:
            row.rejected = _("the line has fewer fields than the heading; it may be cut off")
        rows.append(row)
    return rows


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
