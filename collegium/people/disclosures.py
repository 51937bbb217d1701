"""What somebody disclosed, on any day and for any window: its state, what is current, the line beside their words.

Windows: ICMJE looks back 36 months, ACCME and most societies 24; there is no least amount. A relationship is current
when it was so on any day of the window. What ended stays on file, because older words were printed with it.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.people.models import Filing, Relationship
from collegium.web.formats import full_date
from collegium.web.models import Society

if TYPE_CHECKING:
    from collegium.accounts.models import User

WINDOWS: Final = (24, 36)  # months: ACCME Standard 3 and society policies; ICMJE
DUE_AFTER: Final = 12  # months
UNFILED, NOTHING, FILED, DUE = "unfiled", "nothing", "filed", "due"


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def is_current(one: Relationship, on: date, months: int) -> bool:
    """Whether the relationship ran on any day of the window that ends on this day."""
    return (one.start is None or one.start <= on) and (one.end is None or one.end >= months_before(on, months))


@dataclass(slots=True)
class Disclosed:
    """What one person has on file. Without a filing there are no relationships to speak of."""

    filing: Filing | None = None
    relationships: list[Relationship] = field(default_factory=list)

    def within(self, months: int, on: date | None = None) -> list[Relationship]:
        """What is current in the window, in the order of categories."""
        day = on or timezone.localdate()
        order = list(Relationship.Category)
        current = [one for one in self.relationships if is_current(one, day, months)]
        return sorted(current, key=lambda one: (order.index(Relationship.Category(one.category)), one.pk or 0))

    def by_category(self, months: int, on: date | None = None) -> list[tuple[str, list[Relationship]]]:
        """The same, category by category with its name."""
        found: dict[str, list[Relationship]] = {}
        for one in self.within(months, on):
            found.setdefault(str(one.get_category_display()), []).append(one)
        return list(found.items())

    def state(self, on: date | None = None) -> str:
        """UNFILED, DUE (confirmed more than twelve months ago), NOTHING or FILED, on this day."""
        if self.filing is None:
            return UNFILED
        if self.filing.confirmed_on < months_before(on or timezone.localdate(), DUE_AFTER):
            return DUE
        return FILED if self.relationships else NOTHING

    def statement(self, months: int = WINDOWS[0], on: date | None = None) -> str:
        """The line beside words: "Consulting or advisory role: Acme Pharma, Beta Bio (Inst). Filed January 12, 2011."

        Returns:
            "" when nothing was filed; it is in the language of the society, because it stays as it is.
        """
        if self.filing is None:
            return ""
        with translation.override(Society.current().language):
            filed = _("Filed %(day)s.") % {"day": full_date(self.filing.confirmed_on)}
            lines = [_said(name, rows) for name, rows in self.by_category(months, on)]
            return " ".join([*(lines or [_("No relationships to disclose.")]), filed])


def _said(name: str, rows: list[Relationship]) -> str:
    if {row.category for row in rows} == {Relationship.Category.OTHER}:
        return " ".join(f"{row.marked.rstrip('.')}." for row in rows)  # they say in words what they are
    return f"{name}: {', '.join(row.marked.rstrip('.') for row in rows)}."


def disclosed_by(person: User) -> Disclosed:
    """What this person has on file, in two queries."""
    filing = _filing.first(VISITOR, person=person.pk)
    return Disclosed(filing, _relationships.objects(VISITOR, person=person.pk)) if filing else Disclosed()


@prepared
def _filing(_reader: Reader, person: int) -> QuerySet[Filing]:
    return Filing.objects.filter(person_id=person)


@prepared
def _relationships(_reader: Reader, person: int) -> QuerySet[Relationship]:
    return Relationship.objects.filter(person_id=person)


def disclosed(people: Collection[int]) -> dict[int, Disclosed]:
    """What these people (ids) have on file, in two queries; who has not filed is absent."""
    found = {row.person_id: Disclosed(row) for row in Filing.objects.filter(person__in=people)}
    for row in Relationship.objects.filter(person__in=found):
        found[row.person_id].relationships.append(row)
    return found
