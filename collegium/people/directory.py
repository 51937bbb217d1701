"""The directory of members: who is listed, what can be searched and chosen, with exact counts.

Search and facets look only at fields that every member has (`seen.open_to_members`): a hidden field never shows itself
through a count. Affiliations are asked through `affiliations`, which the organizations app fills at start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.people.models import Profile
from collegium.people.regions import US_STATES
from collegium.people.seen import open_to_members
from collegium.web.facets import Choices, Facet, count_by
from collegium.web.texts import folded

FACETS = ("specialty", "state", "organization", "stage")
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


CONDITIONS: dict[str, Callable[[list[str]], Q]] = {
    "specialty": lambda v: Q(profile__specialty__slug__in=v) & open_to_members("specialty"),
    "state": lambda v: Q(profile__state__in=v) & open_to_members("location"),
    "organization": lambda v: working_at(Q(organization__slug__in=v)),
    "stage": lambda v: Q(profile__stage__in=v) & open_to_members("specialty"),
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


def facets(people: QuerySet[User], choices: Choices) -> list[Facet]:
    """Specialty, state and stage with the number of listed members that choosing each would give."""
    return [_specialties(people, choices), _states(people, choices), _stages(people, choices)]


def _rest(people: QuerySet[User], choices: Choices, name: str, field: str) -> QuerySet[User]:
    return choices.narrow(people, CONDITIONS, but=name).filter(open_to_members(field))


def _specialties(people: QuerySet[User], choices: Choices) -> Facet:
    rows = _rest(people, choices, "specialty", "specialty").exclude(profile__specialty=None)
    counted = count_by(rows, "profile__specialty__slug", "profile__specialty__name")
    return Facet("specialty", "", choices.options("specialty", counted))


def _states(people: QuerySet[User], choices: Choices) -> Facet:
    rows = _rest(people, choices, "state", "location").exclude(profile__state="")
    counted = [(code, US_STATES.get(code, code), n) for code, n in count_by(rows, "profile__state")]
    return Facet("state", "", choices.options("state", counted))


def _stages(people: QuerySet[User], choices: Choices) -> Facet:
    rows = _rest(people, choices, "stage", "specialty").exclude(profile__stage="")
    numbers = dict(count_by(rows, "profile__stage"))
    counted = [(key, str(label), numbers[key]) for key, label in Profile.Stage.choices if key in numbers]
    return Facet("stage", "", choices.options("stage", counted))
