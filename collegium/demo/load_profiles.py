"""What the cast and the leaders say of themselves, and how it is known: `demo/profiles.json`."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.demo.chance import Clock
from collegium.files.pictures import Part
from collegium.organizations.actions import work_at
from collegium.organizations.actions.affiliations import change_affiliation
from collegium.organizations.colleagues import vouch
from collegium.organizations.models import Organization
from collegium.people import filing
from collegium.people.actions import change_profile, put_up_portrait, speak
from collegium.people.disclosures import last_of_month
from collegium.people.models import DiseaseSite, Filing, Relationship, Specialty, Verification
from collegium.people.publications import publish
from collegium.people.verification import record

PLAIN = ("headline", "about", "orcid", "npi", "links")


def load_profiles(folder: Path, clock: Clock) -> None:
    """Languages, disease sites, links, publications, places of work, portraits, disclosures and verifications."""
    rows = json.loads((folder / "profiles.json").read_text())
    people = User.objects.in_bulk([row["person"] for row in rows], field_name="handle")
    staff = User.objects.get(handle="ada")
    sites, specialties = DiseaseSite.objects.in_bulk(field_name="name"), Specialty.objects.in_bulk(field_name="name")
    for row in rows:
        person = people.get(row["person"]) or User.objects.get(username=row["person"])
        values: dict[str, Any] = {name: row[name] for name in PLAIN if name in row}
        values |= {f"seen_{name}": who for name, who in row.get("seen", {}).items()}
        change_profile(person, values | {
            "sites": [sites[name] for name in row["sites"]],
            "further": [specialties[name] for name in row["further"]],
        })  # fmt: skip
        speak(person, row["languages"])
        publish(person, row["works"])
        _disclose(person, row, clock)
        for number, (fact, source) in enumerate(row["verified"]):
            _verify(person, fact, source, staff, clock, 40 + 90 * number)
        _work(person, row, clock)
        if "portrait" in row:  # a photograph with more than a face on it, cropped as its owner would
            whole = (folder / "portraits" / row["portrait"]["file"]).read_bytes()
            put_up_portrait(person, whole, part=Part(*row["portrait"]["part"]))
    _vouch(rows)


def _work(person: User, row: dict[str, Any], clock: Clock) -> None:
    """Places with position, days since their beginning and end, how they are known, who confirms, which is the main."""
    for slug, title, began, ended, source, _colleagues, is_main in row.get("places", []):
        since, until = (clock.days_ago(days).date() if days is not None else None for days in (began, ended))
        organization = Organization.objects.get(slug=slug)
        place = work_at(person, organization, title=title, consented=True, source=source, since=since, primary=is_main)
        if until:
            change_affiliation(place, {"until": until}, primary=False)


def _vouch(rows: list[dict[str, Any]]) -> None:
    """Colleagues say that they know each other, once all places are there."""
    people = User.objects.in_bulk([row["person"] for row in rows], field_name="handle")
    for row in rows:
        for slug, _title, _began, _ended, _source, colleagues, _main in row.get("places", []):
            number = Organization.objects.get(slug=slug).pk
            for handle in colleagues:
                assert vouch(reader_for(people[handle]), people[row["person"]], number, on=True), (handle, slug)


def _disclose(person: User, row: dict[str, Any], clock: Clock) -> None:
    if row["filed"] is None:
        return
    for category, company, nature, recipient, began, ended in row["relationships"]:
        Relationship.objects.create(
            person=person, category=category, company=company, nature=nature, recipient=recipient,
            start=_month(clock, began), end=last_of_month(_month(clock, ended)) if ended else None,
        )  # fmt: skip
    filing.confirm(person, on=clock.now.date() - timedelta(days=row["filed"]))
    Filing.objects.filter(person=person).update(reminded_on=None)


def _month(clock: Clock, days: int) -> date:
    return (clock.now.date() - timedelta(days=days)).replace(day=1)


def _verify(person: User, fact: str, source: str, staff: User, clock: Clock, days: int) -> None:
    made = record(person, fact, source, by=staff if source == "staff" else None)
    assert made is not None, (person.handle, fact)
    Verification.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=days + clock.rng.randrange(30)))
