"""`/members/`: the directory, for members."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.organizations.lists import workplace_facet
from collegium.people import directory
from collegium.people.cards import cards
from collegium.web.facets import Choices
from collegium.web.paging import pages_of

SIZE = 20


@open_to("members")
def member_list(request: HttpRequest) -> HttpResponse:
    """Search by name and open fields; facets with exact counts."""
    choices = Choices(request, directory.FACETS)
    found = directory.matching(directory.listed_members(), choices.text)
    people = choices.narrow(found, directory.CONDITIONS)
    pages = pages_of(request, people.count(), SIZE)
    shown = people.select_related("profile__specialty")[pages.slice]
    specialty, state, stage = directory.facets(found, choices)
    titled = [
        (_("Specialty"), specialty),
        (_("State"), state),
        (_("Organization"), workplace_facet(choices.narrow(found, directory.CONDITIONS, but="organization"), choices)),
        (_("Career stage"), stage),
    ]
    context = {"cards": cards(shown, request.reader), "pages": pages, "choices": choices, "facets": titled}
    return render(request, "people/member_list.html", context)
