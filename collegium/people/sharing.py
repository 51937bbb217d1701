"""Who is in a group with whom, as profiles ask it (`seen.groups_are_shared_by`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader


def share_a_group(person_id: int, others: Collection[int]) -> set[int]:
    """Those of the others who are in a group with this person."""
    return {person for (person,) in _together.rows(VISITOR, person=person_id, others=tuple(others))}


@prepared
def _together(_reader: Reader, person: int, others: tuple[int, ...]) -> QuerySet[Any, Any]:
    places = apps.get_model("groups", "Place").objects.filter(role__in=["member", "owner"])
    mine = places.filter(person_id=person).values("group")
    return places.filter(person_id__in=others, group__in=mine).values_list("person_id")
