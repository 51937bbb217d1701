"""What the site knows of the people that a roster, or one record of it, speaks of. Read with few statements."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.membership.models import Body, Category, MatchProposal, Membership, Office, Term
from collegium.membership.roster.links import linked_people
from collegium.membership.roster.row import RosterFile

ENTRY = (Standing.Kind.MEMBER, Standing.Kind.STAFF, Standing.Kind.GUEST)
Terms = dict[int, dict[tuple[str, str, date], Term]]


class Site:
    """Memberships, accounts, standings and terms, as they are stored at this moment.

    Args:
        file: whose people are meant.
        whole: every membership (a file), or only those that the rows may mean (one record).
        moment: the instant at which the day begins.
    """

    def __init__(self, file: RosterFile, moment: datetime, *, whole: bool) -> None:
        self.file, self.moment = file, moment
        self.categories = {row.code: row for row in Category.objects.all()}
        self.offices = set(Office.objects.values_list("key", flat=True))
        self.bodies = set(Body.objects.values_list("key", flat=True))
        rows = Membership.objects.select_related("person", "category", "merged_into")
        self.memberships = {row.member_id: row for row in (rows if whole else rows.filter(self._meant()))}
        self.by_npi = {row.npi: row for row in self.memberships.values() if row.npi}
        self.people = self._people_by_address()
        self.linked = linked_people(file.rows)
        self.standings: dict[int, dict[str, list[Standing]]] = defaultdict(lambda: defaultdict(list))
        self.whole = whole
        self._load_standings()
        self.terms = self._terms()
        self.decisions = self._decisions()

    def _meant(self) -> Q:
        rows = self.file.rows
        numbers = {row.member_id for row in rows} | {row.merged_into for row in rows if row.merged_into}
        addresses = {row.email for row in rows if row.email}
        meant = Q(member_id__in=numbers) | Q(email__in=addresses) | Q(person__email__in=addresses)
        return meant | Q(npi__in={row.npi for row in rows if row.npi})

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

    def _known(self) -> set[int]:
        found = {row.person_id for row in self.memberships.values()} | {person.pk for person in self.people.values()}
        return found | {person.pk for person in self.linked.values()}

    def _load_standings(self) -> None:
        known = self._known()
        rows = Standing.objects.order_by("since", "pk")
        for standing in (rows if self.whole else rows.filter(person__in=known)).iterator(5000):
            if standing.person_id in known:
                self.standings[standing.person_id][standing.kind].append(standing)

    def _terms(self) -> Terms:
        found: Terms = defaultdict(dict)
        rows = Term.objects.select_related("office", "body")
        for term in rows if self.whole else rows.filter(person__in=self._known()):
            found[term.person_id][(term.body.key if term.body else "", term.office.key, term.start)] = term
        return found

    def _decisions(self) -> dict[tuple[str, int], str]:
        """What staff said about (member number, person)."""
        rows: Any = MatchProposal.objects.exclude(decision="")
        if not self.whole:
            rows = rows.filter(member_id__in={row.member_id for row in self.file.rows})
        return {
            (number, person): decision
            for number, person, decision in rows.values_list("member_id", "person", "decision")
        }

    def decided(self, member_id: str, person: User) -> str:
        """What staff said of these two: "same", "two" or nothing yet."""
        return self.decisions.get((member_id, person.pk), "")

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

    def is_confirmed(self, person: User) -> bool:
        """Whether the account ever had a standing: its mail address was proven."""
        return any(self.standings[person.pk][kind] for kind in ENTRY)
