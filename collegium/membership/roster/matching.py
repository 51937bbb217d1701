"""Whose line is it? In this order: member number; a proven link; NPI with a similar last name; a confirmed mail address
that is one person's, with a similar last name. Everything weaker is only proposed to staff, and a name alone never is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.membership.models import MatchProposal, Membership
from collegium.membership.roster.links import places_of
from collegium.membership.roster.plan import Change, Finding, Proposal
from collegium.membership.roster.row import Row, fold
from collegium.membership.roster.site import Site
from collegium.web.texts import folded

Why, Decision = MatchProposal.Why, MatchProposal.Decision


def similar(one: str, other: str) -> bool:
    """Whether two family names may be the same: equal without accents and punctuation, or one within the other."""
    first, second = fold(one), fold(other)
    return bool(first and second) and (first in second or second in first)


class Matching:
    """Finds the person of a row among what the site knows."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.numbers = {row.member_id for row in site.file.rows}
        self.merging = {row.member_id: row.merged_into for row in site.file.rows if row.merged_into}
        self.namesakes = self._namesakes(row for row in site.file.rows if row.member_id not in site.memberships)

    def membership_of(self, row: Row) -> Membership | None:
        """The membership that this row certainly speaks of."""
        return (
            self.site.memberships.get(row.member_id) or self._linked(row) or self._renumbered(row) or self._by_hand(row)
        )

    def _linked(self, row: Row) -> Membership | None:
        """The member who is proven to be meant, unless the file still has that member under the old number."""
        person = self.site.linked.get(row.member_id)
        found: Membership | None = getattr(person, "membership", None)
        if found is None or found.merged_into_id or found.member_id in self.numbers:
            return None
        return self.site.memberships.get(found.member_id) or found

    def _renumbered(self, row: Row) -> Membership | None:
        """The member with this NPI and a similar name, when the file no longer has the old number."""
        other = self.site.by_npi.get(row.npi) if row.npi else None
        if other is None or not self._is_same(row, other.person):
            return None
        if other.member_id in self.numbers:
            row.warnings.append(_("has the same NPI as member %(id)s") % {"id": other.member_id})
            return None
        return other

    def _is_same(self, row: Row, person: User) -> bool:
        """Similar last names, unless staff decided; what they decided is remembered."""
        decision = self.site.decided(row.member_id, person)
        return decision == Decision.SAME or (not decision and similar(row.family, person.family_name or person.name))

    def _by_hand(self, row: Row) -> Membership | None:
        """The member whom staff added with this address, not yet in the roster then."""
        person = self.site.people.get(row.email) if row.email and row.email not in self.site.file.shared else None
        membership = getattr(person, "membership", None)
        if person is None or membership is None or membership.is_from_roster or not self._is_same(row, person):
            return None
        return self.site.memberships.get(membership.member_id)

    def settle_new(self, finding: Finding, row: Row) -> Finding:
        """Who a row without a membership is: a new person, a guest who becomes a member, or a question to staff."""
        held = self._held_npi(row)
        if held is not None:
            return self._ask(row, held, Why.NPI)
        owner = self.site.linked.get(row.member_id) or (self.site.people.get(row.email) if row.email else None)
        decision = self.site.decided(row.member_id, owner) if owner else ""
        if owner is not None and row.member_id in self.site.linked and getattr(owner, "membership", None) is None:
            return self._upgrade(finding, owner)
        if not row.email:
            finding.review = _("no mail address: invite by another way")
        elif row.email in self.site.file.shared:
            finding.review = _("shared mail address: invite by another way")
        elif owner is None:
            finding.email = row.email
        elif getattr(owner, "membership", None) is not None:
            finding.review = _("the mail address belongs to another member")
        elif not self.site.is_confirmed(owner):
            finding.email, finding.takes_address_from = row.email, owner
        elif self._is_same(row, owner):
            return self._upgrade(finding, owner)
        elif decision == Decision.TWO:
            finding.review = _("the mail address belongs to %(name)s: invite by another way") % {"name": owner.name}
        else:
            return self._ask(row, owner, Why.ADDRESS)
        if finding.kind == "created":
            self._propose_namesake(finding, row)
        return finding

    def _upgrade(self, finding: Finding, owner: User) -> Finding:
        finding.person, finding.kind = owner, "changed"
        finding.changes.insert(0, Change("account", "guest", "member"))
        finding.notes.append(_("the guest account becomes a member's"))
        return finding

    def _held_npi(self, row: Row) -> User | None:
        """The member with this NPI and another name whose number is gone: one person or two?"""
        other = self.site.by_npi.get(row.npi) if row.npi else None
        if other is None or other.member_id in self.numbers or similar(row.family, other.person.family_name):
            return None
        return None if self.site.decided(row.member_id, other.person) else other.person

    def _ask(self, row: Row, person: User, why: str) -> Finding:
        """Nothing is made or merged before staff said whether it is one person."""
        words = {
            Why.ADDRESS: _("the mail address belongs to %(name)s, whose name differs; nothing was merged"),
            Why.NPI: _("the NPI belongs to %(name)s, whose name differs; nothing was merged"),
        }[Why(why)] % {"name": person.name}
        finding = Finding("reported", row.member_id, row.name, row.line, notes=[words])
        finding.proposal = Proposal(person, why, row)
        return finding

    def _namesakes(self, rows: Iterable[Row]) -> dict[str, list[User]]:
        """Accounts that no roster knows, by their folded name."""
        names = sorted({folded(row.name) for row in rows if row.organization and row.city})
        found: dict[str, list[User]] = defaultdict(list)
        for first in range(0, len(names), 500):
            people = User.objects.filter(folded_name__in=names[first : first + 500], is_active=True)
            for person in people.exclude(membership__is_from_roster=True).select_related("membership"):
                found[person.folded_name].append(person)
        self.places = places_of(person.pk for people in found.values() for person in people)
        return found

    def _propose_namesake(self, finding: Finding, row: Row) -> None:
        """The same name, institution and city: asked, never taken for granted. The new account is made meanwhile."""
        if not (row.organization and row.city):
            return
        for person in self.namesakes.get(folded(row.name), ()):
            here = {(fold(where), fold(city)) for where, city in self._places(person)}
            if (fold(row.organization), fold(row.city)) not in here or self.site.decided(row.member_id, person):
                continue
            finding.proposal = Proposal(person, Why.NAME_AND_PLACE, row)
            finding.notes.append(_("may be %(name)s, who is here already: staff decide") % {"name": person.name})
            return

    def _places(self, person: User) -> set[tuple[str, str]]:
        own = getattr(person, "membership", None)
        return self.places.get(person.pk, set()) | ({(own.organization, own.city)} if own is not None else set())
