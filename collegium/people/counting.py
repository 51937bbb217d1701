"""The facets of the directory of members with their counts: each says how many listed members choosing it would give.

A field that its owner shows to fewer than all members counts nowhere, and whoever left the directory neither.
"""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.membership.models import Body, Term
from collegium.people.directory import CONDITIONS, OFFICERS, QUESTIONS
from collegium.people.models import DiseaseSite, Profile, Speaks
from collegium.people.regions import US_STATES
from collegium.people.seen import open_to_members
from collegium.people.spoken import name_of
from collegium.web.facets import Choices, Facet, count_by
from collegium.web.texts import folded

Counted = list[tuple[str, str, int]]


def facets(people: QuerySet[User], choices: Choices) -> dict[str, Facet]:
    """Name of a facet -> its options. Organizations are counted where affiliations are known."""
    counting = {
        "specialty": _specialties, "site": _sites, "state": _states, "stage": _stages, "speaks": _languages,
        "office": _offices, "open": _open_to,
    }  # fmt: skip
    return {
        name: Facet(name, "", choices.options(name, count(choices.narrow(people, CONDITIONS, but=name))))
        for name, count in counting.items()
    }


def _specialties(people: QuerySet[User]) -> Counted:
    rows = people.filter(open_to_members("specialty")).exclude(profile__specialty=None)
    return count_by(rows, "profile__specialty__slug", "profile__specialty__name")


def _sites(people: QuerySet[User]) -> Counted:
    rows = people.filter(open_to_members("specialty")).exclude(profile__sites=None)
    numbers = dict(count_by(rows, "profile__sites"))
    return [(one.slug, one.name, numbers[one.pk]) for one in DiseaseSite.objects.all() if one.pk in numbers]


def _states(people: QuerySet[User]) -> Counted:
    rows = people.filter(open_to_members("location")).exclude(profile__state="")
    return [(code, US_STATES.get(code, code), n) for code, n in count_by(rows, "profile__state")]


def _stages(people: QuerySet[User]) -> Counted:
    numbers = dict(count_by(people.filter(open_to_members("specialty")).exclude(profile__stage=""), "profile__stage"))
    return [(key, str(label), numbers[key]) for key, label in Profile.Stage.choices if key in numbers]


def _languages(people: QuerySet[User]) -> Counted:
    profiles = Profile.objects.filter(person__in=people.order_by().values("pk"), seen_languages="members")
    rows = Speaks.objects.filter(profile__in=profiles).order_by()
    counted = rows.values_list("code").annotate(n=Count("pk"))
    return sorted(((code, name_of(code), n) for code, n in counted), key=lambda row: (-row[2], folded(row[1])))


def _offices(people: QuerySet[User]) -> Counted:
    """Bodies in their own order; those who hold an office are few."""
    terms = Term.objects.on().filter(person__in=people.order_by().values("pk")).order_by()
    held: dict[str, set[int]] = {}
    for person, body in terms.values_list("person", "body__key"):
        held.setdefault(body or OFFICERS, set()).add(person)
    return [(body.key, body.name, len(held[body.key])) for body in Body.objects.all() if body.key in held]


def _open_to(people: QuerySet[User]) -> Counted:
    number = people.filter(CONDITIONS["open"]([QUESTIONS])).count()
    return [(QUESTIONS, _("Questions from colleagues"), number)] if number else []
