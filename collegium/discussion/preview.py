"""What a guest gets of a piece, shown to its author, staff and members; marks nothing as read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.models import GUESTS, PUBLIC
from collegium.audience.reader import Reader
from collegium.discussion.models.publication import Publication
from collegium.discussion.reading import reading_of
from collegium.discussion.thread import thread_of

AS_GUEST = Reader(standing="guest", audiences=frozenset({PUBLIC, GUESTS}))


def is_asked_for(request: HttpRequest) -> bool:
    """Whether a page is to be shown as a guest gets it."""
    return request.GET.get("as") == "guest" and not request.reader.is_visitor  # type: ignore[attr-defined]


def as_guest(request: HttpRequest, piece: Publication, bylines: list[dict[str, Any]]) -> HttpResponse:
    """A post or article as guests get it: in full with its talk, or its teaser."""
    is_full = AS_GUEST.may_read(piece)
    context = {
        "piece": piece,
        "bylines": bylines,
        "reading": reading_of(piece) if is_full else None,
        "thread": thread_of(piece, AS_GUEST, request) if is_full else None,
        "who": AS_GUEST,
    }
    return render(request, "discussion/as_guest.html", context)
