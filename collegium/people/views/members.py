"""`/members/`: the directory, for members."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

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
    reader, choices = request.reader, Choices(request.GET, directory.FACETS)
    found = Found(choices)
    key = ("members", request.get_full_path())  # every member gets the same people in it
    ids, pages = shared(VISITOR, key, lambda _who: _page(request, found), KeptVersion.DIRECTORIES)
    own = Own.of(reader, ids)
    context = {
        "as_of": as_of(VISITOR, KeptVersion.DIRECTORIES),
        "personal": (own, reader.is_administrator, reader.person_id if reader.person_id in ids else None),
        "list": {
            "choices": choices, "pages": pages, "facets": SimpleLazyObject(lambda: facets_of(found)),
            "near": SimpleLazyObject(lambda: _near(choices)), "order": order_of(choices),
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


class Found:
    """Whom text and place of an address choose, without the facets; asked for at most once."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices

    @cached_property
    def ids(self) -> Sequence[int] | None:
        """By name, or the best match first; None stands for all listed members."""
        text, near = self.choices.text, Near(self.choices.query)
        if not text and not near.text:
            return None
        found = people_near(directory.matching(directory.listed_members(), text), near)
        if text and _sort(self.choices) == "best":
            found = directory.best_first(found, text)
        return list(found.values_list("pk", flat=True))

    @cached_property
    def chosen(self) -> Sequence[int]:
        """Those of them who fit the facets."""
        return directory.marks().chosen(self.choices, self.ids)


def _near(choices: Choices) -> dict[str, Any]:
    """The place, and whether it is only a city that members give."""
    near = Near(choices.query)
    return {"of": near, "is_city": is_a_members_city(near)}


def _page(request: HttpRequest, found: Found) -> tuple[tuple[int, ...], Pages]:
    """The people (ids) of the page asked for."""
    pages = pages_of(request, len(found.chosen), SIZE)
    return tuple(found.chosen[pages.slice]), pages


def facets_of(found: Found) -> list[tuple[str, Facet]]:
    """Titles and facets in the order of the page."""
    counted = facets(found.choices, found.ids)
    there = directory.marks().counts("organization", found.choices, found.ids)
    return [
        (_("Specialty"), counted["specialty"]),
        (_("Disease site"), counted["site"]),
        (_("Open to"), counted["open"]),
        (_("State"), counted["state"]),
        (_("Organization"), workplace_facet(there, found.choices)),
        (_("Career stage"), counted["stage"]),
        (_("Language"), counted["speaks"]),
        (_("Holds an office now"), counted["office"]),
    ]
