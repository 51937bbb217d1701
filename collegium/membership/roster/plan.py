"""What a roster would do: one finding a line, in words and as JSON; and the brake."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collegium.accounts.models import User
from collegium.membership.models import Category, Gives, Membership, RosterSettings
from collegium.membership.roster.row import Row

KINDS = ("created", "changed", "reactivated", "lapsed", "missing", "rejected", "reported")


def field_label(name: str) -> str:
    """What staff call a field of the roster."""
    own = {
        "access": _("Rights until"), "suspended": _("Suspended"), "deceased": _("Deceased"), "account": _("Account"),
        "missing_files": _("Files it was missing from"), "merged_into": _("Merged into"), "category": _("Category"),
        "gives": _("Access"),
    }  # fmt: skip
    if name in own:
        return own[name]
    try:
        field = Membership._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(getattr(field, "verbose_name", name))


def kind_label(kind: str) -> str:
    """A kind of finding, as a word."""
    return {
        "created": _("new member"), "changed": _("changed"), "reactivated": _("membership runs again"),
        "lapsed": _("membership ends"), "missing": _("not in the file"), "rejected": _("line not used"),
        "reported": _("to be looked at"),
    }[kind]  # fmt: skip


@dataclass(slots=True)
class Change:
    """One field, old and new, as text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Access:
    """What a row gives. `kind` is member, staff or guest; `until` None has no end; `ends` closes it on the day."""

    kind: str
    until: datetime | None = None
    suspended: bool = False
    deceased: bool = False
    gives: str = Gives.MEMBER
    grace_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody here who may be the person of a row; staff decide."""

    person: User
    why: str
    row: Row


@dataclass(slots=True)
class Finding:
    """What one line (or one missing member) means."""

    kind: str
    member_id: str
    name: str
    line: int = 0
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    row: Row | None = None
    membership: Membership | None = None
    person: User | None = None
    category: Category | None = None
    access: Access | None = None
    review: str = ""
    email: str = ""
    takes_address_from: User | None = None
    merges_into: Membership | None = None
    proposal: Proposal | None = None

    @property
    def in_words(self) -> str:
        """ "001003 Dmitri Horvat: Paid through 2010-12-31 → 2011-12-31; a new member with category and end only."""
        return f"{self.member_id} {self.name}: {self.said}"

    @property
    def said(self) -> str:
        """The same without number and name."""
        if self.kind == "created" and self.category and self.access:
            parts = [self._rights(), *(f"{one.field} {one.new}" for one in self.changes if ":" in one.field)]
        else:
            parts = [f"{field_label(one.field)} {one.old or '–'} → {one.new or '–'}" for one in self.changes]
        return "; ".join([*parts, *self.notes] or [self.label])

    def _rights(self) -> str:
        """Of somebody new: "Full / Active, rights until 2027-03-01", or what the table gives instead."""
        assert self.category is not None
        assert self.access is not None
        if self.access.gives not in (Gives.MEMBER, Gives.STAFF):
            return f"{self.category.name}, {Gives(self.access.gives).label}"
        until = self.access.until.date().isoformat() if self.access.until else _("no end")
        return _("%(category)s, rights until %(until)s") % {"category": self.category.name, "until": until}

    @property
    def label(self) -> str:
        """The kind, as a word."""
        return kind_label(self.kind)

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the desk."""
        return {
            "kind": self.kind, "member_id": self.member_id, "name": self.name, "line": self.line,
            "changes": [{"field": one.field, "old": one.old, "new": one.new} for one in self.changes],
            "notes": self.notes,
        }  # fmt: skip


@dataclass(slots=True)
class Plan:
    """The whole difference between a file and the site on a day. Nothing is written by making it."""

    on: date
    lines: int
    findings: list[Finding] = field(default_factory=list)
    active_before: int = 0
    rows_before: int = 0
    settings: RosterSettings = field(default_factory=RosterSettings)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each kind."""
        found = Counter(finding.kind for finding in self.findings)
        return {kind: found.get(kind, 0) for kind in KINDS}

    @property
    def changes_something(self) -> bool:
        """Whether applying it would write anything."""
        return any(finding.kind not in ("rejected", "reported") for finding in self.findings)

    @property
    def brakes(self) -> list[str]:
        """Why staff must confirm: too many would lapse, or too few of the last rows are there (5, 90 %)."""
        found = []
        lapsing = self.counts["lapsed"]
        if self.active_before and lapsing > self.active_before * self.settings.lapse_percent / 100:
            found.append(
                ngettext(
                    "This would end the membership of %(n)d of %(all)d members, more than %(percent)d percent.",
                    "This would end the membership of %(n)d of %(all)d members, more than %(percent)d percent.",
                    lapsing,
                ) % {"n": lapsing, "all": self.active_before, "percent": self.settings.lapse_percent}
            )  # fmt: skip
        if self.lines < self.rows_before * self.settings.rows_percent / 100:
            found.append(
                ngettext(
                    "This file has %(now)d row, the last one had %(before)d. It may be cut off.",
                    "This file has %(now)d rows, the last one had %(before)d. It may be cut off.",
                    self.lines,
                ) % {"now": self.lines, "before": self.rows_before}
            )  # fmt: skip
        return found

    def of_kind(self, kind: str) -> list[Finding]:
        """The findings of one kind, in the order of the file."""
        return [finding for finding in self.findings if finding.kind == kind]

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "on": self.on.isoformat(), "lines": self.lines, "counts": self.counts, "brakes": self.brakes,
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip
