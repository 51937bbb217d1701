"""What the views of this app share: fetching for a reader, and the answer after a deed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from collegium.audience.doors import admitted, get_readable
from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, Reply


def see_other(address: str) -> HttpResponseRedirect:
    """303 to the thing made."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def piece_for(request: HttpRequest, piece_id: int) -> Piece:
    """A piece this reader has in full, or what it was merged into; otherwise its own answer."""
    try:
        return get_readable(Piece.objects.all(), request.reader, pk=piece_id)  # type: ignore[attr-defined]
    except Http404:
        return where_it_went(piece_id, request.reader)  # type: ignore[attr-defined]


def where_it_went(piece_id: int, reader: Reader) -> Piece:
    """What a piece was merged into, for a reader who has that in full; otherwise its own answer.

    Raises:
        Door, Http404: it was not merged, or into something this reader does not have.
    """
    target = Piece.objects.filter(pk=piece_id).values_list("merged_into", flat=True).first()
    while target and (further := Piece.objects.filter(pk=target).values_list("merged_into", flat=True).first()):
        target = further
    if not target:
        raise Http404
    return get_readable(Piece.objects.all(), reader, pk=target)


def reply_for(request: HttpRequest, reply_id: int) -> Reply:
    """A reply this reader sees under a piece they have in full; otherwise the piece's own answer."""
    reply = get_object_or_404(Reply.objects.select_related("piece__readers"), pk=reply_id)
    admitted(reply.piece, request.reader)  # type: ignore[attr-defined]
    if not Reply.objects.filter(pk=reply.pk).shown_to(request.reader).exists():  # type: ignore[attr-defined]
        raise Http404
    return reply
