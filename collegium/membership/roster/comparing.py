"""Comparing a roster with the site: what changed, what each row gives. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from collegium.audience.models import Standing
from collegium.membership.access_table import AccessTable, Outcome, grace_of
from collegium.membership.models import (
    Category,
    Gives,
    Membership,
    RosterRun,
    RosterSettings,
    end_of_rights,
    society_zone,
    start_of,
)
from collegium.membership.roster.matching import Matching
from collegium.membership.roster.plan import Access, Change, Finding, Plan
from collegium.membership.roster.row import RosterFile, Row
from collegium.membership.roster.site import Site
from collegium.web.models import Society

PLAIN = (
    "status", "joined", "paid_through", "title", "organization", "organization_key", "city", "state", "country",
    "specialty", "npi", "orcid", "chapter", "directory_optout", "no_email",
)  # fmt: skip


STRIDE = 1000  # rows between two words of progress


def text(value: Any) -> str:
    """A field's value as the audit line shows it."""
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value)


def field_changes(row: Row, membership: Membership | None, category: Category) -> list[Change]:
    """Fields that the roster now says differently than last time."""
    new = {name: getattr(row, name) for name in PLAIN} | {
        "legal_given_name": row.legal_given, "roster_name": row.name, "roster_credentials": row.credentials,
        "category": category.code,
    }  # fmt: skip
    old = {} if membership is None else {name: getattr(membership, name) for name in new if name != "category"}
    if membership is not None:
        old["category"] = membership.category.code
    pairs = ((name, text(old.get(name)), text(value)) for name, value in new.items())
    return [Change(name, before, after) for name, before, after in pairs if before != after]


class Comparison:
    """One run over a file, or over one record; `plan()` gives the result.

    Args:
        file: its rows.
        on: the day it counts for.
        digest: of a whole file; "" for what names only some members, where nobody is missing.
        table: another table of access than the one that counts, to see whom it would move.
    """

    def __init__(self, file: RosterFile, on: date, digest: str = "", table: AccessTable | None = None) -> None:
        self.file, self.on, self.digest = file, on, digest
        self.settings = RosterSettings.current()
        self.moment, self.zone = start_of(on), society_zone()
        self.society_grace = Society.current().grace_days
        self.table = table or AccessTable.current()
        self.outcomes: dict[tuple[str, str, date | None, bool], Outcome | None] = {}
        self.site = Site(file, self.moment, whole=bool(digest) or table is not None)
        self.matching = Matching(self.site)
        self.last = RosterRun.objects.whole_files().applied().first()

    def plan(self, on_progress: Callable[[int, int], None] | None = None) -> Plan:
        """Everything the file means, in its order, then who is missing; `on_progress` is told (rows, of all)."""
        plan = Plan(on=self.on, lines=self.file.lines, settings=self.settings)
        if self.digest:
            plan.rows_before = self.last.rows if self.last else 0
        plan.active_before = sum(self.site.is_active(row.person_id) for row in self.site.memberships.values())
        for row in self.file.rejected:
            plan.findings.append(Finding("rejected", row.member_id, row.name, row.line, notes=[row.rejected]))
        for number, row in enumerate(self.file.rows):
            if on_progress and number % STRIDE == 0:
                on_progress(number, len(self.file.rows))
            plan.findings.extend(self._findings(row))
        if self.digest:
            plan.findings.extend(self._missing())
        return plan

    def _findings(self, row: Row) -> list[Finding]:
        finding = self._finding(row)
        found = [finding] if finding else []
        if row.warnings:
            found.append(Finding("reported", row.member_id, row.name, row.line, notes=row.warnings))
        return found

    def _finding(self, row: Row) -> Finding | None:
        if row.merged_into:
            return self._merged(row)
        category = self.site.categories.get(row.category)
        if category is None:
            return self._unknown_category(row)
        outcome = self._outcome(row, category)
        if outcome is None:
            return self._report(row, self._why_nothing_fits(row))
        finding = Finding("changed", row.member_id, row.name, row.line, row=row, category=category)
        finding.access = self._access(outcome, row, category)
        row.directory_optout = row.asked_out or not outcome.in_directory
        self._note_terms(row)
        membership = self.matching.membership_of(row)
        return self._known(finding, row, membership) if membership else self._new(finding, row)

    def _report(self, row: Row, note: str) -> Finding:
        return Finding("reported", row.member_id, row.name, row.line, notes=[note])

    def _unknown_category(self, row: Row) -> Finding:
        """Nobody gets access through an unknown code; who had it has a guest's rights until staff name the code."""
        note = _("the category %(code)s is unknown; no access was given") % {"code": row.category}
        membership = self.site.memberships.get(row.member_id)
        if membership is None or membership.merged_into_id or not self.site.is_active(membership.person_id):
            return self._report(row, note)
        finding = Finding("lapsed", row.member_id, row.name, row.line, notes=[note], row=row)
        finding.membership, finding.person, finding.category = membership, membership.person, membership.category
        finding.access = Access(membership.category.gives, self.moment, gives=Gives.GUEST)
        finding.changes = [Change("gives", _given(membership.gives), _given(Gives.GUEST))]
        row.email, row.terms = membership.email, []
        return finding

    def _why_nothing_fits(self, row: Row) -> str:
        if row.paid_through is None:
            return _("no date of paid dues; nothing was changed")
        return _("no line of the table of access speaks of %(code)s with status %(status)s; nothing was changed") % {
            "code": row.category, "status": row.status or "–",
        }  # fmt: skip

    def _outcome(self, row: Row, category: Category) -> Outcome | None:
        """What the table gives; many rows say the same, so it is asked once for each."""
        asked = (category.code, row.status, row.paid_through, row.deceased)
        if asked not in self.outcomes:
            self.outcomes[asked] = self.table.outcome(
                *asked[:3], on=self.on, grace=grace_of(category, self.society_grace), deceased=row.deceased
            )
        return self.outcomes[asked]

    def _access(self, outcome: Outcome, row: Row, category: Category) -> Access:
        """What the outcome means as a standing: which kind, until when, with which bar."""
        gives = outcome.gives
        if gives == Gives.STAFF:
            return Access(gives, None, gives=gives)
        if gives == Gives.MEMBER:
            until = start_of(outcome.until, self.zone) if outcome.until else None
            begun = start_of(row.paid_through + timedelta(days=1), self.zone) if row.paid_through else None
            return Access(gives, until, gives=gives, grace_from=begun if outcome.in_grace else None)
        until = None
        if category.gives == Category.Gives.MEMBER:  # what the dues would give
            until = end_of_rights(row.paid_through, grace_of(category, self.society_grace), self.zone)
        if gives != Gives.NONE and category.gives != Category.Gives.GUEST:
            until = min(until or self.moment, self.moment)
        return Access(category.gives, until, gives == Gives.NONE, gives == Gives.MEMORIAM, gives)

    def _note_terms(self, row: Row) -> None:
        for term in row.terms:
            if term.office not in self.site.offices or term.body not in self.site.bodies:
                row.warnings.append(
                    _("the office %(body)s:%(office)s is unknown; it was left out")
                    % {"body": term.body, "office": term.office}
                )
        row.terms = [term for term in row.terms if term.office in self.site.offices and term.body in self.site.bodies]

    def _known(self, finding: Finding, row: Row, membership: Membership) -> Finding | None:
        """What is new about a known member; None when nothing is."""
        finding.membership, finding.person = membership, membership.person
        finding.changes = field_changes(row, membership, finding.category)  # type: ignore[arg-type]
        if membership.member_id != row.member_id:
            finding.changes.append(Change("member_id", membership.member_id, row.member_id))
        self._address_of_known(finding, row, membership)
        self._terms_of(finding, row, membership.person_id)
        self._access_of(finding, membership)
        if membership.missing_files and not row.is_stored:
            finding.changes.append(Change("missing_files", str(membership.missing_files), ""))
        return finding if finding.changes else None

    def _address_of_known(self, finding: Finding, row: Row, membership: Membership) -> None:
        if row.email == membership.email.casefold():
            return
        finding.changes.append(Change("email", membership.email, row.email))
        owner = self.site.people.get(row.email)
        if row.email in self.file.shared:
            finding.review = _("shared mail address")
        elif owner is not None and owner.pk != membership.person_id:
            finding.review = _("the new mail address belongs to another account")
            finding.notes.append(finding.review)
        elif row.email:
            finding.email = row.email

    def _terms_of(self, finding: Finding, row: Row, person_id: int) -> None:
        held = self.site.terms.get(person_id, {})
        for term in row.terms:
            present = held.get((term.body, term.office, term.start))
            if present is None or present.end != term.end:
                old = f"{present.start}..{present.end or ''}" if present else ""
                finding.changes.append(Change(f"{term.body}:{term.office}", old, f"{term.start}..{term.end or ''}"))

    def _access_of(self, finding: Finding, membership: Membership) -> None:
        access, person_id = finding.access, membership.person_id
        assert access is not None
        was = self.site.is_active(person_id)
        goes_on = access.until is None or access.until > self.moment
        will = goes_on and access.kind != Category.Gives.GUEST
        held = self.site.latest(person_id, access.kind)
        if held is None or (held.until != access.until and (goes_on or self.site.runs(held))):
            finding.changes.append(Change("access", _until(held), _day(access.until)))
        for kind, wanted in (("suspended", access.suspended), ("deceased", access.deceased)):
            bar = self.site.latest(person_id, kind)
            if wanted != self.site.runs(bar) and (wanted or (bar is not None and bar.source == "roster")):
                finding.changes.append(Change(kind, text(not wanted), text(wanted)))
        if membership.gives and membership.gives != access.gives:
            finding.changes.append(Change("gives", _given(membership.gives), _given(access.gives)))
        if was and not will:
            finding.kind = "lapsed"
        elif will and not was:
            finding.kind = "reactivated"

    def _new(self, finding: Finding, row: Row) -> Finding:
        finding.kind = "created"
        finding.changes = field_changes(row, None, finding.category)  # type: ignore[arg-type]
        self._terms_of(finding, row, 0)
        finding = self.matching.settle_new(finding, row)
        if finding.review:
            finding.notes.append(finding.review)
        if finding.category and finding.category.becomes and row.paid_through:
            finding.notes.append(_("training ends %(day)s: then to move to Full") % {"day": row.paid_through})
        return finding

    def _merged(self, row: Row) -> Finding | None:
        loser, survivor = self.site.memberships.get(row.member_id), self.site.memberships.get(row.merged_into)
        if loser is None:
            return self._report(row, _("merged into %(id)s; no account was made") % {"id": row.merged_into})
        if loser.merged_into_id:
            return None
        if survivor is None:
            return self._report(
                row, _("merged into %(id)s, who is not here; nothing was changed") % {"id": row.merged_into}
            )
        change = Change("merged_into", "", row.merged_into)
        finding = Finding("changed", row.member_id, row.name, row.line, [change])
        finding.membership, finding.person, finding.merges_into = loser, loser.person, survivor
        return finding

    def _missing(self) -> list[Finding]:
        if self.last is not None and self.last.digest == self.digest:
            return []
        seen = {row.member_id for row in [*self.file.rows, *self.file.rejected]}
        most = self.settings.missing_files
        found = []
        for membership in self.site.memberships.values():
            if membership.member_id in seen or not membership.is_counted_missing(most):
                continue
            times = membership.missing_files + 1
            ends = times >= most and self.site.is_active(membership.person_id)
            note = _("missing from %(n)d of %(all)d files") % {"n": times, "all": most}
            finding = Finding(
                "lapsed" if ends else "missing", membership.member_id, membership.person.name, notes=[note]
            )
            finding.changes = [Change("missing_files", text(membership.missing_files or ""), str(times))]
            finding.membership, finding.person = membership, membership.person
            found.append(finding)
        return found


def _given(gives: str) -> str:
    return str(Gives(gives).label) if gives else ""


def _until(held: Standing | None) -> str:
    if held is None:
        return ""
    return _day(held.until)


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "no end"
