"""Members within a distance of a place: where they work, or the city they give, as far as they show it to members."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, QuerySet

from collegium.accounts.models import User
from collegium.organizations.models import Organization
from collegium.organizations.near import Near
from collegium.organizations.places import UNITS, within
from collegium.people.directory import listed_members, working_at
from collegium.people.seen import open_to_members
from collegium.web.texts import folded

OPEN = open_to_members("location")


def people_near(people: QuerySet[User], near: Near) -> QuerySet[User]:
    """Those within the distance; of a place where no organization lies, those who give it as their city."""
    if near.center is None:
        return people.filter(_named(near.text)) if near.text else people
    inside = within(Organization.objects.listed(), near.center, near.within * UNITS[near.unit])
    return people.filter(working_at(Q(organization__in=inside.order_by().values("pk"))) | _living_in(inside))


def is_a_members_city(near: Near) -> bool:
    """Whether members give such a city, although nobody knows how far it is."""
    return near.is_unknown and listed_members().filter(_named(near.text)).exists()


def _named(text: str) -> Q:
    city, _comma, rest = (folded(part).strip() for part in text.partition(","))
    named = Q(profile__folded_city=city) & OPEN if city else Q(pk__in=[])
    return named & Q(profile__state__iexact=rest) if rest else named


def _living_in(inside: QuerySet[Organization]) -> Q:
    """Whose city is one of those where these organizations lie; only cities that members give are asked for."""
    around = {(folded(city), state) for city, state in inside.order_by().values_list("city", "state").distinct()}
    given = listed_members().filter(OPEN).order_by().values_list("profile__folded_city", "profile__state").distinct()
    cities: dict[str, list[str]] = defaultdict(list)
    for city, state in given:
        if city and (city, state) in around:
            cities[state].append(city)
    living = Q(pk__in=[])
    for state, names in sorted(cities.items()):
        living |= Q(profile__state=state, profile__folded_city__in=sorted(names))
    return living & OPEN
