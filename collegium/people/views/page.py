"""What a reader may know of a person (docs/access.md, "profile page").

Visitors and guests: name, credentials, offices and public words of people who wrote something they may read.
Members: as each field is set. Administrators: everything, and each look is logged. Suspended people: as visitors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.audience.reader import Reader
from collegium.membership.models import Term
from collegium.outbox import audit
from collegium.people.cards import workplaces
from collegium.people.follows import is_following
from collegium.people.models import Disclosure, Profile, Verification
from collegium.people.offices import offices_held, titles_now
from collegium.people.seen import fields_seen, sharing_a_group
from collegium.people.verification import Fact, marks_of
from collegium.people.views.words import has_words_for
from collegium.web import html

Kind = Standing.Kind


@dataclass(slots=True)
class Person:
    """A profile page for one reader. What the reader may not have is empty."""

    person: User
    profile: Profile
    standing: str
    is_own: bool
    is_for_members: bool
    is_everything: bool
    office: str = ""
    offices: list[Term] = field(default_factory=list)
    member_since: datetime | None = None
    headline: str = ""
    about: str = ""
    specialty: str = ""
    place: str = ""
    expertise: list[str] = field(default_factory=list)
    workplace: tuple[str, str] | None = None
    disclosures: list[Disclosure] = field(default_factory=list)
    npi: str = ""
    orcid: str = ""
    known: list[tuple[str, list[Verification]]] = field(default_factory=list)
    email: str = ""
    phone: str = ""
    is_followed: bool = False

    @property
    def confirmed_on(self) -> date | None:
        """When the disclosures were last confirmed."""
        return max((line.confirmed_on for line in self.disclosures), default=None)


def is_known(person: User, reader: Reader, standing: str | None = None) -> bool:
    """Whether this reader may know of the person at all; else the page is the same 404 as for nobody."""
    if reader.person_id == person.pk or reader.is_administrator:
        return True
    standing = _standing(person)[0] if standing is None else standing
    if not standing:
        return False
    return (reader.is_member and standing != "suspended") or has_words_for(person, reader)


def person_page(person: User, reader: Reader) -> Person | None:
    """The page, or None when this reader may not know of the person."""
    standing, since = _standing(person)
    if not is_known(person, reader, standing):
        return None
    is_own = reader.person_id == person.pk
    profile = getattr(person, "profile", None) or Profile(person=person)
    page = Person(person, profile, standing, is_own, reader.is_member, reader.is_administrator)
    page.office, page.offices = titles_now([person.pk]).get(person.pk, ""), offices_held(person)
    page.is_followed = is_following(reader, "person", person.pk)
    seen: frozenset[str] = frozenset()
    if is_own or reader.is_administrator or (reader.is_member and standing != "suspended"):
        seen = _fill(page, reader, since)
    page.known = known_of(person, seen)
    if reader.is_administrator and not is_own:
        audit.log(reader.person, "looked at a whole profile", about=("person", person.pk))
    return page


def known_of(person: User, seen: frozenset[str]) -> list[tuple[str, list[Verification]]]:
    """How we know the facts a reader has: what was verified of it, by whom and when; never of a field they lack."""
    fields = {Fact.SPECIALTY: "specialty", Fact.NPI: "identifiers", Fact.ORCID: "identifiers"}
    fields[Fact.AFFILIATION] = "affiliation"
    return [
        (str(Fact(fact).label), rows)
        for (fact, _about), rows in sorted(marks_of(person).items(), key=lambda one: list(Fact).index(Fact(one[0][0])))
        if fact not in fields or fields[Fact(fact)] in seen
    ]


def _fill(page: Person, reader: Reader, since: datetime | None) -> frozenset[str]:
    person, profile = page.person, page.profile
    seen = fields_seen(profile, reader, shares=bool(sharing_a_group(reader, [person.pk])))
    page.member_since = since
    page.headline = profile.headline if "headline" in seen else ""
    page.about = html.from_plain(profile.about) if "about" in seen else ""
    page.specialty = profile.specialty.name if profile.specialty and "specialty" in seen else ""
    page.place = profile.place if "location" in seen else ""
    page.expertise = profile.expertise if "ask_me_about" in seen else []
    page.workplace = workplaces([person.pk]).get(person.pk) if "affiliation" in seen else None
    page.npi, page.orcid = (profile.npi, profile.orcid) if "identifiers" in seen else ("", "")
    page.disclosures = list(person.disclosures.all())
    if page.is_own or page.is_everything:
        page.email, page.phone = person.email, profile.phone
    return seen


def _standing(person: User) -> tuple[str, datetime | None]:
    """guest, member, lapsed, staff, suspended, deceased, or "" (never confirmed); and since when a member."""
    rows = list(Standing.objects.filter(person=person, since__lte=timezone.now()))
    current = {row.kind for row in rows if row.until is None or row.until > timezone.now()}
    since = min((row.since for row in rows if row.kind == Kind.MEMBER), default=None)
    for kind in (Kind.DECEASED, Kind.SUSPENDED, Kind.STAFF, Kind.MEMBER):
        if kind in current:
            return str(kind.value), since
    if since:
        return "lapsed", since
    return ("guest" if Kind.GUEST in current else ""), None
