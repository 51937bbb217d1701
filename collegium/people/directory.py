"""The directory of members: who is listed, what can be searched and chosen.

Search and facets look only at fields that every member has (`seen.open_to_members`): a hidden field never shows itself
through a count. Affiliations are asked through `affiliations_come_from`, which the organizations app calls at start;
how facets are printed is in `counting`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.people import people_in
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.audience.shared import shared
from collegium.membership.models import Term
from collegium.people.models import Profile, Speaks
from collegium.people.seen import if_open_to_members, open_to_members
from collegium.web.facets import Marks, grouped, ids_by
from collegium.web.models import KeptVersion
from collegium.web.texts import folded

FACETS = ("specialty", "site", "state", "organization", "stage", "speaks", "office", "open")
OFFICERS, QUESTIONS = "officers", "questions"
SORTS = ("best", "name")
Works = Callable[[Q], Q]
Workplaces = Callable[[], Mapping[str, Iterable[int]]]
_works: Works | None = None
_workplaces: Workplaces | None = None


def affiliations_come_from(works: Works, workplaces: Workplaces) -> None:
    """Called by organizations at start.

    Args:
        works: (condition on an organization, with prefix "organization__") -> condition on a person that a shown
            affiliation fits it.
        workplaces: slug of an organization -> ids of people who are shown there now, listed or not.
    """
    global _works, _workplaces
    _works, _workplaces = works, workplaces


def working_at(condition: Q) -> Q:
    """The condition "works, visibly for members, at an organization like this"."""
    return _works(condition) if _works else Q(pk__in=[])


def listed_members() -> QuerySet[User]:
    """Present members and staff who did not leave the directory (here or in the roster), family name first."""
    people: Any = people_in({MEMBERS}).filter(profile__unlisted_at=None).exclude(membership__directory_optout=True)
    return people.order_by("family_name", "given_name", "pk")


def in_order(ids: Iterable[int]) -> list[User]:
    """These people in this order, with `profile__specialty` at hand."""
    wanted = tuple(ids)
    found = {person.pk: person for person in _listed.objects(VISITOR, ids=wanted)}
    return [found[pk] for pk in wanted if pk in found]


@prepared
def _listed(_reader: Reader, ids: tuple[int, ...]) -> QuerySet[User]:
    return User.objects.select_related("profile__specialty").filter(pk__in=ids)


def marks() -> Marks:
    """All listed members with the values of their facets, read once while no directory changes."""
    return shared(VISITOR, "marks of members", lambda _anybody: _read(), KeptVersion.DIRECTORIES)


def _read() -> Marks:
    """One statement for who is listed and what stands in the profile, one for each facet that has rows of its own."""
    people, specialties, stages, states, of_specialty, of_languages = _columns()
    having: dict[str, Mapping[str, Iterable[int]]] = {
        "specialty": grouped(specialties, people),
        "site": ids_by(_sites(), "diseasesite__slug", "profile", dict(zip(of_specialty, people, strict=True))),
        "state": grouped(states, people),
        "organization": _workplaces() if _workplaces else {},
        "stage": grouped(stages, people),
        "speaks": ids_by(Speaks.objects.all(), "code", "profile", dict(zip(of_languages, people, strict=True))),
        "office": _offices(),
        "open": _open_to(),
    }
    return Marks(people, having)


def _columns() -> list[tuple[Any, ...]]:
    """Ids of the listed members by name, their specialty, stage and state, and the ids of their profiles, twice: as far
    as every member has their specialty, and their languages."""
    shown = {
        "specialty": ("specialty", "specialty__slug"), "stage": ("specialty", "stage"), "state": ("location", "state"),
        "of_specialty": ("specialty", "pk"), "of_languages": ("languages", "pk"),
    }  # fmt: skip
    columns = {name: if_open_to_members(field, value) for name, (field, value) in shown.items()}
    rows = listed_members().annotate(**columns).values_list("pk", *columns)
    return list(zip(*rows, strict=True)) or [()] * (1 + len(columns))


def _sites() -> QuerySet[Any]:
    """Disease sites are part of what a profile says of the specialty, and hidden with it."""
    return Profile.sites.through.objects.all()  # type: ignore[attr-defined, no-any-return]


def _offices() -> dict[str, Iterable[int]]:
    """Who holds an office now, by body; an office in no body counts among the officers."""
    held: dict[str, set[int]] = defaultdict(set)
    for person, body in Term.objects.on().order_by().values_list("person", "body__key"):
        held[body or OFFICERS].add(person)
    return dict(held)


def _open_to() -> dict[str, Iterable[int]]:
    """Who agreed to be asked, as far as they show members what about."""
    willing = Profile.objects.filter(open_to_members("ask_me_about", ""), person__willing__isnull=False)
    return {QUESTIONS: willing.values_list("person", flat=True)}


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
