"""Applying a roster: everything in one transaction, an audit line for each changed field."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.membership.events import MembershipChanged, PeopleMerged
from collegium.membership.models import Body, Membership, Office, RosterChange, RosterRun, Term, start_of
from collegium.membership.roster.comparing import MISSING_FILES, PLAIN, Comparison
from collegium.membership.roster.plan import Access, Finding, Plan
from collegium.membership.roster.reading import Row, read_roster
from collegium.outbox import audit
from collegium.web import news
from collegium.web.models import Society

BATCH = 500  # findings between two words of progress
Kind = Standing.Kind


class Braked(Exception):
    """The safety brake: staff must confirm; the message says why."""


def compare(content: bytes, on: date) -> Plan:
    """What this file would do on that day; nothing is written.

    Raises:
        UnreadableRoster: it is no roster.
    """
    file = read_roster(content, Society.current().member_id_width)
    return Comparison(file, on, _digest(content)).plan()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@transaction.atomic
def keep_run(content: bytes, file_name: str, on: date, plan: Plan, by: User | None) -> RosterRun:
    """Keep a compared file until it is applied or another one comes."""
    RosterRun.objects.filter(applied_at=None).delete()
    return RosterRun.objects.create(
        file_name=file_name[:200], digest=_digest(content), on=on, rows=plan.lines, counts=plan.counts,
        content=content, read_by=by,
    )  # fmt: skip


@transaction.atomic
def apply_run(
    run: RosterRun, by: User | None, *, confirmed: bool = False, on_progress: Callable[[int, int], None] | None = None
) -> Plan:
    """Compare once more and write the difference.

    Args:
        run: a kept one, not applied yet.
        by: the administrator, or None for the command line.
        confirmed: whether staff saw the brake and want it anyway.
        on_progress: told after every 500 findings how many of how many are written.

    Raises:
        Braked: the brake holds and nobody confirmed, or it was applied in the meantime.
    """
    Society.objects.select_for_update(no_key=True).first()  # one roster after another, whoever applies it
    if not RosterRun.objects.filter(pk=run.pk, applied_at=None).exists():
        raise Braked(_("This file was applied in the meantime, or another one has taken its place."))
    plan = compare(bytes(run.content), run.on)
    if plan.brakes and not confirmed:
        raise Braked(" ".join(plan.brakes) + " " + _("Nothing was changed. Confirm it if it is right."))
    writer = _Writer(run, by)
    for first in range(0, len(plan.findings), BATCH):
        batch = plan.findings[first : first + BATCH]
        for finding in batch:
            writer.write(finding)
        writer.tell()
        if on_progress:
            on_progress(writer.written, len(plan.findings))
    RosterChange.objects.bulk_create(writer.lines, batch_size=1000)
    run.applied_at, run.applied_by, run.content = timezone.now(), by, b""
    run.rows, run.counts = plan.lines, plan.counts
    run.save()
    audit.log(by, "applied a roster", about=("roster", run.pk), detail=plan.counts | {"file": run.file_name})
    return plan


class _Writer:
    """Writes the findings of one run."""

    def __init__(self, run: RosterRun, by: User | None) -> None:
        self.run, self.by, self.moment = run, by, start_of(run.on)
        self.lines: list[RosterChange] = []
        self.changed: list[int] = []  # people nobody was told of yet
        self.written = 0
        self.offices = {row.key: row for row in Office.objects.all()}
        self.bodies = {row.key: row for row in Body.objects.all()}

    def write(self, finding: Finding) -> None:
        """One finding; what is only reported is not written."""
        self.written += 1
        if finding.merges_into:
            self._merge(finding)
        elif finding.kind == "missing" or (finding.kind == "lapsed" and finding.row is None):
            self._miss(finding)
        elif finding.row is not None:
            self._take_over(finding, finding.row)
        if finding.person is not None:
            self._note(finding)

    def tell(self) -> None:
        """Tell of the people written since the last time, all at once."""
        if self.changed:
            news.tell(MembershipChanged(tuple(self.changed)))
            self.changed.clear()

    def _note(self, finding: Finding) -> None:
        for change in finding.changes:
            self.lines.append(
                RosterChange(
                    run=self.run, person=finding.person, member_id=finding.member_id, line=finding.line,
                    kind=finding.kind, field=change.field[:40], old=change.old[:300], new=change.new[:300],
                )
            )  # fmt: skip

    def _miss(self, finding: Finding) -> None:
        membership = finding.membership
        assert membership is not None
        membership.missing_files = min(membership.missing_files + 1, MISSING_FILES)
        membership.missing_since = membership.missing_since or self.run.on
        membership.save(update_fields=["missing_files", "missing_since"])
        if finding.kind == "lapsed":
            for kind in (Kind.MEMBER, Kind.STAFF):
                access.end(membership.person, kind)

    def _take_over(self, finding: Finding, row: Row) -> None:
        is_new = finding.membership is None
        person = finding.person or self._make_person(finding, row)
        finding.person = person
        membership = finding.membership or Membership(person=person, is_from_roster=True)
        self._names(person, row, membership)
        self._fields(membership, finding, row)
        self._address(person, membership, finding, row, is_new)
        membership.save()
        self._terms(person, row)
        self._give(person, membership, finding, row)
        self.changed.append(person.pk)

    def _make_person(self, finding: Finding, row: Row) -> User:
        if finding.takes_address_from is not None:
            squatter = finding.takes_address_from  # registered with the address and never confirmed it
            EmailAddress.objects.filter(user=squatter, email__iexact=finding.email).delete()
            User.objects.filter(pk=squatter.pk, email__iexact=finding.email).update(email="")
        email = "" if row.deceased else finding.email
        return accounts.create_person(
            name=row.name, given_name=row.given, family_name=row.family, credentials=row.credentials, email=email
        )

    def _names(self, person: User, row: Row, membership: Membership) -> None:
        """Only what the roster says anew: what a person changed in the profile stays."""
        new: dict[str, str] = {}
        if row.name != membership.roster_name:
            new |= {"name": row.name, "given_name": row.given, "family_name": row.family}
        if row.credentials != membership.roster_credentials:
            new["credentials"] = row.credentials
        changed = {name: value for name, value in new.items() if getattr(person, name) != value}
        for name, value in changed.items():
            setattr(person, name, value)
        if changed:
            person.save(update_fields=list(changed))

    def _fields(self, membership: Membership, finding: Finding, row: Row) -> None:
        for name in PLAIN:
            setattr(membership, name, getattr(row, name))
        membership.member_id, membership.category = row.member_id, finding.category  # type: ignore[assignment]
        membership.legal_given_name, membership.roster_name = row.legal_given, row.name
        membership.roster_credentials, membership.is_from_roster = row.credentials, True
        membership.missing_files, membership.missing_since = 0, None
        if finding.review:
            membership.review = finding.review

    def _address(self, person: User, membership: Membership, finding: Finding, row: Row, is_new: bool) -> None:
        membership.email = row.email
        if is_new or not finding.email or person.email.casefold() == finding.email:
            return
        if person.has_usable_password() or person.last_login:
            accounts.offer_address(person, finding.email)
            finding.notes.append(_("the member must confirm the new mail address"))
        else:
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=finding.email, primary=True, verified=True)
            person.email = finding.email
            person.save(update_fields=["email"])

    def _terms(self, person: User, row: Row) -> None:
        for term in row.terms:
            Term.objects.update_or_create(
                person=person, office=self.offices[term.office], body=self.bodies[term.body], start=term.start,
                defaults={"end": term.end, "source": "roster"},
            )  # fmt: skip

    def _give(self, person: User, membership: Membership, finding: Finding, row: Row) -> None:
        wanted = finding.access
        assert wanted is not None
        self._standing(person, wanted, row)
        is_made = finding.kind == "created"  # nothing can stand in the way of an account that was not there
        if not is_made:
            for kind in {Kind.MEMBER, Kind.STAFF} - {wanted.kind}:
                if Standing.objects.filter(person=person, kind=kind, source="roster").at().exists():
                    access.end(person, kind)
        for name, bars in (("suspended", wanted.suspended), ("deceased", wanted.deceased)):
            if bars or not is_made:
                self._bar(person, membership, finding, name, bars)

    def _standing(self, person: User, wanted: Access, row: Row) -> None:
        held = Standing.objects.filter(person=person, kind=wanted.kind).order_by("since", "pk").last()
        if held is not None and held.until == wanted.until:
            return
        runs = held is not None and (held.until is None or held.until > timezone.now())
        ended = wanted.until is not None and wanted.until <= self.moment
        if held is not None and ended and not runs:
            return
        since = self.moment if held else start_of(min(row.joined or self.run.on, self.run.on))
        until = wanted.until
        if until is not None and runs and held is not None:
            until = max(until, held.since)
        elif until is not None and until <= since:
            since = until - timedelta(days=1)
        access.grant(person, wanted.kind, since=since, until=until, source="roster")

    def _bar(self, person: User, membership: Membership, finding: Finding, kind: str, wanted: bool) -> None:
        held = Standing.objects.filter(person=person, kind=kind).at().first()
        if wanted and held is None:
            if kind == "suspended" and finding.kind != "created":
                try:
                    accounts.suspend(person, self.by, _("The society's roster says so."), source="roster")
                except accounts.Refused as refused:
                    finding.notes.append(str(refused))
                    return
            else:
                access.grant(person, kind, source="roster")
                accounts.end_sessions(person)
        elif not wanted and held is not None and held.source == "roster":
            access.end(person, kind)
        name = f"{kind}_at"
        moment = (getattr(membership, name) or timezone.now()) if wanted else None
        if moment != getattr(membership, name):
            setattr(membership, name, moment)
            membership.save(update_fields=[name])

    def _merge(self, finding: Finding) -> None:
        loser, survivor = finding.membership, finding.merges_into
        assert loser is not None
        assert survivor is not None
        person, other = loser.person, survivor.person
        loser.merged_into = survivor
        loser.save(update_fields=["merged_into"])
        for role in Standing.objects.filter(person=person, kind__in=Standing.ROLES).at():
            access.grant(other, role.kind, source="staff")  # one person, so the roles go along
        for kind in (Kind.MEMBER, Kind.STAFF, Kind.GUEST, *Standing.ROLES):
            access.end(person, kind)
        accounts.end_sessions(person)
        EmailAddress.objects.filter(user=person).update(user=other, primary=False)
        User.objects.filter(pk=person.pk).update(email="", is_active=False)
        news.tell(PeopleMerged(person.pk, other.pk))


def describe(plan: Plan) -> list[str]:
    """The difference in words, kind by kind."""
    out: list[str] = []
    for kind, number in plan.counts.items():
        if number:
            found = plan.of_kind(kind)
            out.append(f"{found[0].label.capitalize()}: {number}")
            out.extend(f"  {finding.in_words}" for finding in found)
    return out or [_("The file changes nothing.")]
