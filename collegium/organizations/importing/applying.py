"""Writes a file of organizations, or says what it would write: in steps of 500, each for itself, with little memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.text import slugify

from collegium.organizations.actions.pages import SCREENS
from collegium.organizations.events import OrganizationsImported
from collegium.organizations.importing.comparing import Difference, Tally, compare, rows_of
from collegium.organizations.importing.reading import Record, opened
from collegium.organizations.models import Organization
from collegium.outbox import audit
from collegium.web import news

if TYPE_CHECKING:
    from collegium.accounts.models import User

BATCH: Final = 500
Progress = Callable[[int], None]
WRITTEN: Final = (
    "name", "ror", "ccn", "npi", "kind", "state_of_page", "street", "city", "state", "country", "latitude",
    "longitude", "geonames_id", "website", "domains", "founded", "size_employees", "size_members", "description",
    "names", "social", "imported", "words", "size", "host", "name_key", "city_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: of these countries (ISO codes, or names in a table) and ROR types; empty means all."""

    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    def fits(self, record: Record) -> bool:
        """Whether a record is wanted."""
        country = not self.countries or record.country_code.upper() in self.countries
        return country and (not self.types or bool(self.types & set(record.types)))


def run(path: Path, wanted: Wanted, *, write: bool, by: User | None = None, tell: Progress | None = None) -> Tally:
    """Compare a file with the directory, and write the difference when that is wanted.

    Args:
        tell: called with the number of records read so far.

    Raises:
        UnreadableFile: with one sentence. Steps written before stay; the same file again goes on from there.
    """
    tally = Tally()
    with opened(path) as records:
        for batch in _batches(records, tally, wanted):
            differences = _compared(batch, tally)
            if write:
                _write(differences)
            if tell:
                tell(batch[-1].place)
    if write:
        with opened(path) as records:
            for batch in _batches(records, Tally(), wanted):
                tally.relations += _relate(batch)
        numbers = {key: value for key, value in tally.as_json().items() if isinstance(value, int)}
        audit.log(by, "imported organizations", detail={"file": path.name, **numbers})
    return tally


def _batches(records: Iterator[Record], tally: Tally, wanted: Wanted) -> Iterator[list[Record]]:
    def usable() -> Iterator[Record]:
        for record in records:
            if record.problem:
                tally.no_good(record)
            elif not wanted.fits(record):
                tally.filtered += 1
            else:
                yield record

    stream = usable()
    while batch := list(islice(stream, BATCH)):
        yield batch


def _compared(batch: list[Record], tally: Tally) -> list[Difference]:
    rows, found = rows_of(batch), []
    seen: set[Any] = set()
    for record in batch:
        row = rows.get(record.place)
        if row is None and record.is_withdrawn:
            tally.withdrawn += 1
        elif row is not None and row.state_of_page == Organization.State.MERGED:
            tally.merged += 1
        elif (key := record.values.get("ror") or (row.pk if row else None)) in seen and key:
            tally.unchanged += 1  # the same one twice in a file: the first counts
        else:
            seen.add(key)
            difference = compare(record, row)
            tally.count(difference)
            found.append(difference)
    return found


@transaction.atomic
def _write(differences: list[Difference]) -> None:
    new = [_made(one) for one in differences if one.is_new]
    _give_addresses(new)
    changed = [_changed(one) for one in differences if one.row is not None and (one.becomes or _says_more(one))]
    Organization.objects.bulk_create(new)
    Organization.objects.bulk_update(changed, WRITTEN, batch_size=100)
    if new or changed:
        news.tell(OrganizationsImported(tuple(row.pk for row in [*new, *changed])))


def _says_more(difference: Difference) -> bool:
    """Whether a value that stands here already is brought in for the first time: from now on it follows the file."""
    return False if difference.row is None else not difference.row.imported


def _made(difference: Difference) -> Organization:
    row = Organization(imported=difference.becomes, **difference.becomes)
    row.work_out()
    return row


def _changed(difference: Difference) -> Organization:
    row = difference.row
    assert row is not None
    for key, value in difference.becomes.items():
        setattr(row, key, value)
    row.imported = row.imported | difference.becomes
    row.work_out()
    return row


def _give_addresses(rows: list[Organization]) -> None:
    """Each an address of its own: its name, and where that is taken its ROR ID or a number behind it."""
    bases = {id(row): slugify(row.name)[:100].strip("-") or "organization" for row in rows}
    wanted = set(bases.values()) | {f"{bases[id(row)]}-{row.ror}" for row in rows if row.ror}
    taken = {*SCREENS, *Organization.objects.filter(slug__in=wanted).values_list("slug", flat=True)}
    for row in rows:
        base = bases[id(row)]
        choices = iter([base, *([f"{base}-{row.ror}"] if row.ror else [])])
        slug = next((one for one in choices if one not in taken), "")
        number = 2
        while not slug or slug in taken:
            slug, number = f"{base}-{number}", number + 1
            if slug not in taken and Organization.objects.filter(slug=slug).exists():
                taken.add(slug)
        taken.add(slug)
        row.slug = slug


@transaction.atomic
def _relate(batch: list[Record]) -> int:
    """Parents, networks and neighbors among organizations that are here. What staff set stays."""
    edges = [(record.values["ror"], *edge) for record in batch if record.values.get("ror") for edge in record.edges]
    known = _by_ror({ror for edge in edges for ror in (edge[0], edge[2])})
    pairs = [(known[own], relation, known[other]) for own, relation, other in edges if own in known and other in known]
    pairs = [pair for pair in pairs if pair[0].pk != pair[2].pk]
    changed: dict[int, Organization] = {}
    joined: set[tuple[int, int]] = set()
    for one, relation, two in pairs:
        child, parent = (two, one) if relation == "child" else (one, two)
        if relation != "related" and not _set_parent(child, parent, changed):
            joined.add((child.pk, parent.pk))
    Organization.objects.bulk_update(changed.values(), ["parent", "imported"], batch_size=200)
    _join(Organization.networks.through, joined)
    near = {(one.pk, two.pk) for one, relation, two in pairs if relation == "related"}
    _join(Organization.related.through, near | {(two, one) for one, two in near})
    return len(pairs)


def _join(table: Any, pairs: set[tuple[int, int]]) -> None:
    rows = [table(from_organization_id=one, to_organization_id=two) for one, two in sorted(pairs)]
    table.objects.bulk_create(rows, ignore_conflicts=True)


def _by_ror(rors: set[str]) -> dict[str, Organization]:
    rows = Organization.objects.listed().filter(ror__in=rors).order_by("-pk")
    return {row.ror: row for row in rows.only("pk", "ror", "parent_id", "imported", "state_of_page")}


def _set_parent(child: Organization, parent: Organization, changed: dict[int, Organization]) -> bool:
    """The first parent is the parent. False for a further one, which is a network it takes part in."""
    if child.parent_id == parent.pk or parent.parent_id == child.pk:
        return True
    if child.parent_id is None and "parent" not in child.imported:
        child.parent_id, child.imported = parent.pk, child.imported | {"parent": parent.ror}
        changed[child.pk] = child
        return True
    return child.parent_id is None  # staff took the parent away: it stays away
