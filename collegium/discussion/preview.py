"""What others get of a piece, shown to who has it in full: a visitor, a guest or a member; marks nothing as read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import VISITOR, Reader
from collegium.discussion.models.publication import Publication
from collegium.discussion.reading import reading_of
from collegium.discussion.thread import thread_of

EYES: dict[str, Reader] = {
    "visitor": VISITOR,
    "guest": Reader(standing="guest", audiences=frozenset({PUBLIC, GUESTS})),
    "member": Reader(standing="member", audiences=frozenset({PUBLIC, GUESTS, MEMBERS})),
}


def eyes_of(request: HttpRequest) -> Reader | None:
    """Through whose eyes a page is to be shown (`?as=`); nobody sees more than they have themselves."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    eyes = EYES.get(request.GET.get("as", ""))
    return eyes if eyes and not reader.is_visitor and eyes.audiences <= reader.audiences else None


def as_others(request: HttpRequest, piece: Publication, bylines: list[dict[str, Any]], who: Reader) -> HttpResponse:
    """A post or article as `who` gets it: in full with its talk, or its teaser."""
    is_full = who.may_read(piece)
    context = {
        "piece": piece,
        "bylines": bylines,
        "reading": reading_of(piece) if is_full else None,
        "thread": thread_of(piece, who, request) if is_full else None,
        "who": who,
        "may_see": choices_for(request.reader),  # type: ignore[attr-defined]
    }
    return render(request, "discussion/as_others.html", context)


def choices_for(reader: Reader) -> list[str]:
    """Whose eyes this reader may choose."""
    return [name for name, eyes in EYES.items() if not reader.is_visitor and eyes.audiences <= reader.audiences]
