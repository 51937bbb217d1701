"""Lists with counts: the directory's facets, members of an organization, colleagues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.reader import VISITOR, Reader
from collegium.audience.shared import shared
from collegium.organizations.models import Affiliation, Organization
from collegium.organizations.vocabulary import BANDS, KINDS, SOCIAL, band_of
from collegium.people.regions import US_STATES
from collegium.web.facets import Choices, Facet, Marks, Option, grouped, largest_first
from collegium.web.formats import country
from collegium.web.models import KeptVersion

FACETS = ("country", "state", "kind", "size", "claim", "account")
Counted = list[tuple[str, str, int]]


def marks() -> Marks:
    """All listed organizations by name, with the values of their facets, read once while no directory changes."""
    return shared(VISITOR, "marks of organizations", lambda _anybody: _read(), KeptVersion.DIRECTORIES)


def _read() -> Marks:
    columns = ("pk", "country", "state", "kind", "size")
    listed = Organization.objects.listed()
    ids, countries, states, kinds, sizes = list(zip(*listed.by_name().values_list(*columns), strict=True)) or [
        ()
    ] * len(columns)
    claimed = set(listed.exclude(claimed_at=None).order_by().values_list("pk", flat=True))
    accounts = list(listed.exclude(social={}).order_by().values_list("pk", "social"))  # reading JSON is dear
    bands = {size: band.key for size in set(sizes) if (band := band_of(size))}
    having: dict[str, Mapping[str, Iterable[int]]] = {
        "country": grouped(countries, ids),
        "state": grouped(states, ids),
        "kind": grouped(kinds, ids),
        "size": grouped(map(bands.get, sizes), ids),
        "claim": {"claimed": claimed, "unclaimed": [pk for pk in ids if pk not in claimed]},
        "account": {key: [pk for pk, has in accounts if key in has] for key, _name in SOCIAL},
    }
    return Marks(ids, having)


def facets(choices: Choices, found: Sequence[int] | None) -> list[tuple[str, Facet]]:
    """Country (where there are several), state, kind, size and claimed, each with what choosing it would give.

    Args:
        found: ids of what text and place choose; None stands for all.
    """
    everything = marks()

    def facet(name: str, printed: Callable[[Mapping[str, int]], Counted]) -> Facet:
        return Facet(name, "", choices.options(name, printed(everything.counts(name, choices, found))))

    sizes = everything.counts("size", choices, found)
    return [
        *([(_("Country"), facet("country", _countries))] if _spans_countries(everything, choices, found) else []),
        (_("State"), facet("state", _states)),
        (_("People, employed or members"), Facet("size", "", _sizes(sizes, choices))),
        (_("Kind"), facet("kind", _kinds)),
        (_("Page"), facet("claim", _claims)),
        (_("Accounts"), facet("account", _accounts)),
    ]


def _spans_countries(everything: Marks, choices: Choices, found: Sequence[int] | None) -> bool:
    """Whether what is found lies in several countries, or one is chosen."""
    return bool(choices.values["country"]) or len(everything.counts("country", None, found)) > 1


def _countries(numbers: Mapping[str, int]) -> Counted:
    return [(name, country(name), numbers[name]) for name in sorted(numbers, key=country)]


def _states(numbers: Mapping[str, int]) -> Counted:
    counted = [(code, US_STATES.get(code, code), n) for code, n in sorted(numbers.items())]
    return sorted(counted, key=lambda row: row[1])


def _kinds(numbers: Mapping[str, int]) -> Counted:
    return [(key, str(words), numbers[key]) for key, words in KINDS if key in numbers]


def _sizes(numbers: Mapping[str, int], choices: Choices) -> list[Option]:
    on = choices.values["size"]
    return [
        Option(
            key,
            band.label,
            numbers.get(key, 0),
            key in on,
            choices.without("size", key) if key in on else "",
            band.step,
        )
        for band in BANDS
        if (key := band.key) in numbers or key in on
    ]


def _claims(numbers: Mapping[str, int]) -> Counted:
    return [
        ("claimed", _("Claimed by the organization"), numbers.get("claimed", 0)),
        ("unclaimed", _("Not claimed yet"), numbers.get("unclaimed", 0)),
    ]


def _accounts(numbers: Mapping[str, int]) -> Counted:
    """Networks where some of them have an account."""
    return [(key, name, numbers[key]) for key, name in SOCIAL if key in numbers]


def with_member_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `members_here`: the number that everybody sees, of people whom members see there."""
    shown = Affiliation.objects.shown().filter(organization=OuterRef("pk")).order_by()
    counted = shown.values("organization").annotate(n=Count("pk")).values("n")
    return rows.annotate(members_here=Coalesce(Subquery(counted), 0))


def in_order(ids: Sequence[int]) -> list[Organization]:
    """These organizations in this order, each with `members_here`."""
    found = with_member_counts(Organization.objects.all()).in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def members_of(organization: Organization) -> QuerySet[Affiliation]:
    """Who is shown at an organization, those first whose main place it is; for members only, others get `.count()`."""
    shown = Affiliation.objects.shown().filter(organization=organization)
    rows = shown.select_related("person__profile__specialty")
    return rows.order_by("-is_primary", "person__family_name", "person__given_name", "pk")


def on_the_roster(organization: Organization) -> QuerySet[Affiliation]:
    """Whom those who manage the page may answer about: whom members see there, and whom they denied; nobody else."""
    rows = Affiliation.objects.current().visible().of_listed_members().filter(organization=organization)
    return rows.select_related("person", "organization").by_name()


def former_of(organization: Organization, most: int = 24) -> list[Affiliation]:
    """Who worked there and stays listed as such, for members; without those who work there again. The latest first."""
    here = Affiliation.objects.current().filter(organization=organization).values("person")
    rows = Affiliation.objects.former().filter(organization=organization).exclude(person__in=here)
    return list(rows.select_related("person").order_by("-until", "person__family_name", "pk")[:most])


def workplace_facet(numbers: Mapping[str, int], choices: Choices) -> Facet:
    """The facet of the directory of members, from the slug of an organization -> how many of them are shown there."""
    chosen = choices.values["organization"]
    rows = [row for n, row in enumerate(largest_first(numbers)) if n < 200 or row[0] in chosen]
    names = dict(Organization.objects.filter(slug__in=[slug for slug, _n in rows]).values_list("slug", "name"))
    counted = [(slug, names[slug], n) for slug, n in rows if slug in names]
    return Facet("organization", "", choices.options("organization", counted))


def colleagues_of(person: User, reader: Reader, most: int = 3) -> tuple[list[User], int]:
    """Others shown at the same organization, and how many are shown there in all; nobody for non-members."""
    listed = Affiliation.objects.current().filter(person=person, is_consented=True)
    own = listed.main_first().first()
    if own is None or not reader.is_member:
        return [], 0
    shown = members_of(own.organization)
    others = shown.exclude(person=person).exclude(person_id=reader.person_id)[:most]
    return [row.person for row in others], shown.count()
