"""The organizations of `demo/organizations.txt`: pages, stories, relations, who works there."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from collegium.accounts.models import User
from collegium.demo.chance import Clock
from collegium.organizations import names
from collegium.organizations.actions import create_host, work_at, write_story
from collegium.organizations.models import Affiliation, Manager, Notice, Organization, Proposal
from collegium.organizations.names import OtherName
from collegium.organizations.places import pair
from collegium.organizations.vocabulary import SOCIAL
from collegium.web.html import from_plain
from collegium.web.models import Society

HOST = "tamarack"
CAST_WORKS = {
    "mia": ("quarry-lake-oncology-associates", "Medical oncologist"),
    "grace": ("quarry-lake-oncology-associates", "Physician assistant"),
    "otto": ("quarry-lake-oncology-associates", "Practice administrator"),
    "petra": ("northmere-university-health", "Hematologist"),
    "mo": ("tallow-river-health", "Palliative physician"),
    "ed": (HOST, "Managing editor"),
    "ada": (HOST, "Membership and systems"),
}
PROPOSER = "bridget-ahanu"
PROPOSED = {
    "name": "Pecan Flats Home Infusion", "kind": "practice", "city": "Pecan Flats", "state": "Texas",
    "country": "United States", "website": "https://pecanflats.example.org",
}  # fmt: skip
MANAGED = {"otto": "quarry-lake-oncology-associates", "mo": "tallow-river-health"}


def load_organizations(folder: Path, people: dict[str, User], clock: Clock) -> dict[str, Organization]:
    """Create all pages and affiliations.

    Returns:
        slug -> organization.
    """
    create_host(Society.current())
    texts = list(_read(folder / "organizations.txt"))
    pages = {header["slug"]: _page(header, parts, people, clock) for header, parts in texts}
    for header, _parts in texts:
        _relate(pages[header["slug"]], header, pages)
    _affiliate(folder, people, pages, clock)
    _tell_news(folder, pages, clock)
    for handle, slug in MANAGED.items():
        Manager.objects.create(organization=pages[slug], person=people[handle], since=clock.days_ago(200))
    Proposal.objects.create(person=people[PROPOSER], created_at=clock.days_ago(1), **PROPOSED)
    return pages


def _read(file: Path) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Records divided by `===`: header lines, an empty line, the description, the story."""
    for record in file.read_text().split("\n===\n"):
        head, _blank, rest = record.strip().partition("\n\n")
        header = {key: value.strip() for key, _colon, value in (line.partition(":") for line in head.splitlines())}
        yield header, [part.strip() for part in rest.split("\n\n") if part.strip()]


def _page(header: dict[str, str], parts: list[str], people: dict[str, User], clock: Clock) -> Organization:
    page = Organization.objects.filter(is_host=True).first() if header["slug"] == HOST else None
    page = page or Organization()
    page.slug, page.name, page.kind = header["slug"], header["name"], header["kind"]
    page.city, page.state, page.country = header["city"], header["state"], _country(header["country"])
    page.description = parts[0] if parts else ""
    page.website = header["website"]
    page.domains = [domain.strip() for domain in header["domains"].split(",") if domain.strip()]
    page.size_employees, page.size_members = _number(header["employees"]), _number(header["members"])
    page.founded = _number(header["founded"])
    page.latitude, page.longitude = pair(header.get("at", "")) or (None, None)
    page.ror, page.names = header.get("ror", ""), _also(header.get("also", ""))
    page.social = {key: header[key] for key, _name in SOCIAL if header.get(key)}
    page.claimed_at = clock.days_ago(clock.rng.randrange(40, 700)) if header["claimed"] == "yes" else None
    page.save()
    if len(parts) > 1:
        author = people.get(header["story_author"])
        name = author.full_name if author else header["story_author"]
        at = clock.days_ago(clock.rng.randrange(15, 400))
        write_story(page, "".join(from_plain(part) for part in parts[1:]), author, name=name, at=at)
    return page


def _also(text: str) -> list[OtherName]:
    """Other names: "acronym: QLOA; former: Quarry Lake Hematology Group; es: Instituto del Lago"."""
    kinds = [kind for kind, _label in names.KINDS]
    pairs = [part.split(":", 1) for part in text.split(";") if ":" in part]
    found = [(kind.strip(), value.strip()) for kind, value in pairs]
    return [
        names.name_of(value, kind) if kind in kinds else names.name_of(value, names.LABEL, kind)
        for kind, value in found
    ]


def _country(code: str) -> str:
    return str(Locale("en").territories.get(code, code)) if code else ""


def _number(text: str) -> int | None:
    digits = text.replace(",", "")
    return int(digits) if digits.isdigit() else None


def _relate(page: Organization, header: dict[str, str], pages: dict[str, Organization]) -> None:
    page.parent = pages.get(header["parent"])
    page.save(update_fields=["parent"])
    page.related.add(*_named(header["related"], pages))
    page.networks.add(*_named(header.get("networks", ""), pages))


def _tell_news(folder: Path, pages: dict[str, Organization], clock: Clock) -> None:
    """The news of `demo/organization_news.txt`."""
    for header, parts in _read(folder / "organization_news.txt"):
        day = clock.days_ago(int(header["ago"])).date()
        Notice.objects.create(
            organization=pages[header["organization"]], title=header["title"], link=header["link"], day=day,
            text="\n\n".join(parts),
        )  # fmt: skip


def _named(text: str, pages: dict[str, Organization]) -> list[Organization]:
    return [pages[slug.strip()] for slug in text.split(",") if slug.strip() in pages]


def _affiliate(folder: Path, people: dict[str, User], pages: dict[str, Organization], clock: Clock) -> None:
    """Who works where; about one in fifteen did not agree to be listed."""
    with (folder / "people.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["organization"] in pages]
    sources = [Affiliation.Source.ROSTER, Affiliation.Source.ROSTER, Affiliation.Source.SELF, Affiliation.Source.EMAIL]
    for row in rows:
        work_at(
            people[row["slug"]], pages[row["organization"]], source=clock.rng.choice(sources),
            consented=bool(row["office"]) or clock.rng.random() > 0.07,
            since=clock.days_ago(clock.rng.randrange(100, 4000)).date(),
        )  # fmt: skip
    for handle, (slug, title) in CAST_WORKS.items():
        if slug in pages and handle in people:
            work_at(people[handle], pages[slug], title=title, consented=True, since=clock.days_ago(800).date())
