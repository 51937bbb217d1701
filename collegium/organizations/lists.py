"""Lists with counts: the directory's facets, members of an organization, colleagues."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.organizations.models import Affiliation, Organization, OrganizationQuerySet
from collegium.organizations.vocabulary import BANDS, KINDS, SOCIAL
from collegium.people.regions import US_STATES
from collegium.web.facets import Choices, Facet, Option, count_by
from collegium.web.formats import country

if TYPE_CHECKING:
    from collegium.accounts.models import User

FACETS = ("country", "state", "kind", "size", "claim", "account")


def _in_bands(keys: list[str]) -> Q:
    chosen = Q(pk__in=[])
    for band in BANDS:
        if band.key in keys:
            chosen |= Q(size__gte=band.least) & (Q() if band.most is None else Q(size__lte=band.most))
    return chosen


def _claimed(values: list[str]) -> Q:
    chosen = Q(pk__in=[])
    if "claimed" in values:
        chosen |= Q(claimed_at__isnull=False)
    if "unclaimed" in values:
        chosen |= Q(claimed_at=None)
    return chosen


def _known(values: list[str]) -> list[str]:
    return [key for key, _name in SOCIAL if key in values]


def _has_account(key: str) -> Q:
    return Q(social__has_key=key)


CONDITIONS: dict[str, Any] = {
    "country": lambda v: Q(country__in=v),
    "state": lambda v: Q(state__in=v),
    "kind": lambda v: Q(kind__in=v),
    "size": _in_bands,
    "claim": _claimed,
    "account": lambda v: Q(pk__in=[]) if not _known(v) else reduce(or_, [_has_account(key) for key in _known(v)]),
}


def facets(found: OrganizationQuerySet, choices: Choices) -> list[tuple[str, Facet]]:
    """Country (where there are several), state, kind, size and claimed, each with what choosing it would give."""

    def rest(name: str) -> QuerySet[Organization]:
        return choices.narrow(found, CONDITIONS, but=name)

    states = [(code, US_STATES.get(code, code), n) for code, n in count_by(rest("state").exclude(state=""), "state")]
    kinds = dict(count_by(rest("kind"), "kind"))
    return [
        *_countries(found, rest("country"), choices),
        (_("State"), Facet("state", "", choices.options("state", sorted(states, key=lambda row: row[1])))),
        (_("People, employed or members"), Facet("size", "", _sizes(rest("size"), choices))),
        (
            _("Kind"),
            Facet("kind", "", choices.options("kind", [(k, str(w), kinds[k]) for k, w in KINDS if k in kinds])),
        ),
        (_("Page"), Facet("claim", "", choices.options("claim", _claims(rest("claim"))))),
        (_("Accounts"), Facet("account", "", choices.options("account", _accounts(rest("account"))))),
    ]


def _countries(
    found: QuerySet[Organization], rows: QuerySet[Organization], choices: Choices
) -> list[tuple[str, Facet]]:
    """The facet of countries, where what is found lies in more than one or one is chosen."""
    there = sorted({name for name, _n in count_by(found.exclude(country=""), "country")}, key=country)
    if len(there) < 2 and not choices.values["country"]:
        return []
    counted = dict(count_by(rows.exclude(country=""), "country"))
    options = [(name, country(name), counted[name]) for name in there if name in counted]
    return [(_("Country"), Facet("country", "", choices.options("country", options)))]


def _sizes(rows: QuerySet[Organization], choices: Choices) -> list[Option]:
    """One aggregate over all bands."""
    numbers = rows.order_by().aggregate(
        **{f"n{i}": Count("pk", filter=_in_bands([b.key])) for i, b in enumerate(BANDS)}
    )
    on = choices.values["size"]
    return [
        Option(band.key, band.label, numbers[f"n{i}"], band.key in on, choices.without("size", band.key), band.step)
        for i, band in enumerate(BANDS)
        if numbers[f"n{i}"] or band.key in on
    ]


def _claims(rows: QuerySet[Organization]) -> list[tuple[str, str, int]]:
    numbers = rows.order_by().aggregate(
        yes=Count("pk", filter=Q(claimed_at__isnull=False)), no=Count("pk", filter=Q(claimed_at=None))
    )
    return [
        ("claimed", _("Claimed by the organization"), numbers["yes"]),
        ("unclaimed", _("Not claimed yet"), numbers["no"]),
    ]


def _accounts(rows: QuerySet[Organization]) -> list[tuple[str, str, int]]:
    """Networks where some of them have an account; one aggregate over those that have any."""
    numbers = (
        rows.exclude(social={})
        .order_by()
        .aggregate(**{key: Count("pk", filter=_has_account(key)) for key, _name in SOCIAL})
    )
    return [(key, name, numbers[key]) for key, name in SOCIAL if numbers[key]]


def with_member_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `members_here`: the number that everybody sees, of people whom members see there."""
    shown = Affiliation.objects.shown().filter(organization=OuterRef("pk")).order_by()
    counted = shown.values("organization").annotate(n=Count("pk")).values("n")
    return rows.annotate(members_here=Coalesce(Subquery(counted), 0))


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


def workplace_facet(people: QuerySet[User], choices: Choices) -> Facet:
    """Organizations of these people with how many of them are shown there (for the directory of members)."""
    shown = Affiliation.objects.current().consented().filter(person__in=people.order_by().values("pk"))
    counted = count_by(shown, "organization__slug", "organization__name")
    chosen = choices.values["organization"]
    rows = [row for n, row in enumerate(counted) if n < 200 or row[0] in chosen]
    return Facet("organization", "", choices.options("organization", rows))


def colleagues_of(person: User, reader: Reader, most: int = 3) -> tuple[list[User], int]:
    """Others shown at the same organization, and how many are shown there in all; nobody for non-members."""
    listed = Affiliation.objects.current().filter(person=person, is_consented=True)
    own = listed.main_first().first()
    if own is None or not reader.is_member:
        return [], 0
    shown = members_of(own.organization)
    others = shown.exclude(person=person).exclude(person_id=reader.person_id)[:most]
    return [row.person for row in others], shown.count()
