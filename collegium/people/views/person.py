"""`/members/<handle>/`: who somebody is, as far as this reader may know."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.conversations.models import blocks
from collegium.organizations.lists import colleagues_of
from collegium.people.cards import cards
from collegium.people.views.page import Person, person_page
from collegium.people.views.words import words_of
from collegium.web.paging import pages_of

RECENT, SIZE = 5, 20


def _person(request: HttpRequest, handle: str) -> Person:
    """What this reader may know of the person; nobody to know is the same 404 as nobody there."""
    person = User.objects.select_related("profile__specialty").filter(handle=handle).first()
    page = person_page(person, request.reader) if person else None
    if page is None:
        raise Http404
    return page


@open_to("everyone")
def member_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """The profile: for visitors and guests name, credentials, offices and words they may read."""
    page = _person(request, handle)
    words = words_of(page.person, request.reader)
    colleagues, number = colleagues_of(page.person, request.reader) if page.workplace else ([], 0)
    context = {
        "page": page,
        "recent": words.rows(slice(0, RECENT)),
        "total": words.count,
        "colleagues": cards(colleagues, request.reader),
        "colleague_count": number,
        "is_blocked": not request.reader.is_visitor and blocks(request.reader, page.person.pk),
    }
    return render(request, "people/member_detail.html", context)


@open_to("everyone")
def member_words(request: HttpRequest, handle: str) -> HttpResponse:
    """Everything the person wrote that this reader may read, latest first."""
    page = _person(request, handle)
    words = words_of(page.person, request.reader)
    pages = pages_of(request, words.count, SIZE)
    context = {"page": page, "rows": words.rows(pages.slice), "pages": pages}
    return render(request, "people/member_words.html", context)
