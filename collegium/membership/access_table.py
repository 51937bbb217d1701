"""The table of access: (kind of membership, status, paid through) -> what somebody may do. The first line that fits.

    table = AccessTable.current()
    table.outcome("FULL", "A", date(2026, 12, 31), on=today, grace=60, deceased=False)

The default is the table that societies of this field use (docs/decisions/013-rosters.md); staff change it on the desk.
A line that gives member rights only within some dates becomes a dated standing: its end is worked out here, so that
nothing has to flip a row when the day comes (docs/access.md, "How soon").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from collegium.membership.models import Category, Gives, RosterSettings

MOST = 40  # lines of a table


class Paid(TextChoices):
    """How the paid-through date stands to the day."""

    ANY = "any", _("any")
    EMPTY_OR_CURRENT = "open", _("empty, or today or later")
    CURRENT = "current", _("today or later")
    GRACE = "grace", _("in the days of grace")
    PAST = "past", _("before the days of grace")
    EMPTY = "empty", _("empty")


FITS = {
    Paid.ANY: {"empty", "current", "grace", "past"}, Paid.EMPTY_OR_CURRENT: {"empty", "current"},
    Paid.CURRENT: {"current"}, Paid.GRACE: {"grace"}, Paid.PAST: {"past"}, Paid.EMPTY: {"empty"},
}  # fmt: skip
ALWAYS = {Gives.NONE, Gives.MEMORIAM, Gives.STAFF}  # given whatever the date is: they are no dated rights
ACTIVE = {Gives.MEMBER, Gives.STAFF}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `types` and `statuses` are codes with a space between; a star stands for any end, empty for any.

    `votes`: who is a member by it may vote, where the kind of membership does (`Category.votes`).
    """

    types: str = ""
    statuses: str = ""
    paid: str = Paid.ANY
    gives: str = Gives.GUEST
    only_deceased: bool = False
    in_directory: bool = False
    votes: bool = False

    def fits(self, category: str, status: str, phase: str, deceased: bool) -> bool:
        """Whether it speaks of somebody like this. A roster without a status means A (active)."""
        if self.only_deceased and not deceased:
            return False
        return phase in FITS[Paid(self.paid)] and _among(category, self.types) and _among(status or "A", self.statuses)

    @property
    def gives_label(self) -> str:
        """ "Member"."""
        return str(Gives(self.gives).label)

    @property
    def when_in_words(self) -> str:
        """ "FULL ASSOC · status A* · paid through: today or later"."""
        parts = [
            self.types or str(_("any kind")),
            _("status %(codes)s") % {"codes": self.statuses} if self.statuses else _("any status"),
        ]
        if self.paid != Paid.ANY:
            parts.append(_("paid through: %(when)s") % {"when": Paid(self.paid).label})
        if self.only_deceased:
            parts.append(_("deceased"))
        return " · ".join(map(str, parts))

    @property
    def in_words(self) -> str:
        """Both, for the log."""
        return f"{self.when_in_words}: {self.gives_label}"


PAYING = "FULL ASSOC ALLIED INTL EMER CORP TRAIN STUDENT"
DEFAULT = (
    Line(only_deceased=True, gives=Gives.MEMORIAM),
    Line(statuses="S*", gives=Gives.NONE),
    Line(types="STAFF", statuses="A*", gives=Gives.STAFF),
    Line(
        types="HON LIFE EMER",
        statuses="A*",
        paid=Paid.EMPTY_OR_CURRENT,
        gives=Gives.MEMBER,
        in_directory=True,
        votes=True,
    ),
    Line(types=PAYING, statuses="A*", paid=Paid.CURRENT, gives=Gives.MEMBER, in_directory=True, votes=True),
    Line(types=f"HON LIFE {PAYING}", statuses="A*", paid=Paid.GRACE, gives=Gives.MEMBER, in_directory=True),
    Line(statuses="D*", gives=Gives.DROPPED),
    Line(statuses="I*", gives=Gives.GUEST),
    Line(types="GUEST", statuses="A*", gives=Gives.APPLICANT),
    Line(statuses="A*", paid=Paid.PAST, gives=Gives.GUEST),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody gets on the day. `until` is the first day without it (None: no end is known)."""

    gives: str
    until: date | None
    in_directory: bool
    in_grace: bool
    votes: bool = False


class AccessTable:
    """Lines in their order, and how many days of grace each category has."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = tuple(lines)

    @classmethod
    def current(cls) -> AccessTable:
        """The table that counts."""
        return cls(lines_of(RosterSettings.current().table) or DEFAULT)

    def outcome(
        self, category: str, status: str, paid: date | None, *, on: date, grace: int, deceased: bool = False
    ) -> Outcome | None:
        """What the first line that fits gives.

        Args:
            category: the code of the kind of membership.
            status: the roster's code, empty for active.
            paid: the last day that is paid for; None for those who never pay.
            on: the day that is asked about.
            grace: days after `paid` on which a member keeps the rights.
            deceased: what the roster says of it.

        Returns:
            None when no line fits.
        """
        phases = _phases(paid, on, grace)
        found = [self._first(category, status, phase, deceased) for phase, _end in phases]
        line = found[0]
        if line is None:
            return None
        until = None
        for (_phase, end), following in zip(phases, [*found[1:], None], strict=True):
            until = end
            if end is not None and (following is None or following.gives != line.gives):
                break
        in_grace = phases[0][0] == "grace" and line.gives == Gives.MEMBER
        return Outcome(line.gives, until, line.in_directory, in_grace, line.votes and line.gives == Gives.MEMBER)

    def _first(self, category: str, status: str, phase: str, deceased: bool) -> Line | None:
        return next((line for line in self.lines if line.fits(category, status, phase, deceased)), None)


def _phases(paid: date | None, on: date, grace: int) -> list[tuple[str, date | None]]:
    """The present phase and those to come, each with the first day after it."""
    if paid is None:
        return [("empty", None)]
    after, over = paid + timedelta(days=1), paid + timedelta(days=grace + 1)
    whole: list[tuple[str, date | None]] = [("current", after), ("grace", over), ("past", None)]
    return whole[0 if on < after else 1 if on < over else 2 :]


def _among(code: str, codes: str) -> bool:
    return not codes.split() or any(
        code.startswith(one[:-1]) if one.endswith("*") else code == one for one in codes.split()
    )


def lines_of(stored: list[dict[str, Any]] | None) -> tuple[Line, ...]:
    """Lines from JSON."""
    return tuple(Line(**one) for one in stored or ())


def as_stored(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines for JSON."""
    return [
        {name: str(value) if isinstance(value, str) else value for name, value in asdict(one).items()} for one in lines
    ]


def grace_of(category: Category, society_days: int) -> int:
    """Days of grace of a category: its own, else the society's."""
    return society_days if category.grace_days is None else category.grace_days
