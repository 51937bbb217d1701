"""`/members/<handle>/`: who somebody is, as far as this reader may know."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.accounts.models import User
from collegium.audience.doors import open_to
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import VISITOR, Reader
from collegium.connections.ties import tie_with
from collegium.conversations.models import blocks
from collegium.organizations.lists import colleagues_of
from collegium.people.cards import cards
from collegium.people.follows import attention
from collegium.people.views.page import Person, person_page
from collegium.people.views.words import words_of
from collegium.people.views.works import count_of_works, shown_works
from collegium.web.paging import pages_of

RECENT, NEWEST, SIZE = 5, 3, 20
EYES = {
    "group": Reader(standing="member", audiences=frozenset({PUBLIC, GUESTS, MEMBERS})),
    "member": Reader(standing="member", audiences=frozenset({PUBLIC, GUESTS, MEMBERS})),
    "guest": Reader(standing="guest", audiences=frozenset({PUBLIC, GUESTS})),
    "visitor": VISITOR,
}


def _page(handle: str, viewer: Reader, seen_as: str = "") -> Person | None:
    """What this reader may know of the person; nothing of who is not there."""
    person = User.objects.select_related("profile__specialty").filter(handle=handle).first()
    return person_page(person, viewer, shares=seen_as == "group") if person else None


def _seen_as(request: HttpRequest, handle: str) -> str:
    """Through whose eyes somebody looks at their own profile (`?as=`); "" for their own."""
    wish, own = request.GET.get("as", ""), request.reader.person
    return wish if own is not None and own.handle == handle and wish in EYES else ""


def _stance(person: User, reader: Reader) -> dict[str, Any]:
    """How whoever really looks stands to the person: blocks or mutes them, is connected with them."""
    if reader.is_visitor:
        return {"is_blocked": False, "is_muted": False, "tie": ""}
    is_muted = attention(reader, "person", person.pk) == "muted"
    return {"is_blocked": blocks(reader, person.pk), "is_muted": is_muted, "tie": tie_with(person, reader)}


@open_to("everyone")
def member_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """The profile: for visitors and guests name, credentials, offices and words they may read."""
    seen_as = _seen_as(request, handle)
    viewer: Reader = EYES.get(seen_as) or request.reader
    page = _page(handle, viewer, seen_as)
    if page is None:
        if seen_as:
            return render(request, "people/member_unseen.html", {"seen_as": seen_as})
        raise Http404
    words = words_of(page.person, viewer)
    colleagues, number = colleagues_of(page.person, viewer) if page.workplace else ([], 0)
    context = {
        "page": page,
        "seen_as": seen_as,
        "recent": words.rows(slice(0, RECENT)),
        "total": words.count,
        "works": shown_works(page.person, viewer, slice(0, NEWEST)),
        "work_count": count_of_works(page.person, viewer),
        "colleagues": cards(colleagues, viewer),
        "colleague_count": number,
        "blog": page.person.blogs.running().first(),
        **_stance(page.person, request.reader),
    }
    return render(request, "people/member_detail.html", context)


@open_to("everyone")
def member_words(request: HttpRequest, handle: str) -> HttpResponse:
    """Everything the person wrote that this reader may read, latest first."""
    page = _page(handle, request.reader)
    if page is None:
        raise Http404
    words = words_of(page.person, request.reader)
    pages = pages_of(request, words.count, SIZE)
    context = {"page": page, "rows": words.rows(pages.slice), "pages": pages}
    return render(request, "people/member_words.html", context)
