"""Writing what a comparison found: batch by batch, the rows of many people in one statement."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import cached_property

from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts import actions as accounts
from collegium.accounts.models import User
from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.membership.dues_mails import welcome_back
from collegium.membership.events import MembershipChanged
from collegium.membership.joining import give_to
from collegium.membership.models import (
    Body,
    MatchProposal,
    Membership,
    Office,
    RosterBefore,
    RosterChange,
    RosterRun,
    RosterSettings,
    Term,
    society_zone,
    start_of,
)
from collegium.membership.roster.before import Facts, difference, facts_of
from collegium.membership.roster.comparing import PLAIN
from collegium.membership.roster.plan import Access, Finding
from collegium.membership.roster.row import Row
from collegium.membership.roster.rows import as_record
from collegium.web import news
from collegium.web.statements import store_each

Kind = Standing.Kind
BARS = ("suspended", "deceased")


class Writer:
    """Writes the findings of one run, in the transaction of whoever calls it."""

    def __init__(self, run: RosterRun, by: User | None, *, remembers: bool = False) -> None:
        self.run, self.by, self.zone = run, by, society_zone()
        self.remembers = remembers  # how it was, for taking the run back
        self.moment = start_of(run.on, self.zone)
        self.most_missing = RosterSettings.current().missing_files
        self.offices = {row.key: row for row in Office.objects.all()}
        self.bodies = {row.key: row for row in Body.objects.all()}
        self.held: dict[int, list[Standing]] = {}  # of the people of this batch, the oldest first
        self.granted: list[Standing] = []  # to be stored at the end of the batch
        self.kept: dict[Membership, set[str]] = {}  # known members and the fields to be stored then

    @cached_property
    def names(self) -> accounts.FreeNames:
        """Read once, when the first new person comes."""
        return accounts.FreeNames()

    def write(self, batch: list[Finding]) -> None:
        """Write some findings; what is only reported is not written."""
        known = {finding.person.pk: finding for finding in batch if finding.person} if self.remembers else {}
        before = facts_of(known)
        self._read_standings(batch)
        self._newcomers([finding for finding in batch if finding.kind == "created"])
        for finding in batch:
            if finding.kind != "created":
                self._write(finding)
        self._store()
        self._propose(batch)
        if self.remembers:
            self._remember(batch, known, before)
        self._note([finding for finding in batch if finding.person])
        changed = [finding.person.pk for finding in batch if finding.person and finding.row]
        if changed:
            news.tell(MembershipChanged(tuple(changed)))
        welcome_back(one.membership for one in batch if one.kind == "reactivated" and one.membership)

    def _write(self, finding: Finding) -> None:
        if finding.merges_into:
            self._store()  # the merge reads and ends what the rows before it gave
            self._merge(finding)
        elif finding.kind == "missing" or (finding.kind == "lapsed" and finding.row is None):
            self._miss(finding)
        elif finding.row is not None and finding.person is not None:
            self._take_over(finding, finding.person, finding.row)

    def _remember(self, batch: list[Finding], known: dict[int, Finding], before: dict[int, Facts]) -> None:
        after = facts_of(known)
        rows = [
            RosterBefore(run=self.run, person=finding.person, is_new=True)
            for finding in batch if finding.person and finding.kind == "created"
        ]  # fmt: skip
        for pk, finding in known.items():
            changed = difference(before.get(pk, {}), after.get(pk, {}))
            if finding.merges_into:
                changed = {"merged": [None, finding.merges_into.member_id]}
            if changed:
                rows.append(RosterBefore(run=self.run, person_id=pk, fields=changed))
        RosterBefore.objects.bulk_create(rows, batch_size=500)

    def _propose(self, batch: list[Finding]) -> None:
        """Keep what staff are asked; what they decided before stays decided."""
        for finding in batch:
            if asked := finding.proposal:
                MatchProposal.objects.update_or_create(
                    member_id=finding.member_id, person=asked.person, decision="",
                    defaults={"name": finding.name, "why": asked.why, "record": as_record(asked.row)},
                )  # fmt: skip

    def _read_standings(self, batch: list[Finding]) -> None:
        held = defaultdict(list)
        known = [finding.person.pk for finding in batch if finding.person]
        for row in Standing.objects.filter(person__in=known).order_by("since", "pk"):
            held[row.person_id].append(row)
        self.held = held

    def _store(self) -> None:
        """Store what was gathered. Few fields change in a batch, so only these are written."""
        if self.granted:
            access.grant_all(self.granted)
        if fields := set().union(*self.kept.values()):
            store_each(self.kept, sorted(fields))
        self.granted, self.kept = [], {}

    def _note(self, findings: list[Finding]) -> None:
        """An audit line for each changed field: hundreds of thousands in a first roster, so no objects are made."""
        columns = ("run_id", "person_id", "member_id", "line", "kind", "field", "old", "new")
        names = ", ".join(map(connection.ops.quote_name, columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {RosterChange._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})",  # noqa: S608
                [
                    (
                        self.run.pk, finding.person.pk, finding.member_id, finding.line, finding.kind,
                        change.field[:40], change.old[:300], change.new[:300],
                    )
                    for finding in findings if finding.person
                    for change in finding.changes
                ],
            )  # fmt: skip

    def _newcomers(self, findings: list[Finding]) -> None:
        people, memberships, terms = [], [], []
        for finding in findings:
            person, membership = self._newcomer(finding)
            people.append(person)
            memberships.append(membership)
        accounts.create_people(people, self.names)
        for finding, person in zip(findings, people, strict=True):
            finding.person = person
            terms += self._new_terms(finding, person)
        Membership.objects.bulk_create(memberships)
        Term.objects.bulk_create(terms)

    def _newcomer(self, finding: Finding) -> tuple[User, Membership]:
        row, wanted = finding.row, finding.access
        assert row is not None
        assert wanted is not None
        if finding.takes_address_from is not None:
            squatter = finding.takes_address_from  # registered with the address and never confirmed it
            EmailAddress.objects.filter(user=squatter, email__iexact=finding.email).delete()
            User.objects.filter(pk=squatter.pk, email__iexact=finding.email).update(email="")
        person = User(
            name=row.name, given_name=row.given, family_name=row.family, credentials=row.credentials,
            email="" if row.deceased else finding.email,
        )  # fmt: skip
        membership = Membership(person=person, email=row.email)
        self._fields(membership, finding, row)
        self._standing(person, wanted, row)
        self._grace(person, wanted)
        for bar in BARS:
            if getattr(wanted, bar):
                setattr(membership, f"{bar}_at", timezone.now())
                self.granted.append(Standing(person=person, kind=bar, source="roster"))
        return person, membership

    def _new_terms(self, finding: Finding, person: User) -> list[Term]:
        assert finding.row is not None
        once = {(term.office, term.body, term.start): term for term in finding.row.terms}
        return [
            Term(
                person=person, office=self.offices[term.office], body=self.bodies[term.body],
                start=term.start, end=term.end, source="roster",
            )
            for term in once.values()
        ]  # fmt: skip

    def _miss(self, finding: Finding) -> None:
        membership = finding.membership
        assert membership is not None
        membership.missing_files = min(membership.missing_files + 1, self.most_missing)
        membership.missing_since = membership.missing_since or self.run.on
        self.kept[membership] = {"missing_files", "missing_since"}
        if finding.kind == "lapsed":
            for kind in (Kind.MEMBER, Kind.STAFF):
                access.end(membership.person, kind)

    def _take_over(self, finding: Finding, person: User, row: Row) -> None:
        membership = finding.membership or Membership(person=person)
        before = vars(membership).copy()
        self._names(person, row, membership)
        self._fields(membership, finding, row)
        self._address(person, membership, finding, row)
        self._terms(person, finding, row)
        self._give(person, membership, finding, row)
        if membership.pk is None:
            membership.save()
            return
        columns = [field.attname for field in Membership._meta.concrete_fields]
        self.kept[membership] = {name for name in columns if getattr(membership, name) != before[name]}

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
        membership.asked_out = row.asked_out
        if finding.access is not None:
            membership.gives = finding.access.gives
        if not row.is_stored:
            membership.missing_files, membership.missing_since = 0, None
        if finding.review:
            membership.review = finding.review

    def _address(self, person: User, membership: Membership, finding: Finding, row: Row) -> None:
        membership.email = row.email
        if membership.pk is None or not finding.email or person.email.casefold() == finding.email:
            return
        if person.has_usable_password() or person.last_login:
            accounts.offer_address(person, finding.email)
            finding.notes.append(_("the member must confirm the new mail address"))
        else:
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=finding.email, primary=True, verified=True)
            person.email = finding.email
            person.save(update_fields=["email"])

    def _terms(self, person: User, finding: Finding, row: Row) -> None:
        changed = {change.field for change in finding.changes}
        for term in row.terms:
            if f"{term.body}:{term.office}" not in changed:
                continue
            Term.objects.update_or_create(
                person=person, office=self.offices[term.office], body=self.bodies[term.body], start=term.start,
                defaults={"end": term.end, "source": "roster"},
            )  # fmt: skip

    def _held(self, person: User, kind: str) -> list[Standing]:
        """What a known person had of this kind before the run, the oldest first."""
        return [row for row in self.held.get(person.pk, ()) if row.kind == kind]

    def _give(self, person: User, membership: Membership, finding: Finding, row: Row) -> None:
        wanted = finding.access
        assert wanted is not None
        self._standing(person, wanted, row)
        self._grace(person, wanted)
        for kind in {Kind.MEMBER, Kind.STAFF} - {wanted.kind}:
            if any(held.source == "roster" and counts(held) for held in self._held(person, kind)):
                access.end(person, kind)
        for bar in BARS:
            self._bar(person, membership, finding, bar, getattr(wanted, bar))

    def _standing(self, person: User, wanted: Access, row: Row) -> None:
        """Give what a row says: the end of a standing that counts now moves, else there is a new one."""
        all_held = self._held(person, wanted.kind)
        held = all_held[-1] if all_held else None
        if held is not None and held.until == wanted.until:
            return
        runs = held is not None and (held.until is None or held.until > timezone.now())
        ended = wanted.until is not None and wanted.until <= self.moment
        if held is not None and ended and not runs:
            return
        since = self.moment if held else start_of(min(row.joined or self.run.on, self.run.on), self.zone)
        until = wanted.until
        if until is not None and runs and held is not None:
            until = max(until, held.since)
        elif until is not None and until <= since:
            since = until - timedelta(days=1)
        standing = next(filter(counts, all_held), None) or Standing(person=person, kind=wanted.kind, since=since)
        standing.until, standing.source = until, "roster"
        self.granted.append(standing)

    def _grace(self, person: User, wanted: Access) -> None:
        """Who is in the days of grace is reminded on every page; who is not any more, is not."""
        held = next(filter(counts, self._held(person, Kind.GRACE)), None)
        if held is not None and (wanted.grace_from is None or held.until != wanted.until):
            access.end(person, Kind.GRACE)
            held = None
        if held is None and wanted.grace_from is not None:
            since = wanted.grace_from
            self.granted.append(
                Standing(person=person, kind=Kind.GRACE, since=since, until=wanted.until, source="roster")
            )

    def _bar(self, person: User, membership: Membership, finding: Finding, kind: str, wanted: bool) -> None:
        held = next(filter(counts, self._held(person, kind)), None)
        if wanted and held is None:
            if kind == "suspended":
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
        setattr(membership, f"{kind}_at", (getattr(membership, f"{kind}_at") or timezone.now()) if wanted else None)

    def _merge(self, finding: Finding) -> None:
        loser, survivor = finding.membership, finding.merges_into
        assert loser is not None
        assert survivor is not None
        person, other = loser.person, survivor.person
        loser.merged_into = survivor
        loser.save(update_fields=["merged_into"])
        give_to(other, person)


def counts(standing: Standing) -> bool:
    """Whether it counts now."""
    now = timezone.now()
    return standing.since <= now and (standing.until is None or standing.until > now)
