"""What a reader may know of a person (docs/access.md, "profile page").

Visitors and guests: name, credentials, offices and public words of people who wrote something they may read.
Members: as each field is set. Administrators: everything, and each look is logged. Suspended people: as visitors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.audience.reader import Reader
from collegium.membership.models import Term
from collegium.organizations.colleagues import may_confirm
from collegium.organizations.models import Affiliation
from collegium.outbox import audit
from collegium.people.cards import workplaces
from collegium.people.disclosures import Disclosed, disclosed_by
from collegium.people.follows import is_following
from collegium.people.links import NETWORKS, label_of
from collegium.people.models import Profile, Verification
from collegium.people.offices import offices_held, titles_now
from collegium.people.publications import Publication, publications_of
from collegium.people.seen import fields_seen, sharing_a_group, wrote_to
from collegium.people.spoken import name_of
from collegium.people.verification import Fact, marks_of
from collegium.people.views.words import has_words_for
from collegium.web import html

Kind = Standing.Kind


@dataclass(slots=True)
class Work:
    """An affiliation on a profile; how it is known; and whether this reader may confirm it, or did."""

    row: Affiliation
    is_past: bool
    marks: list[Verification]
    may_confirm: bool = False
    confirmed: bool = False


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
    further: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    stage: str = ""
    languages: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    place: str = ""
    expertise: list[str] = field(default_factory=list)
    workplace: tuple[str, str] | None = None
    works: list[Work] = field(default_factory=list)
    disclosed: Disclosed | None = None
    npi: str = ""
    orcid: str = ""
    known: list[tuple[str, list[Verification]]] = field(default_factory=list)
    email: str = ""
    phone: str = ""
    is_followed: bool = False


def is_known(person: User, reader: Reader, standing: str | None = None) -> bool:
    """Whether this reader may know of the person at all; else the page is the same 404 as for nobody."""
    if reader.person_id == person.pk or reader.is_administrator:
        return True
    standing = _standing(person)[0] if standing is None else standing
    if not standing:
        return False
    if reader.is_member and standing != "suspended":
        return True
    return has_words_for(person, reader) or wrote_to(person.pk, reader)


def person_page(person: User, reader: Reader, *, shares: bool = False) -> Person | None:
    """The page, or None when this reader may not know of the person.

    Args:
        shares: take it that the two are in a group together (for a preview).
    """
    standing, since = _standing(person)
    if not is_known(person, reader, standing):
        return None
    is_own = reader.person_id == person.pk
    profile = getattr(person, "profile", None) or Profile(person=person)
    page = Person(person, profile, standing, is_own, reader.is_member, reader.is_administrator)
    page.office, page.offices = titles_now([person.pk]).get(person.pk, ""), offices_held(person)
    page.is_followed = is_following(reader, "person", person.pk)
    seen: frozenset[str] = frozenset()
    is_filled = is_own or reader.is_administrator or (reader.is_member and standing != "suspended")
    if is_filled:
        seen = _fill(page, reader, since, shares)
    page.known = known_of(person, seen)
    if "affiliation" in seen:
        page.works = _works(page, reader)
    if is_filled or has_public_disclosures(page):
        page.disclosed = disclosed_by(person)
    if reader.is_administrator and not is_own:
        audit.log(reader.person, "looked at a whole profile", about=("person", person.pk))
    return page


def has_public_disclosures(page: Person) -> bool:
    """Whether everybody who may know of the person reads their disclosures: office holders, editors, bloggers."""
    edits = Standing.objects.filter(person=page.person, kind=Kind.EDITOR).at()
    return bool(page.office) or page.person.blogs.running().exists() or edits.exists()


def known_of(person: User, seen: frozenset[str]) -> list[tuple[str, list[Verification]]]:
    """How we know the facts a reader has: what was verified of it, by whom and when; never of a field they lack."""
    fields = {Fact.SPECIALTY: "specialty", Fact.NPI: "identifiers", Fact.ORCID: "identifiers"}
    return [
        (str(Fact(fact).label), rows)
        for (fact, _about), rows in sorted(marks_of(person).items(), key=lambda one: list(Fact).index(Fact(one[0][0])))
        if fact != Fact.AFFILIATION and (fact not in fields or fields[Fact(fact)] in seen)
    ]


def _works(page: Person, reader: Reader) -> list[Work]:
    """Where the person works and worked, the first one first; what is not shown only to them and administrators."""
    rows = Affiliation.objects.filter(person=page.person).select_related("organization")
    if not (page.is_own or page.is_everything):
        rows = rows.filter(is_consented=True)
    today, marks = timezone.localdate(), marks_of(page.person)
    works = [
        Work(row, row.until is not None and row.until <= today, marks.get((Fact.AFFILIATION, row.organization_id), []))
        for row in rows.main_first()
    ]
    open_to = may_confirm(reader, page.person.pk, [work.row.organization_id for work in works if not work.is_past])
    for work in works:
        work.may_confirm = work.row.organization_id in open_to and not work.is_past
        work.confirmed = any(mark.source == "colleague" and mark.by_id == reader.person_id for mark in work.marks)
    return sorted(works, key=lambda work: work.is_past)


def _fill(page: Person, reader: Reader, since: datetime | None, shares: bool) -> frozenset[str]:
    person, profile = page.person, page.profile
    seen = fields_seen(profile, reader, shares=shares or bool(sharing_a_group(reader, [person.pk])))
    page.member_since = since
    page.headline = profile.headline if "headline" in seen else ""
    page.about = html.from_plain(profile.about) if "about" in seen else ""
    if "specialty" in seen:
        _fill_practice(page)
    page.place = profile.place if "location" in seen else ""
    page.expertise = profile.expertise if "ask_me_about" in seen else []
    page.workplace = workplaces([person.pk]).get(person.pk) if "affiliation" in seen else None
    _fill_elsewhere(page, seen)
    if page.is_own or page.is_everything:
        page.email, page.phone = person.email, profile.phone
    return seen


def _fill_practice(page: Person) -> None:
    profile = page.profile
    page.specialty = profile.specialty.name if profile.specialty else ""
    page.stage = str(profile.get_stage_display())
    if profile.pk:
        page.further = [row.name for row in profile.further.all()]
        page.sites = [row.name for row in profile.sites.all()]


def _fill_elsewhere(page: Person, seen: frozenset[str]) -> None:
    """Languages, publications, links and numbers."""
    profile = page.profile
    if "languages" in seen and profile.pk:
        page.languages = [name_of(row.code) for row in profile.spoken.all()]
    if "publications" in seen:
        page.publications = publications_of(page.person)
    if "links" in seen:
        page.links = [(label_of(key), profile.links[key]) for key, *_rest in NETWORKS if key in profile.links]
    page.npi, page.orcid = (profile.npi, profile.orcid) if "identifiers" in seen else ("", "")


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
