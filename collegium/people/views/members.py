"""`/members/`: the directory, for members."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR
from collegium.audience.shared import as_of, shared
from collegium.organizations.lists import workplace_facet
from collegium.people import directory
from collegium.people.cards import Own, cards
from collegium.web.facets import Choices
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
        "list": {"choices": choices, "pages": pages, "facets": SimpleLazyObject(lambda: _facets(choices))},
        "cards": SimpleLazyObject(lambda: cards(directory.in_order(ids), reader, own)),
    }
    return render(request, "people/member_list.html", context)


def _page(request: HttpRequest, choices: Choices) -> tuple[tuple[int, ...], Pages]:
    """The people (ids) of the page asked for."""
    found = directory.matching(directory.listed_members(), choices.text)
    people = choices.narrow(found, directory.CONDITIONS)
    pages = pages_of(request, people.count(), SIZE)
    return tuple(people.values_list("pk", flat=True)[pages.slice]), pages


def _facets(choices: Choices) -> list[tuple[str, Any]]:
    found = directory.matching(directory.listed_members(), choices.text)
    specialty, state, stage = directory.facets(found, choices)
    return [
        (_("Specialty"), specialty),
        (_("State"), state),
        (_("Organization"), workplace_facet(choices.narrow(found, directory.CONDITIONS, but="organization"), choices)),
        (_("Career stage"), stage),
    ]
