"""The facets of the directory of members as they are printed: each option says how many listed members it would give.

A field that its owner shows to fewer than all members counts nowhere, and whoever left the directory neither
(`directory.marks`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from collegium.membership.models import Body
from collegium.people.directory import QUESTIONS, marks
from collegium.people.models import DiseaseSite, Profile, Specialty
from collegium.people.regions import US_STATES
from collegium.people.spoken import name_of
from collegium.web.facets import Choices, Facet, largest_first
from collegium.web.texts import folded

Numbers = Mapping[str, int]
Counted = list[tuple[str, str, int]]


def facets(choices: Choices, found: Sequence[int] | None) -> dict[str, Facet]:
    """Name of a facet -> its options; organizations are printed where they are known.

    Args:
        found: ids of whom text and place choose; None stands for all.
    """
    everybody = marks()
    return {
        name: Facet(name, "", choices.options(name, printed(everybody.counts(name, choices, found))))
        for name, printed in PRINTED.items()
    }


def _specialties(numbers: Numbers) -> Counted:
    names = dict(Specialty.objects.filter(slug__in=numbers).values_list("slug", "name"))
    return [(slug, names[slug], n) for slug, n in largest_first(numbers) if slug in names]


def _sites(numbers: Numbers) -> Counted:
    return [(one.slug, one.name, numbers[one.slug]) for one in DiseaseSite.objects.all() if one.slug in numbers]


def _states(numbers: Numbers) -> Counted:
    return [(code, US_STATES.get(code, code), n) for code, n in largest_first(numbers)]


def _stages(numbers: Numbers) -> Counted:
    return [(key, str(label), numbers[key]) for key, label in Profile.Stage.choices if key in numbers]


def _languages(numbers: Numbers) -> Counted:
    counted = [(code, name_of(code), n) for code, n in numbers.items()]
    return sorted(counted, key=lambda row: (-row[2], folded(row[1])))


def _offices(numbers: Numbers) -> Counted:
    """Bodies in their own order."""
    return [(body.key, body.name, numbers[body.key]) for body in Body.objects.all() if body.key in numbers]


def _open_to(numbers: Numbers) -> Counted:
    return [(QUESTIONS, _("Questions from colleagues"), numbers[QUESTIONS])] if QUESTIONS in numbers else []


PRINTED: dict[str, Callable[[Numbers], Counted]] = {
    "specialty": _specialties,
    "site": _sites,
    "state": _states,
    "stage": _stages,
    "speaks": _languages,
    "office": _offices,
    "open": _open_to,
}
