"""`/members/`: the directory, for members."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR
from collegium.audience.shared import as_of, shared
from collegium.organizations.lists import workplace_facet
from collegium.organizations.near import Near
from collegium.organizations.near_people import is_a_members_city, people_near
from collegium.people import directory
from collegium.people.cards import Own, cards
from collegium.people.counting import facets
from collegium.web.facets import Choices, Facet
from collegium.web.models import KeptVersion
from collegium.web.paging import Pages, pages_of

SIZE = 20


@open_to("members")
def member_list(request: HttpRequest) -> HttpResponse:
    """Search by name and open fields; facets with exact counts. All members share what does not depend on the two."""
    reader, choices = request.reader, Choices(request, directory.FACETS)
    key = ("members", request.get_full_path())  # every member gets the same people in it
    ids, pages = shared(VISITOR, key, lambda _who: _page(request, choices), KeptVersion.DIRECTORIES)
    own = Own.of(reader, ids)
    context = {
        "as_of": as_of(VISITOR, KeptVersion.DIRECTORIES),
        "personal": (own, reader.is_administrator, reader.person_id if reader.person_id in ids else None),
        "list": {
            "choices": choices, "pages": pages, "facets": SimpleLazyObject(lambda: _facets(request, choices)),
            "near": SimpleLazyObject(lambda: _near(request)), "order": order_of(choices),
            "sort": _sort(choices) if "sort" in choices.query else "",
        },
        "cards": SimpleLazyObject(lambda: cards(directory.in_order(ids), reader, own)),
    }  # fmt: skip
    return render(request, "people/member_list.html", context)


def order_of(choices: Choices) -> list[tuple[str, str, bool]]:
    """Orders to choose from, with their address and whether it is this one; only a search has a best match."""
    if not choices.text:
        return []
    query, chosen = choices.query.copy(), _sort(choices)
    query.pop("page", None)
    orders = []
    for name, label in zip(directory.SORTS, (_("Best match"), _("Name")), strict=True):
        query["sort"] = name
        orders.append((label, f"?{query.urlencode()}", name == chosen))
    return orders


def _sort(choices: Choices) -> str:
    wish = choices.query.get("sort", "")
    return wish if wish in directory.SORTS else directory.SORTS[0]


def found_by(request: HttpRequest, choices: Choices) -> QuerySet[User]:
    """Whom text and place choose, without the facets; by name, or the best match first."""
    found = people_near(directory.matching(directory.listed_members(), choices.text), Near(request))
    if choices.text and _sort(choices) == "best":
        return directory.best_first(found, choices.text)
    return found


def _near(request: HttpRequest) -> dict[str, Any]:
    """The place, and whether it is only a city that members give."""
    near = Near(request)
    return {"of": near, "is_city": is_a_members_city(near)}


def _page(request: HttpRequest, choices: Choices) -> tuple[tuple[int, ...], Pages]:
    """The people (ids) of the page asked for."""
    people = choices.narrow(found_by(request, choices), directory.CONDITIONS)
    pages = pages_of(request, people.count(), SIZE)
    return tuple(people.values_list("pk", flat=True)[pages.slice]), pages


def _facets(request: HttpRequest, choices: Choices) -> list[tuple[str, Facet]]:
    found = found_by(request, choices)
    counted = facets(found, choices)
    there = workplace_facet(choices.narrow(found, directory.CONDITIONS, but="organization"), choices)
    return [
        (_("Specialty"), counted["specialty"]),
        (_("Disease site"), counted["site"]),
        (_("Open to"), counted["open"]),
        (_("State"), counted["state"]),
        (_("Organization"), there),
        (_("Career stage"), counted["stage"]),
        (_("Language"), counted["speaks"]),
        (_("Holds an office now"), counted["office"]),
    ]
