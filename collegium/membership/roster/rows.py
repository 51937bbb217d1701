"""Rows that come from no file: what is stored of a member, a record of another system, and a row as such a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collegium.membership.models import Membership
from collegium.membership.roster.row import Row, read_record

# Column of a roster -> what of a row it fills; see `membership.records` for what each means.
FILLS: dict[str, tuple[str, ...]] = {
    "first_name": ("given", "legal_given", "name"), "last_name": ("family", "name"), "suffix": ("name",),
    "preferred_name": ("given", "name"), "credentials": ("credentials",), "email": ("email",),
    "member_type": ("category",), "status": ("status",), "join_date": ("joined",), "paid_thru": ("paid_through",),
    "training_end": ("paid_through",), "title": ("title",), "company": ("organization",),
    "org_id": ("organization_key",), "city": ("city",), "state": ("state",), "country": ("country",),
    "specialty": ("specialty",), "npi": ("npi",), "orcid": ("orcid",), "chapter": ("chapter",),
    "committees": ("terms",), "directory_optout": ("asked_out",), "no_email": ("no_email",),
    "deceased": ("deceased",), "merged_into": ("merged_into",),
}  # fmt: skip


def row_of(membership: Membership, line: int = 0) -> Row:
    """The row that would change nothing about this member."""
    person = membership.person
    row = Row(line=line, member_id=membership.member_id, category=membership.category.code, is_stored=True)
    row.given, row.legal_given, row.family = person.given_name, membership.legal_given_name, person.family_name
    row.name, row.credentials = membership.roster_name or person.name, membership.roster_credentials
    row.email = membership.email.casefold()
    for name in ("status", "joined", "paid_through", "title", "organization", "organization_key", "city", "state",
                 "country", "specialty", "npi", "orcid", "chapter", "asked_out", "no_email"):  # fmt: skip
        setattr(row, name, getattr(membership, name))
    row.deceased = membership.deceased_at is not None
    return row


def row_with(record: Mapping[str, Any], known: Membership | None) -> Row:
    """A row from a record that may say only what changed: the rest is as it is stored.

    Args:
        record: column of a roster -> value; what is missing is not changed, what is empty is emptied.
        known: the member it speaks of.
    """
    said = {name: "" if value is None else str(value).strip() for name, value in record.items()}
    if known is None:
        return read_record(said)
    base = row_of(known)
    if not said.get("last_name"):
        said["last_name"] = base.family
    if "preferred_name" in record or "last_name" in record:
        said.setdefault("first_name", base.legal_given or base.given)
    row = read_record(said)
    told = {field for column in record for field in FILLS.get(column, ())}
    for name in {field for fields in FILLS.values() for field in fields} - told - {"terms", "merged_into"}:
        setattr(row, name, getattr(base, name))
    return row


def as_record(row: Row) -> dict[str, str]:
    """A row as the record it would be made from."""
    days = {"join_date": row.joined, "paid_thru": row.paid_through}
    ticks = {"directory_optout": row.asked_out, "no_email": row.no_email, "deceased": row.deceased}
    plain = {
        "member_id": row.member_id, "first_name": row.legal_given, "last_name": row.family, "preferred_name": row.name,
        "credentials": row.credentials, "email": row.email, "member_type": row.category, "status": row.status,
        "title": row.title, "company": row.organization, "org_id": row.organization_key, "city": row.city,
        "state": row.state, "country": row.country, "specialty": row.specialty, "npi": row.npi, "orcid": row.orcid,
        "chapter": row.chapter, "merged_into": row.merged_into,
        "committees": ";".join(
            f"{term.body}:{term.office}:{term.start}:{term.end or ''}" for term in row.terms
        ),
    }  # fmt: skip
    return (
        plain
        | {name: day.isoformat() if day else "" for name, day in days.items()}
        | {name: "1" if tick else "" for name, tick in ticks.items()}
    )
