"""Comparing a roster with the site: who is who, what changed, what each row gives. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.membership.models import (
    Body,
    Category,
    Membership,
    Office,
    RosterRun,
    Term,
    end_of_rights,
    society_zone,
    start_of,
)
from collegium.membership.roster.plan import Access, Change, Finding, Plan
from collegium.membership.roster.reading import RosterFile, Row, fold
from collegium.web.models import Society

MISSING_FILES = 3  # files a member may be missing from before it counts as lapsed
PLAIN = (
    "status", "joined", "paid_through", "title", "organization", "organization_key", "city", "state", "country",
    "specialty", "npi", "orcid", "chapter", "directory_optout", "no_email",
)  # fmt: skip
ENTRY = (Standing.Kind.MEMBER, Standing.Kind.STAFF, Standing.Kind.GUEST)


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
    """One run over a file; `plan()` gives the result."""

    def __init__(self, file: RosterFile, on: date, digest: str) -> None:
        self.file, self.on, self.digest = file, on, digest
        self.moment = start_of(on)
        self.zone, self.grace = society_zone(), Society.current().grace_days
        self.categories = {row.code: row for row in Category.objects.all()}
        self.offices = set(Office.objects.values_list("key", flat=True))
        self.bodies = set(Body.objects.values_list("key", flat=True))
        rows = Membership.objects.select_related("person", "category", "merged_into")
        self.memberships = {row.member_id: row for row in rows}
        self.standings: dict[int, dict[str, list[Standing]]] = defaultdict(lambda: defaultdict(list))
        self.people = self._people_by_address()
        self._load_standings()
        self.terms = self._terms()
        self.by_npi = {row.npi: row for row in self.memberships.values() if row.npi}
        self.last = RosterRun.objects.filter(applied_at__isnull=False).first()

    def _people_by_address(self) -> dict[str, User]:
        """Accounts with an address of the file; those of members are at hand."""
        addresses = {row.email for row in self.file.rows if row.email}
        people = {row.person.email.casefold(): row.person for row in self.memberships.values()}
        found = {address: people[address] for address in addresses if address in people}
        others = sorted(addresses.difference(found))
        for first in range(0, len(others), 500):
            part = others[first : first + 500]
            for person in User.objects.filter(email__in=part).select_related("membership"):
                found[person.email.casefold()] = person
            for row in EmailAddress.objects.filter(email__in=part, verified=True).select_related("user__membership"):
                found.setdefault(row.email.casefold(), row.user)
        return found

    def _load_standings(self) -> None:
        known = {row.person_id for row in self.memberships.values()} | {person.pk for person in self.people.values()}
        for standing in Standing.objects.order_by("since", "pk").iterator(5000):
            if standing.person_id in known:
                self.standings[standing.person_id][standing.kind].append(standing)

    def _terms(self) -> dict[int, dict[tuple[str, str, date], Term]]:
        found: dict[int, dict[tuple[str, str, date], Term]] = defaultdict(dict)
        for term in Term.objects.select_related("office", "body"):
            found[term.person_id][(term.body.key if term.body else "", term.office.key, term.start)] = term
        return found

    def is_active(self, person_id: int) -> bool:
        """Member or staff on the day, by what is stored now."""
        rows = self.standings[person_id]
        held = [*rows[Standing.Kind.MEMBER], *rows[Standing.Kind.STAFF]]
        tomorrow = self.moment + timedelta(days=1)
        return any(row.since <= tomorrow and self.runs(row) for row in held)

    def runs(self, row: Standing | None) -> bool:
        """Whether a standing goes on after the beginning of the day."""
        return row is not None and (row.until is None or row.until > self.moment)

    def latest(self, person_id: int, kind: str) -> Standing | None:
        """The last standing of a kind, ended or not."""
        rows = self.standings[person_id][kind]
        return rows[-1] if rows else None

    def plan(self) -> Plan:
        """Everything the file means, in its order, then who is missing."""
        plan = Plan(on=self.on, lines=self.file.lines, rows_before=self.last.rows if self.last else 0)
        plan.active_before = sum(self.is_active(row.person_id) for row in self.memberships.values())
        for row in self.file.rejected:
            plan.findings.append(Finding("rejected", row.member_id, row.name, row.line, notes=[row.rejected]))
        for row in self.file.rows:
            plan.findings.extend(self._findings(row))
        plan.findings.extend(self._missing())
        return plan

    def _findings(self, row: Row) -> list[Finding]:
        finding = self._finding(row)
        found = [finding] if finding else []
        if row.warnings:
            found.append(Finding("reported", row.member_id, row.name, row.line, notes=row.warnings))
        return found

    def _finding(self, row: Row) -> Finding | None:
        category = self.categories.get(row.category)
        if row.merged_into:
            return self._merged(row)
        if category is None:
            return self._report(
                row, _("the category %(code)s is unknown; no access was given") % {"code": row.category}
            )
        if row.paid_through is None and not category.for_life and not row.is_dropped:
            return self._report(row, _("no date of paid dues; nothing was changed"))
        if row.status[:1] not in ("", "A", "I", "S", "D"):
            return self._report(row, _("the status %(code)s is unknown; nothing was changed") % {"code": row.status})
        finding = Finding("changed", row.member_id, row.name, row.line, row=row, category=category)
        finding.access = self._access(row, category)
        self._note_terms(row)
        membership = self.memberships.get(row.member_id) or self._renumbered(row) or self._made_by_hand(row)
        return self._known(finding, row, membership) if membership else self._new(finding, row)

    def _report(self, row: Row, note: str) -> Finding:
        return Finding("reported", row.member_id, row.name, row.line, notes=[note])

    def _access(self, row: Row, category: Category) -> Access:
        until = end_of_rights(row.paid_through, self.grace, self.zone)
        if category.gives != Category.Gives.MEMBER:
            until = None
        if row.is_dropped or row.status.startswith("I"):
            until = min(until or self.moment, self.moment)
        return Access(category.gives, until, suspended=row.status.startswith("S"), deceased=row.deceased)

    def _note_terms(self, row: Row) -> None:
        for term in row.terms:
            if term.office not in self.offices or term.body not in self.bodies:
                row.warnings.append(
                    _("the office %(body)s:%(office)s is unknown; it was left out")
                    % {"body": term.body, "office": term.office}
                )
        row.terms = [term for term in row.terms if term.office in self.offices and term.body in self.bodies]

    def _known(self, finding: Finding, row: Row, membership: Membership) -> Finding | None:
        """What is new about a known member; None when nothing is."""
        finding.membership, finding.person = membership, membership.person
        finding.changes = field_changes(row, membership, finding.category)  # type: ignore[arg-type]
        if membership.member_id != row.member_id:
            finding.changes.append(Change("member_id", membership.member_id, row.member_id))
        self._address_of_known(finding, row, membership)
        self._terms_of(finding, row, membership.person_id)
        self._access_of(finding, membership)
        if membership.missing_files:
            finding.changes.append(Change("missing_files", str(membership.missing_files), ""))
        return finding if finding.changes else None

    def _renumbered(self, row: Row) -> Membership | None:
        """The member with this NPI and a similar name, when the file no longer has the old number."""
        other = self.by_npi.get(row.npi) if row.npi else None
        if other is None or not similar(row.family, other.person.family_name):
            return None
        if any(line.member_id == other.member_id for line in self.file.rows):
            row.warnings.append(_("has the same NPI as member %(id)s") % {"id": other.member_id})
            return None
        return other

    def _made_by_hand(self, row: Row) -> Membership | None:
        """The member whom staff added with this address, not yet in the roster then."""
        person = self.people.get(row.email) if row.email and row.email not in self.file.shared else None
        membership = getattr(person, "membership", None)
        if membership is None or membership.is_from_roster or not similar(row.family, person.family_name):  # type: ignore[union-attr]
            return None
        return self.memberships.get(membership.member_id)

    def _address_of_known(self, finding: Finding, row: Row, membership: Membership) -> None:
        if row.email == membership.email.casefold():
            return
        finding.changes.append(Change("email", membership.email, row.email))
        owner = self.people.get(row.email)
        if row.email in self.file.shared:
            finding.review = _("shared mail address")
        elif owner is not None and owner.pk != membership.person_id:
            finding.review = _("the new mail address belongs to another account")
            finding.notes.append(finding.review)
        elif row.email:
            finding.email = row.email

    def _terms_of(self, finding: Finding, row: Row, person_id: int) -> None:
        held = self.terms.get(person_id, {})
        for term in row.terms:
            present = held.get((term.body, term.office, term.start))
            if present is None or present.end != term.end:
                old = f"{present.start}..{present.end or ''}" if present else ""
                finding.changes.append(Change(f"{term.body}:{term.office}", old, f"{term.start}..{term.end or ''}"))

    def _access_of(self, finding: Finding, membership: Membership) -> None:
        access, person_id = finding.access, membership.person_id
        assert access is not None
        was = self.is_active(person_id)
        goes_on = access.until is None or access.until > self.moment
        will = goes_on and access.kind != Category.Gives.GUEST
        held = self.latest(person_id, access.kind)
        if held is None or (held.until != access.until and (goes_on or self.runs(held))):
            finding.changes.append(Change("access", _until(held), _day(access.until)))
        for kind, wanted in (("suspended", access.suspended), ("deceased", access.deceased)):
            bar = self.latest(person_id, kind)
            if wanted != self.runs(bar) and (wanted or (bar is not None and bar.source == "roster")):
                finding.changes.append(Change(kind, text(not wanted), text(wanted)))
        if was and not will:
            finding.kind = "lapsed"
        elif will and not was:
            finding.kind = "reactivated"

    def _new(self, finding: Finding, row: Row) -> Finding | None:
        finding.kind = "created"
        finding.changes = field_changes(row, None, finding.category)  # type: ignore[arg-type]
        self._terms_of(finding, row, 0)
        owner = self.people.get(row.email) if row.email else None
        if not row.email:
            finding.review = _("no mail address: invite by another way")
        elif row.email in self.file.shared:
            finding.review = _("shared mail address: invite by another way")
        elif owner is None:
            finding.email = row.email
        elif getattr(owner, "membership", None) is not None:
            finding.review = _("the mail address belongs to another member")
        elif not self._is_confirmed(owner):
            finding.email, finding.takes_address_from = row.email, owner
        elif similar(row.family, owner.family_name or owner.name):
            finding.person, finding.kind = owner, "changed"
            finding.changes.insert(0, Change("account", "guest", "member"))
            finding.notes.append(_("the guest account becomes a member's"))
        else:
            note = _("the mail address belongs to %(name)s, whose name differs; nothing was merged") % {
                "name": owner.name
            }
            return self._report(row, note)
        if finding.review:
            finding.notes.append(finding.review)
        if finding.category and finding.category.becomes and row.paid_through:
            finding.notes.append(_("training ends %(day)s: then to move to Full") % {"day": row.paid_through})
        return finding

    def _is_confirmed(self, person: User) -> bool:
        return any(self.standings[person.pk][kind] for kind in ENTRY)

    def _merged(self, row: Row) -> Finding | None:
        loser, survivor = self.memberships.get(row.member_id), self.memberships.get(row.merged_into)
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
        found = []
        for membership in self.memberships.values():
            if membership.member_id in seen or not membership.is_counted_missing(MISSING_FILES):
                continue
            times = membership.missing_files + 1
            ends = times >= MISSING_FILES and self.is_active(membership.person_id)
            note = _("missing from %(n)d of %(all)d files") % {"n": times, "all": MISSING_FILES}
            finding = Finding(
                "lapsed" if ends else "missing", membership.member_id, membership.person.name, notes=[note]
            )
            finding.changes = [Change("missing_files", text(membership.missing_files or ""), str(times))]
            finding.membership, finding.person = membership, membership.person
            found.append(finding)
        return found


def similar(one: str, other: str) -> bool:
    """Whether two family names may be the same: equal without accents and punctuation, or one within the other."""
    first, second = fold(one), fold(other)
    return bool(first and second) and (first in second or second in first)


def _until(held: Standing | None) -> str:
    if held is None:
        return ""
    return _day(held.until)


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "no end"
