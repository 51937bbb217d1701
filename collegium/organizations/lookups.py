"""What people's screens ask about workplaces: one query for many people, and only what members may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.organizations.models import Affiliation, Organization
from collegium.people.models import Profile
from collegium.web.models import Society

if TYPE_CHECKING:
    from collegium.accounts.models import User


def workplaces(people: Collection[int]) -> dict[int, tuple[str, str]]:
    """person id -> (name, address) of where they work (the main place) and agreed to be shown."""
    found = reversed(
        _work.objects(VISITOR, people=tuple(people), day=timezone.localdate())
    )  # the first is written last
    return {row.person_id: (row.organization.name, row.organization.get_absolute_url()) for row in found}


@prepared
def _work(_reader: Reader, people: tuple[int, ...], day: date) -> QuerySet[Affiliation]:
    rows = Affiliation.objects.current(day).undenied().filter(is_consented=True, person_id__in=people)
    return rows.select_related("organization").main_first()


def works_at(people: Collection[int]) -> dict[int, set[int]]:
    """person id -> ids of the organizations where they work now, shown there or not, in one query."""
    found: dict[int, set[int]] = {}
    for person, organization in (
        Affiliation.objects.current().filter(person__in=people).values_list("person", "organization")
    ):
        found.setdefault(person, set()).add(organization)
    return found


def works(condition: Q) -> Q:
    """The condition "this person works, visibly for members, at such an organization"."""
    return Q(Exists(Affiliation.objects.current().consented().filter(condition, person=OuterRef("pk"))))


def people_by_workplace() -> dict[str, set[int]]:
    """Slug of an organization -> ids of those who work there, visibly for members."""
    there: dict[int, set[int]] = defaultdict(set)
    for organization, person in Affiliation.objects.current().consented().values_list("organization", "person"):
        there[organization].add(person)
    slugs = dict(Organization.objects.filter(pk__in=there).values_list("pk", "slug"))
    return {slugs[pk]: people for pk, people in there.items() if pk in slugs}


def affiliation_fact(person: User) -> dict[str, Any]:
    """What a byline says of somebody's work: "GI oncology · Cedar Fork, IA", else the organization's name.

    Only from fields that every member has, and only of people who sign with their place (their own choice).
    """
    profile = _profile.first(VISITOR, person=person.pk)
    if profile is None or not profile.signs_with_place:
        return {}
    row = _signed_with.first(VISITOR, person=person.pk, day=timezone.localdate())
    specialty = profile.specialty.name if profile.specialty and profile.seen_specialty == "members" else ""
    with translation.override(Society.current().language):  # it stays as it is now, for readers of all languages
        place = profile.place if profile.seen_location == "members" else ""
        place = place or (row.organization.short_place if row else "")
    if specialty and place:
        return {"affiliation": f"{specialty} · {place}"}
    return {"affiliation": row.organization.name if row else specialty or place}


@prepared
def _profile(_reader: Reader, person: int) -> QuerySet[Profile]:
    return Profile.objects.filter(person_id=person).select_related("specialty")


@prepared
def _signed_with(_reader: Reader, person: int, day: date) -> QuerySet[Affiliation]:
    shown = Affiliation.objects.current(day).consented().filter(person_id=person).select_related("organization")
    return shown.main_first()[:1]


def is_page(organization_id: int) -> bool:
    """Whether an organization has a page of its own."""
    return Organization.objects.listed().filter(pk=organization_id).exists()
