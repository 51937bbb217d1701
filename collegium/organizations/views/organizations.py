"""`/organizations/`: the directory, for everyone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR
from collegium.audience.shared import as_of
from collegium.organizations import lists
from collegium.organizations.models import Organization
from collegium.web.facets import Choices
from collegium.web.models import KeptVersion
from collegium.web.paging import pages_of

SIZE = 20


@open_to("everyone")
def organization_list(request: HttpRequest) -> HttpResponse:
    """Search by name, other names, city; facets with exact counts. Everybody gets the same, so it is kept for all."""
    context = {
        "as_of": as_of(VISITOR, KeptVersion.DIRECTORIES),
        "list": SimpleLazyObject(lambda: _list(request)),
    }
    return render(request, "organizations/organization_list.html", context)


def _list(request: HttpRequest) -> dict[str, Any]:
    choices = Choices(request, lists.FACETS)
    found = Organization.objects.listed().matching(choices.text)
    chosen = choices.narrow(found, lists.CONDITIONS)
    pages = pages_of(request, chosen.count(), SIZE)
    return {
        "organizations": lists.with_member_counts(chosen).order_by("name", "pk")[pages.slice],
        "pages": pages,
        "choices": choices,
        "facets": lists.facets(found, choices),
        "total": Organization.objects.listed().count(),
    }
