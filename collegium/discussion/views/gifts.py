"""Giving a post or article away, and opening what was given."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.discussion import gifts
from collegium.discussion.actions import Refused
from collegium.discussion.bylines import everyone
from collegium.discussion.reading import reading_of
from collegium.discussion.views.found import piece_for, see_other
from collegium.files.passes import carried


@open_to("registered")
def give_piece(request: HttpRequest, piece_id: int) -> HttpResponse:
    """`/pieces/<id>/give/`: what giving means; a POST makes the link, or finds the one that counts still."""
    piece, reader, refusal = piece_for(request, piece_id), request.reader, ""  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            gifts.give(piece, reader)
            return _unkept(see_other(request.path))
        except Refused as refused:
            refusal = str(refused)
    gift = gifts.given_by(piece, reader)
    context = {
        "piece": piece,
        "refusal": refusal or gifts.refusal_to_give(piece, reader),
        "left": gifts.left_for(reader),
        "link": gifts.address_of(gift) if gift else "",
        "until": gifts.ends_at(gift) if gift else None,
    }
    return _unkept(render(request, "discussion/give_piece.html", context, status=422 if refusal else 200))


@open_to("everyone")
def gift_detail(request: HttpRequest, token: str) -> HttpResponse:
    """`/gifts/<token>/`: the words of one piece and who gave it; whoever has it anyway goes to its own page."""
    try:
        gift, piece = gifts.opened(token)
    except BadSignature:
        raise Http404 from None
    except gifts.Ended:
        return _unkept(render(request, "discussion/gift_ended.html", {}, status=410))
    if request.reader.may_read(piece):  # type: ignore[attr-defined]
        return _unkept(see_other(piece.get_absolute_url()))
    reading = reading_of(piece)
    context = {
        "piece": piece,
        "bylines": getattr(piece, "bylines", None) or everyone(piece.byline),
        "reading": reading,
        "body": carried(reading.body, token),
        "giver": gift.giver,
        "until": gifts.ends_at(gift),
        "token": token,
    }
    return _unkept(render(request, "discussion/gift_detail.html", context))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Nobody keeps what a link alone opens, and no search engine lists it."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
