"""The directory of members: who is listed, what can be searched and chosen.

Search and facets look only at fields that every member has (`seen.open_to_members`): a hidden field never shows itself
through a count. Affiliations are asked through `affiliations`, which the organizations app fills at start; the counts
are in `counting`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.membership.models import Term
from collegium.people.models import Profile, Speaks
from collegium.people.seen import open_to_members
from collegium.web.texts import folded

FACETS = ("specialty", "site", "state", "organization", "stage", "speaks", "office", "open")
OFFICERS, QUESTIONS = "officers", "questions"
SORTS = ("best", "name")
Works = Callable[[Q], Q]
_works: Works | None = None


def affiliations_come_from(works: Works) -> None:
    """Called by organizations at start: (condition on an organization, with prefix "organization__") -> condition on a
    person that a shown affiliation fits it."""
    global _works
    _works = works


def working_at(condition: Q) -> Q:
    """The condition "works, visibly for members, at an organization like this"."""
    return _works(condition) if _works else Q(pk__in=[])


def listed_members() -> QuerySet[User]:
    """Present members and staff who did not leave the directory (here or in the roster), family name first."""
    people: Any = people_in({MEMBERS}).filter(profile__unlisted_at=None).exclude(membership__directory_optout=True)
    return people.order_by("family_name", "given_name", "pk")


def in_order(ids: Iterable[int]) -> list[User]:
    """These people in this order, with `profile__specialty` at hand."""
    wanted = list(ids)
    found = User.objects.select_related("profile__specialty").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def _sites(values: list[str]) -> Q:
    """Disease sites are part of what a profile says of the specialty, and hidden with it."""
    rows = Profile.sites.through.objects.filter(diseasesite__slug__in=values)  # type: ignore[attr-defined]
    return Q(profile__pk__in=rows.values("profile")) & open_to_members("specialty")


def _languages(values: list[str]) -> Q:
    rows = Speaks.objects.filter(code__in=values).order_by()
    return Q(profile__pk__in=rows.values("profile")) & open_to_members("languages")


def _offices(values: list[str]) -> Q:
    """Who holds an office now in one of these bodies; an office in no body counts among the officers."""
    bodies = Q(body__key__in=values) | (Q(body=None) if OFFICERS in values else Q(pk__in=[]))
    return Q(pk__in=Term.objects.on().filter(bodies).values("person"))


def _open_to(values: list[str]) -> Q:
    """Who agreed to be asked, as far as they show members what about."""
    if QUESTIONS not in values:
        return Q(pk__in=[])
    return Q(willing__isnull=False) & open_to_members("ask_me_about")


CONDITIONS: dict[str, Callable[[list[str]], Q]] = {
    "specialty": lambda v: Q(profile__specialty__slug__in=v) & open_to_members("specialty"),
    "site": _sites,
    "state": lambda v: Q(profile__state__in=v) & open_to_members("location"),
    "organization": lambda v: working_at(Q(organization__slug__in=v)),
    "stage": lambda v: Q(profile__stage__in=v) & open_to_members("specialty"),
    "speaks": _languages,
    "office": _offices,
    "open": _open_to,
}


def matching(people: QuerySet[User], text: str) -> QuerySet[User]:
    """The people in whose name, credentials or open fields every word of the text occurs."""
    for written in text.replace(",", " ").split()[:8]:  # "Grace Penhaligon, PA-C", as bylines print it
        word = folded(written)
        people = people.filter(
            Q(folded_name__contains=word)
            | Q(credentials__icontains=written)
            | Q(profile__folded_legal_given_name=word)
            | Q(profile__folded_headline__contains=word) & open_to_members("headline")
            | Q(profile__folded_ask_me_about__contains=word) & open_to_members("ask_me_about")
            | Q(profile__folded_city__contains=word) & open_to_members("location")
            | Q(profile__specialty__folded_name__contains=word) & open_to_members("specialty")
            | working_at(Q(organization__words__contains=word))
        )
    return people


def best_first(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Names that begin so, then names with it, then what they may be asked about, then their field, then the rest.

    Only what every member has moves anybody: a hidden field gives no better place than none.
    """
    wanted = folded(text.replace(",", " ").split()[0]) if text.replace(",", " ").split() else ""
    places = [
        Q(folded_name__startswith=wanted),
        Q(folded_name__contains=f" {wanted}"),
        Q(profile__folded_ask_me_about__contains=wanted) & open_to_members("ask_me_about"),
        Q(profile__specialty__folded_name__contains=wanted) & open_to_members("specialty"),
    ]
    rank = Case(*(When(place, then=Value(n)) for n, place in enumerate(places)), default=Value(len(places)))
    return people.order_by(rank, "family_name", "given_name", "pk")
