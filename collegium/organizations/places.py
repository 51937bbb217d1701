"""Near a place: from organizations' own coordinates, without asking anybody outside.

A center is coordinates that are given, a city where organizations lie, or an organization by its name. The database
looks in a box, then at the distance on a sphere; alike on SQLite and PostgreSQL.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, FloatField, Min, Q, QuerySet, Value
from django.db.models.functions import Cos, Power, Sin

from collegium.organizations.models import Organization, OrganizationQuerySet
from collegium.web.formats import country, number
from collegium.web.texts import folded

RADIUS: Final = 6371.0088  # mean radius of the earth in km (IUGG)
UNITS: Final = {"km": 1.0, "mi": 1.609344}
STEPS: Final = (10, 25, 50, 100, 250, 500)
_PAIR = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d{1,9})?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d{1,9})?)\s*", re.ASCII)
_RADIAN = math.pi / 180


@dataclass(frozen=True, slots=True)
class Center:
    """A point with its name."""

    latitude: float
    longitude: float
    label: str

    def away(self, organization: Organization) -> float | None:
        """How far an organization is, in km; None when nobody knows where it is."""
        if organization.latitude is None or organization.longitude is None:
            return None
        return distance((self.latitude, self.longitude), (organization.latitude, organization.longitude))


def pair(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees from "44.51, -89.57"; None when it is no place on earth."""
    match = _PAIR.fullmatch(text)
    if not match:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometers between two points, by the haversine formula."""
    lat1, lat2 = math.radians(one[0]), math.radians(other[0])
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * RADIUS * math.asin(min(1.0, math.sqrt(half)))


def within(rows: OrganizationQuerySet, center: Center, km: float) -> OrganizationQuerySet:
    """Those at most so far away, each with `half`, which grows with the distance."""
    inside = rows.filter(_box(center, km)).annotate(half=_half(center))
    return inside.filter(half__lte=math.sin(min(km / RADIUS, math.pi) / 2) ** 2)


def _box(center: Center, km: float) -> Q:
    """The degrees within which such a circle lies; over a pole or the date line it is wider, or in two parts."""
    reach = math.degrees(km / RADIUS)
    south, north = center.latitude - reach, center.latitude + reach
    box = Q(latitude__range=(south, north), longitude__isnull=False)
    if south <= -90 or north >= 90:
        return box
    wide = math.degrees(math.asin(min(1.0, math.sin(km / RADIUS) / math.cos(math.radians(center.latitude)))))
    west, east = center.longitude - wide, center.longitude + wide
    if west < -180 or east > 180:
        west, east = (west + 180) % 360 - 180, (east + 180) % 360 - 180
        return box & (Q(longitude__gte=west) | Q(longitude__lte=east))
    return box & Q(longitude__range=(west, east))


def _half(center: Center) -> Any:
    """The haversine of the angle, as SQL."""

    def turned(field: str, degrees: float) -> Any:
        return Power(Sin((F(field) - Value(degrees)) * Value(_RADIAN / 2)), 2)

    across = Cos(F("latitude") * Value(_RADIAN)) * Value(math.cos(math.radians(center.latitude)))
    return _float(turned("latitude", center.latitude) + across * turned("longitude", center.longitude))


def _float(expression: Any) -> Any:
    expression.output_field = FloatField()
    return expression


def centers(text: str, most: int = 6) -> list[Center]:
    """What a text can mean: coordinates, else cities of that name where organizations lie (the busiest first), else
    organizations of that name."""
    if given := pair(text):
        return [Center(*given, f"{given[0]:g}, {given[1]:g}")]
    city, _comma, rest = (folded(part).strip() for part in text.partition(","))
    if not city:
        return []
    there = Organization.objects.listed().exclude(latitude=None).exclude(longitude=None)
    return _cities(there, city, rest, most) or _organizations(there, folded(text).strip(), most)


def _cities(there: OrganizationQuerySet, city: str, rest: str, most: int) -> list[Center]:
    """Cities: a name, and what may follow it ("springfield, il", "springfield, illinois")."""
    groups = (
        there.filter(words__contains=f"\n{city}\n").order_by().values("city", "state", "country")
        .annotate(n=Count("pk"), first=Min("pk")).order_by("-n", "first")
    )  # fmt: skip
    found = [row for row in groups if folded(row["city"]) == city]
    points = Organization.objects.in_bulk([row["first"] for row in found])
    places = [points[row["first"]] for row in found]
    fitting = [place for place in places if rest in ("", folded(place.state)) or rest in folded(place.place)]
    return [_center(place, place.place) for place in fitting[:most]]


def _organizations(there: OrganizationQuerySet, name: str, most: int) -> list[Center]:
    rows = there.matching(name).best_first(name)[:most]
    exact = [row for row in rows if folded(row.name) == name]
    return [_center(row, row.name) for row in exact or rows]


def _center(row: Organization, label: str) -> Center:
    return Center(float(row.latitude or 0), float(row.longitude or 0), label)


def nearby(organization: Organization, most: int = 3, km: float = 400.0) -> list[tuple[Organization, float]]:
    """The nearest others with their distance in km; none when nobody knows where it is."""
    if organization.latitude is None or organization.longitude is None:
        return []
    center = _center(organization, organization.name)
    rows: QuerySet[Any] = within(Organization.objects.listed().exclude(pk=organization.pk), center, km)
    return [(row, center.away(row) or 0.0) for row in rows.order_by("half", "pk")[:most]]


def far(km: float, unit: str) -> str:
    """A distance as it is printed: "12 km", "88 mi"; whole numbers, below one "under 1"."""
    whole = round(km / UNITS[unit])
    return f"{number(whole)} {unit}" if whole else f"< 1 {unit}"


def unit_of(organization: Organization) -> str:
    """Miles in the United States, else kilometers."""
    return "mi" if organization.is_american and country(organization.country) else "km"
