"""Which pairs of organizations may be one: proposed to staff, never by an acronym, never merged by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collegium.organizations.models import NotSame, Organization

MOST: Final = 200  # groups looked at for each reason
RULES: Final = (
    (("ror",), _("The same ROR ID")),
    (("host", "city_key"), _("The same website, in the same city")),
    (("name_key", "city_key", "state"), _("The same name, in the same city")),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organizations that may be one, and why somebody may think so."""

    first: Organization
    second: Organization
    reasons: tuple[str, ...]


def pairs(most: int = 50) -> list[Pair]:
    """Pairs to look at, those with the strongest reason first, without those that staff said are two."""
    found: dict[tuple[int, int], list[str]] = {}
    for fields, reason in RULES:
        for ids in _groups(fields):
            first = ids[0]
            for other in ids[1:]:
                found.setdefault((first, other), []).append(str(reason))
    known = set(NotSame.objects.values_list("first_id", "second_id"))
    wanted = [pair for pair in found if pair not in known][:most]
    rows = Organization.objects.in_bulk({pk for pair in wanted for pk in pair})
    return [Pair(rows[one], rows[two], tuple(found[one, two])) for one, two in wanted]


def like(row: Organization, most: int = 5) -> list[Organization]:
    """Listed organizations that may be the one of this row, which is not stored: of its name, or of its website."""
    condition = Q(pk__in=[])
    for name in ("name_key", "host"):
        if value := getattr(row, name):
            condition |= Q(**{name: value})
    return list(Organization.objects.listed().filter(condition).by_name()[:most])


def number_of_pairs() -> int:
    """How many wait, at most fifty."""
    return len(pairs())


def _groups(fields: tuple[str, ...]) -> list[list[int]]:
    """Ids of rows that are alike in these fields, the oldest first in each group."""
    rows = _known(fields)
    alike = rows.order_by().values(*fields).annotate(n=Count("pk")).filter(n__gt=1).order_by("-n", *fields)[:MOST]
    keys = [tuple(row[name] for name in fields) for row in alike]
    if not keys:
        return []
    condition = Q(pk__in=[])
    for key in keys:
        condition |= Q(**dict(zip(fields, key, strict=True)))
    grouped: dict[tuple[str, ...], list[int]] = {key: [] for key in keys}
    for pk, *key in rows.filter(condition).order_by("pk").values_list("pk", *fields):
        grouped[tuple(key)].append(pk)
    return list(grouped.values())


def _known(fields: tuple[str, ...]) -> QuerySet[Organization]:
    """Listed rows in which these fields say something; a state may be empty."""
    rows = Organization.objects.listed()
    for name in fields:
        rows = rows if name == "state" else rows.exclude(**{name: ""})
    return rows


def reasons_of(one: Organization, two: Organization) -> list[str]:
    """Why these two may be one."""
    return [
        str(reason) for fields, reason in RULES
        if all(getattr(one, name) == getattr(two, name) and (getattr(one, name) or name == "state") for name in fields)
    ]  # fmt: skip
