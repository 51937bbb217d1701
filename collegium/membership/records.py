"""One record of another system: pushed, loaded, or sent by SCIM. It goes the way of a line of the roster.

    outcome = apply_record({"member_id": "001004", "status": "A", "paid_thru": "2026-12-31"}, "push: AMS")

A record names a member by `member_id`, always a text. For a member who is known it may say only what changed: columns
that are missing stay as they are, empty ones are emptied. For somebody new `last_name` and `member_type` are needed,
and `paid_thru` unless the category never pays.

| column | what it is |
| --- | --- |
| member_id | the key of the society's system; shorter than the society's width is padded with zeros |
| member_type | code of a category (FULL, TRAIN, STAFF, …) |
| status | A active, I inactive, S suspended (no sign-in at all), D dropped; what it gives, the table of access says |
| paid_thru, join_date, training_end | days, 2026-12-31 or 12/31/2026; `paid_thru` empty: never pays |
| first_name, last_name, suffix, preferred_name, credentials | the name as printed, "MD, PhD" |
| email | proves nobody by itself: an account that signs in keeps its address until the member confirms the new one |
| title, company, org_id, city, state, country, specialty, chapter | as texts |
| npi, orcid | dropped when their check digit is wrong, and reported |
| committees | body:office:start:end, with ; between them |
| directory_optout, no_email, deceased | 1, yes or true |
| merged_into | the number that survives |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.membership import ladders
from collegium.membership.models import Membership, RosterRun, society_today
from collegium.membership.roster.comparing import Comparison
from collegium.membership.roster.plan import Change, Finding
from collegium.membership.roster.reading import settle_number
from collegium.membership.roster.row import RosterFile, Row
from collegium.membership.roster.rows import row_with
from collegium.membership.roster.writing import Writer
from collegium.outbox import audit
from collegium.web.models import Society

QUIET = ("rejected", "reported", "unchanged")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record.

    Attributes:
        kind: "created", "changed", "reactivated", "lapsed" (written); "unchanged" (nothing to write); "reported" (staff
            must look: nothing was written); "rejected" (the record is wrong).
        member_id: the number it was taken for.
        person: the account it speaks of, None when there is none.
        words: one sentence or more, for staff and for the other system.
        changes: field, old and new, of what was written.
    """

    kind: str
    member_id: str
    person: User | None
    words: str
    changes: list[Change] = field(default_factory=list)

    @property
    def was_written(self) -> bool:
        """Whether anything changed."""
        return self.kind not in QUIET


@transaction.atomic
def apply_record(record: Mapping[str, Any], source: str, *, by: User | None = None) -> Outcome:
    """Compare one record with the site and write the difference, in one transaction, with a line for each field.

    The same record a second time changes nothing. What a whole roster would brake (many members at once) is not looked
    at here: callers that load many records bring them as a file (`roster.applying`).

    Args:
        record: see the module; other columns are not looked at.
        source: who sent it, shown to staff beside what changed ("SCIM", "push: AMS").
        by: the administrator who acted, None for another system.

    Returns:
        What became of it. Refusals are outcomes, not exceptions: a batch goes on.
    """
    Society.objects.select_for_update(no_key=True).first()  # after whole rosters, never between their lines
    row = _row(record)
    if row.rejected:
        return Outcome("rejected", row.member_id, None, _sentence(row, [row.rejected]))
    findings = Comparison(RosterFile([row], [], 1, _shared(row)), society_today()).plan().findings
    finding = next((one for one in findings if one.kind not in QUIET), None)
    notes = [note for one in findings for note in one.notes]
    if finding is None:
        known = Membership.objects.select_related("person").filter(member_id=row.member_id).first()
        person = known.person if known else None
        _write(findings, row, source, by)
        return Outcome("reported" if notes else "unchanged", row.member_id, person, _sentence(row, notes))
    try:
        with transaction.atomic():
            _write(findings, row, source, by)
    except accounts.Refused as refused:
        return Outcome("reported", row.member_id, finding.person, _sentence(row, [str(refused)]))
    words = ". ".join(dict.fromkeys([finding.in_words, *notes]))
    return Outcome(finding.kind, row.member_id, finding.person, words, finding.changes)


def _row(record: Mapping[str, Any]) -> Row:
    number = str(record.get("member_id") or "").strip()
    given = settle_number(number)
    row = row_with(dict(record) | {"member_id": given.member_id}, _known(given.member_id))
    row.warnings += given.warnings
    row.rejected = given.rejected or row.rejected
    return row


def _shared(row: Row) -> set[str]:
    """The address, when the roster gives it to somebody else as well: it is nobody's proof."""
    others = Membership.objects.filter(email=row.email, is_from_roster=True, merged_into=None)
    return {row.email} if row.email and others.exclude(member_id=row.member_id).exists() else set()


def _known(number: str) -> Membership | None:
    rows = Membership.objects.select_related("person", "category", "merged_into")
    return rows.filter(member_id=number).first() if number else None


def _write(findings: list[Finding], row: Row, source: str, by: User | None) -> None:
    """A run of its own, so that every changed field says where it came from; none when nothing changes."""
    written = [one for one in findings if one.kind not in QUIET or one.proposal]
    if not written:
        return
    run = RosterRun.objects.create(
        kind=RosterRun.Kind.RECORD, file_name=source[:200], digest="", on=society_today(), rows=1,
        counts={one.kind: 1 for one in written}, applied_at=timezone.now(), applied_by=by, read_by=by,
    )  # fmt: skip
    Writer(run, by).write(written)
    if row.terms:
        ladders.settle()
    audit.log(by, "applied a record", about=("roster", run.pk), detail={"source": source, "member": row.member_id})


def _sentence(row: Row, notes: list[str]) -> str:
    said = "; ".join(dict.fromkeys(notes)) or _("nothing is new")
    return f"{row.member_id or '–'} {row.name}".strip() + f": {said}."
