"""What a record would change: a new organization, fields that change, fields that people here have entered and keep.

Each row keeps in `imported` what was last brought in for each field. A field follows the file only while it still says
what was brought in, or while it was never brought in and is empty: what a manager or staff entered, or emptied, stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q

from collegium.organizations.importing.reading import Record
from collegium.organizations.models import Organization
from collegium.organizations.models.keys import city_key, name_key

EXAMPLES: Final = 20  # differences in words
IN_JSON: Final = 2000  # differences in JSON
SHOWN: Final = {
    "name": "name", "ror": "ROR", "ccn": "CCN", "npi": "NPI", "kind": "kind", "state_of_page": "status",
    "street": "street", "city": "city", "state": "state", "country": "country", "latitude": "latitude",
    "longitude": "longitude", "geonames_id": "GeoNames id", "website": "website", "domains": "mail domains",
    "founded": "founded", "size_employees": "employees", "size_members": "members", "description": "description",
    "names": "other names", "social": "accounts",
}  # fmt: skip


@dataclass(slots=True)
class Difference:
    """What one record does. `was` and `becomes` by field; `kept` are fields that stay as people here have them."""

    record: Record
    row: Organization | None
    becomes: dict[str, Any] = field(default_factory=dict)
    was: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether nobody has it yet."""
        return self.row is None

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "record": self.record.place, "name": self.record.values["name"], "ror": self.record.values.get("ror", ""),
            "new": self.is_new, "changes": {key: [self.was.get(key), value] for key, value in self.becomes.items()},
            "kept": self.kept,
        }  # fmt: skip

    def in_words(self) -> str:
        """For people, one line."""
        name = f"{self.record.values['name']} ({self.record.values.get('ror') or 'no ROR ID'})"
        if self.is_new:
            place = ", ".join(
                str(self.record.values[key]) for key in ("city", "country") if self.record.values.get(key)
            )
            return f"{name}: new{f', {place}' if place else ''}."
        parts = [f"{SHOWN[key]}: {_said(self.was.get(key))} -> {_said(value)}" for key, value in self.becomes.items()]
        kept = f" Kept as it is here: {', '.join(SHOWN[key] for key in self.kept)}." if self.kept else ""
        return f"{name}: {'; '.join(parts)}.{kept}"


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(one["value"] if isinstance(one, dict) else str(one) for one in value) or "nothing"
    return str(value) if value not in (None, "", {}) else "nothing"


@dataclass(slots=True)
class Tally:
    """The numbers of a run, with examples."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    withdrawn: int = 0
    filtered: int = 0
    merged: int = 0
    relations: int = 0
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    unreadable_more: int = 0
    examples: list[str] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)
    left_off: int = 0

    def count(self, difference: Difference) -> None:
        """Count one difference, and keep it as long as there is room."""
        self.kept += bool(difference.kept)
        if not difference.is_new and not difference.becomes:
            self.unchanged += 1
            return
        self.new += difference.is_new
        self.changed += not difference.is_new
        if len(self.examples) < EXAMPLES:
            self.examples.append(difference.in_words())
        if len(self.differences) < IN_JSON:
            self.differences.append(difference.as_json())
        else:
            self.left_off += 1

    def no_good(self, record: Record) -> None:
        """Count a record that can't be used."""
        if len(self.unreadable) < EXAMPLES:
            self.unreadable.append((record.place, record.problem))
        else:
            self.unreadable_more += 1

    def lines(self) -> list[str]:
        """The run in words."""
        said = [
            f"New: {self.new:,}. Changed: {self.changed:,}. As they are: {self.unchanged:,}.",
            f"With fields that people here have entered, which stay: {self.kept:,}.",
        ]
        said += [f"Withdrawn and not known here, left out: {self.withdrawn:,}."] if self.withdrawn else []
        said += [f"Merged into another one here, left alone: {self.merged:,}."] if self.merged else []
        said += [f"Of other countries or types, left out: {self.filtered:,}."] if self.filtered else []
        said += [f"Record {place}: {problem}." for place, problem in self.unreadable]
        said += [f"And {self.unreadable_more:,} more that can't be used."] if self.unreadable_more else []
        more = self.new + self.changed - len(self.examples)
        return said + self.examples + ([f"And {more:,} more."] if more > 0 else [])

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "new": self.new, "changed": self.changed, "unchanged": self.unchanged, "kept": self.kept,
            "withdrawn": self.withdrawn, "merged": self.merged, "filtered": self.filtered, "relations": self.relations,
            "unreadable": [{"record": place, "problem": problem} for place, problem in self.unreadable],
            "unreadable_more": self.unreadable_more, "differences": self.differences, "left_off": self.left_off,
        }  # fmt: skip


def compare(record: Record, row: Organization | None) -> Difference:
    """What a record does to the row that is it, or to none."""
    if row is None:
        return Difference(record, None, becomes=dict(record.values))
    found = Difference(record, row)
    for key, value in record.values.items():
        present, brought = getattr(row, key), row.imported.get(key, _NEVER)
        if present == value:
            continue
        if (brought is _NEVER and present in _EMPTY) or (brought is not _NEVER and present == brought):
            found.becomes[key], found.was[key] = value, present
        elif brought is not _NEVER or present not in _EMPTY:
            found.kept.append(key)
    return found


_NEVER: Final = object()
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})


def rows_of(records: Iterable[Record]) -> dict[int, Organization]:
    """Place in the file -> the row that is this organization: by ROR ID, else CCN, else NPI, else, for a record without
    any of them, by name, city and state alike."""
    found: dict[int, Organization] = {}
    waiting = list(records)
    for key in ("ror", "ccn", "npi"):
        values = {record.values[key] for record in waiting if record.values.get(key)}
        rows = Organization.objects.filter(**{f"{key}__in": values}) if values else []
        known: dict[str, Organization] = {}
        for row in sorted(rows, key=lambda row: (not row.has_page, row.pk)):
            known.setdefault(getattr(row, key), row)
        found |= {record.place: known[record.values[key]] for record in waiting if record.values.get(key) in known}
        waiting = [record for record in waiting if record.place not in found]
    bare = [record for record in waiting if not any(record.values.get(key) for key in ("ror", "ccn", "npi"))]
    return found | _by_name(bare)


def _by_name(records: list[Record]) -> dict[int, Organization]:
    if not records:
        return {}
    keys = {record.place: _key(record.values) for record in records}
    rows = Organization.objects.filter(name_key__in={key[0] for key in keys.values()})
    known = {(row.name_key, row.city_key, row.state): row for row in rows.filter(~Q(name_key="")).order_by("-pk")}
    return {place: known[key] for place, key in keys.items() if key in known}


def _key(values: dict[str, Any]) -> tuple[str, str, str]:
    return name_key(values["name"]), city_key(values.get("city", "")), values.get("state", "")
