"""The people of `demo/people.csv` and the cast: accounts, standings, membership, offices, profiles, portraits."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from collegium.accounts.models import User
from collegium.audience.actions import grant
from collegium.audience.models import Standing
from collegium.demo.cast import CAST, LEADERS, PASSWORD, TOTP_SECRET, WITH_SECOND_FACTOR
from collegium.demo.chance import Clock
from collegium.membership import ladders
from collegium.membership.models import Body, Category, Membership, Office, Term
from collegium.people.actions import change_profile, put_up_portrait
from collegium.people.credentials import normalise
from collegium.people.models import Specialty

Kind = Standing.Kind
CAST_STANDINGS: dict[str, list[str]] = {
    "gus": [Kind.GUEST], "nina": [Kind.GUEST], "mia": [Kind.MEMBER], "grace": [Kind.MEMBER], "lars": [],
    "petra": [Kind.MEMBER], "ed": [Kind.STAFF, Kind.EDITOR], "mo": [Kind.MEMBER, Kind.MODERATOR],
    "ada": [Kind.STAFF, Kind.ADMINISTRATOR], "otto": [Kind.MEMBER], "sam": [Kind.MEMBER, Kind.SUSPENDED],
}  # fmt: skip
CAST_PROFILES = {
    "mia": ("Medical oncology", "mid", "Quarry Lake", "MN", "Second opinions by video\nMetastatic breast cancer"),
    "grace": ("Advanced practice", "early", "Quarry Lake", "MN", "Survivorship visits"),
    "petra": ("Hematology", "late", "Northmere", "WI", "Minutes that people read\nMyeloma in old age"),
    "mo": ("Palliative medicine", "mid", "Tallow River", "OR", "House rules\nHard conversations"),
    "otto": ("Practice administration", "late", "Quarry Lake", "MN", "Scheduling infusion chairs"),
    "lars": ("Radiation oncology", "late", "Ashgrove", "OH", ""),
}
OFFICERS = {
    "President-Elect",
    "President",
    "Immediate Past President",
    "Secretary-Treasurer",
    "Chief Executive Officer",
    "Secretary",
}


def load_people(folder: Path, clock: Clock) -> dict[str, User]:
    """Create everybody; one password for all.

    Args:
        folder: holds `people.csv` and `portraits/`.

    Returns:
        slug of people.csv (and handle of the cast) -> account.
    """
    with (folder / "people.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    secret = make_password(PASSWORD)
    people = _accounts(rows, secret)
    for row in rows:
        _standing(people[row["slug"]], row, clock)
        _profile(people[row["slug"]], row)
        _office(people[row["slug"]], row, clock)
        _portrait(people[row["slug"]], row, folder / "portraits")
    _memberships(people, rows, clock)
    ladders.settle()
    return people | _cast(secret, clock)


def _accounts(rows: list[dict[str, str]], secret: str) -> dict[str, User]:
    accounts = [
        User(
            username=LEADERS.get(row["slug"], (row["handle"],))[0], handle=row["handle"], email=row["email"],
            password=secret, given_name=row["given"], family_name=row["family"],
            name=f"{row['given']} {row['family']}".strip(), credentials=normalise(row["credentials"], keep_order=True),
        )
        for row in rows
    ]  # fmt: skip
    User.objects.bulk_create(accounts)
    _confirm(accounts)
    return {row["slug"]: account for row, account in zip(rows, accounts, strict=True)}


def _confirm(accounts: list[User]) -> None:
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email.lower(), verified=True, primary=True) for person in accounts
    )


def _standing(person: User, row: dict[str, str], clock: Clock) -> None:
    """Members joined years ago; lapsed ones ended this autumn or spring."""
    since = clock.now - timedelta(days=clock.rng.randrange(200, 365 * 18))
    if row["standing"] == "lapsed":
        until = clock.now - timedelta(days=clock.rng.randrange(20, 200))
        Standing.objects.create(person=person, kind=Kind.MEMBER, since=since, until=until, source="demo")
        return
    kind = {"member": Kind.MEMBER, "staff": Kind.STAFF, "guest": Kind.GUEST}[row["standing"]]
    if kind == Kind.GUEST:
        since = clock.now - timedelta(days=clock.rng.randrange(40, 500))
    grant(person, kind, since=since, source="demo")


def _memberships(people: dict[str, User], rows: list[dict[str, str]], clock: Clock) -> None:
    """What the roster would say of members and staff."""
    categories = {category.code: category for category in Category.objects.all()}
    began = dict(Standing.objects.filter(source="demo").values_list("person", "since"))
    members = [row for row in rows if row["standing"] != "guest" and row["category"] in categories]
    Membership.objects.bulk_create(
        Membership(
            person=people[row["slug"]], member_id=f"{100200 + 7 * number:06d}", category=categories[row["category"]],
            joined=began[people[row["slug"]].pk].date(), email=row["email"], city=row["city"], state=row["state"],
            country=row["country"], specialty=row["specialty"],
        )
        for number, row in enumerate(members)
    )  # fmt: skip


def specialty_named(name: str) -> Specialty | None:
    """The specialty of this name, added to the society's list when it is new."""
    if not name:
        return None
    known = Specialty.objects.filter(name__iexact=name).first()
    return known or Specialty.objects.create(name=name, slug=slugify(name)[:130])


def _profile(person: User, row: dict[str, str]) -> None:
    stage = {"trainee": "student" if row["category"] == "STUDENT" else "fellow"}.get(row["stage"], row["stage"])
    values = {
        "headline": row["headline"], "about": row["about"], "specialty": specialty_named(row["specialty"]),
        "role": row["role"], "stage": stage, "city": row["city"], "state": row["state"], "country": row["country"],
        "ask_me_about": "\n".join(part.strip() for part in row["ask_me_about"].split(";") if part.strip()),
    }  # fmt: skip
    change_profile(person, values)


def _office(person: User, row: dict[str, str], clock: Clock) -> None:
    if not row["office"]:
        return
    start = clock.now.date() - timedelta(days=round(365.25 * float(row["term_start_years_ago"] or 0.5)))
    title, _comma, place = row["office"].partition(", ")
    give_office(person, title, place, start)
    if row["office"] == "Immediate Past President":
        before = start - timedelta(days=365)
        give_office(person, "President", "", before, start)
        give_office(person, "President-Elect", "", before - timedelta(days=365), before)


def give_office(person: User, title: str, place: str, start: date, end: date | None = None) -> None:
    """A term in an office of the society, a body or, new to the list, one of the demo's own."""
    office = Office.objects.filter(title=title).first()
    office = office or Office.objects.create(key=slugify(title)[:40], title=title, order=7)
    body = None
    if place:
        body, _new = Body.objects.get_or_create(key=slugify(place)[:40], defaults={"name": place, "order": 20})
    elif title in OFFICERS:
        body = Body.objects.filter(key="officers").first()
    if end is None and title in OFFICERS and office.next_key and office.years:
        end = ladders.years_later(start, office.years)
    Term.objects.create(person=person, office=office, body=body, start=start, end=end, source="demo")


def _portrait(person: User, row: dict[str, str], folder: Path) -> None:
    """Both pictures go through the pipeline that uploads go through."""
    if row["portrait"]:
        whole = folder / row["portrait"]
        square = whole.with_name(whole.name.replace("-4x5", "-1x1"))
        put_up_portrait(person, whole.read_bytes(), square=square.read_bytes() if square.exists() else None)


def _cast(secret: str, clock: Clock) -> dict[str, User]:
    """Vera has no account; Sam is suspended; those with a role have the demo's fixed second factor."""
    people = {}
    for handle, (full_name, _what) in CAST.items():
        name, _comma, credentials = full_name.partition(", ")
        given, _space, family = name.partition(" ")
        people[handle] = User(
            username=handle, handle=handle, email=f"{handle}@example.org", password=secret, name=name,
            given_name=given, family_name=family, credentials=credentials,
        )  # fmt: skip
    User.objects.bulk_create(people.values())
    _confirm(list(people.values()))
    for handle, person in people.items():
        _cast_member(handle, person, clock)
    return people


def _cast_member(handle: str, person: User, clock: Clock) -> None:
    past = clock.now - timedelta(days=900)
    for kind in CAST_STANDINGS[handle]:
        grant(person, kind, since=past, source="cast")
    if handle == "lars":
        ended = clock.now - timedelta(days=30)
        Standing.objects.create(person=person, kind=Kind.MEMBER, since=past, until=ended, source="cast")
    if handle in CAST_PROFILES:
        specialty, stage, city, state, ask = CAST_PROFILES[handle]
        values = {"specialty": specialty_named(specialty), "stage": stage, "city": city, "state": state}
        change_profile(person, values | {"ask_me_about": ask, "country": "United States"})
    if handle == "petra":
        give_office(person, "Secretary", "", clock.now.date() - timedelta(days=170))
    if handle in WITH_SECOND_FACTOR:
        TOTP.activate(person, TOTP_SECRET)
