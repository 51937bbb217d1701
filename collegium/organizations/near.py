"""The choice "within 50 km of a place" of the directory: what its address says, which rows, in which order, how far."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from collegium.organizations.models import Organization, OrganizationQuerySet
from collegium.organizations.places import STEPS, UNITS, Center, centers, far, within
from collegium.web.numbers import number_of
from collegium.web.texts import sent

USUAL = 50


class Near:
    """What `?near=Northmere&within=50&unit=km` chooses. `center` is None without a place, or when nobody knows it."""

    steps, units = STEPS, tuple(UNITS)

    def __init__(self, query: QueryDict) -> None:
        self.text = sent(query, "near", 100)
        self.unit = query.get("unit", "") if query.get("unit") in UNITS else self.units[0]
        chosen = number_of(query.get("within", ""))
        self.within = chosen if chosen in STEPS else USUAL
        found = centers(self.text) if self.text else []
        self.center: Center | None = found[0] if found else None
        self.others = [self._option(query, center) for center in found[1:]]
        rest = query.copy()
        for name in ("near", "within", "unit", "page"):
            rest.pop(name, None)
        self.without = f"?{rest.urlencode()}"

    def _option(self, query: QueryDict, center: Center) -> tuple[str, str]:
        """Another place of that name, with the address that means it."""
        query = query.copy()
        query["near"] = f"{center.latitude:.5f}, {center.longitude:.5f}"
        query.pop("page", None)
        return center.label, f"?{query.urlencode()}"

    @property
    def is_unknown(self) -> bool:
        """Whether a place was given that no organization lies in."""
        return bool(self.text) and self.center is None

    @property
    def radius(self) -> str:
        """ "50 km"."""
        return far(self.within * UNITS[self.unit], self.unit)

    def narrow(self, rows: OrganizationQuerySet) -> OrganizationQuerySet:
        """The rows within the distance; none when nobody knows the place."""
        if self.center is None:
            return rows.none() if self.text else rows
        return within(rows, self.center, self.within * UNITS[self.unit])

    def order(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The nearest first; without a place by how well the text fits, or by name."""
        if self.center is not None:
            return rows.order_by("half", "name", "pk")
        return rows.best_first(text) if text else rows.order_by("name", "pk")  # type: ignore[attr-defined, no-any-return]

    def far(self, organization: Organization) -> str:
        """How far it is, as it is printed; "" without a place."""
        km = self.center.away(organization) if self.center else None
        return "" if km is None else far(km, self.unit)
