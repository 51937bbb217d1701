"""`/organizations/`: the directory, for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR
from collegium.audience.shared import as_of
from collegium.organizations import lists
from collegium.organizations.models import Organization
from collegium.organizations.near import Near
from collegium.web.facets import Choices
from collegium.web.limits import limited
from collegium.web.models import KeptVersion
from collegium.web.paging import pages_of
from collegium.web.texts import folded, sent

SIZE, OFFERED, LOOKED_AT = 20, 8, 60


@open_to("everyone")
def organization_list(request: HttpRequest) -> HttpResponse:
    """Search by name and place, distance; facets with exact counts. Everybody gets the same, so it is kept for all."""
    context = {
        "as_of": as_of(VISITOR, KeptVersion.DIRECTORIES),
        "list": SimpleLazyObject(lambda: _list(request)),
    }
    return render(request, "organizations/organization_list.html", context)


def _list(request: HttpRequest) -> dict[str, Any]:
    choices, near = Choices(request.GET, lists.FACETS), Near(request.GET)
    found = _found(choices.text, near)
    chosen = lists.marks().chosen(choices, found)
    pages = pages_of(request, len(chosen), SIZE)
    rows = lists.in_order(chosen[pages.slice])
    return {
        "organizations": [(row, near.far(row)) for row in rows],
        "pages": pages,
        "choices": choices,
        "near": near,
        "facets": lists.facets(choices, found),
        "total": len(lists.marks().ids),
        "has_geonames": any(row.geonames_id for row in rows),
    }


def _found(text: str, near: Near) -> Sequence[int] | None:
    """Ids of what text and place choose, the nearest or the best match first; None stands for all."""
    if not text and not near.text:
        return None
    found = near.narrow(Organization.objects.listed().matching(text))
    return list(near.order(found, text).values_list("pk", flat=True))


@open_to("everyone")
@limited("complete", methods=("GET",))
def complete_organizations(request: HttpRequest) -> HttpResponse:
    """At most eight organizations whose names, other names or acronyms look like what is being typed."""
    text = sent(request.GET, "q", 60)
    near = Organization.objects.listed().matching(text).best_first(text)[:LOOKED_AT] if text else []
    rows = [row for row in near if row.is_called(text)][:OFFERED]
    found = [{"name": row.name, "note": _note(row, text), "address": row.get_absolute_url()} for row in rows]
    return JsonResponse({"organizations": found})


def _note(row: Organization, text: str) -> str:
    """Where it is, and the other name by which it was found."""
    wanted = folded(text)
    also = "" if wanted in folded(row.name) else row.name_like(wanted)
    return " · ".join(part for part in (also, row.place) if part)
