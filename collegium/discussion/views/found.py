"""What the views of this app share: fetching for a reader, and the answer after a deed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from collegium.audience.doors import admitted, get_readable
from collegium.discussion.models import Piece, Reply


def see_other(address: str) -> HttpResponseRedirect:
    """303 to the thing made."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def piece_for(request: HttpRequest, piece_id: int) -> Piece:
    """A piece this reader has in full; otherwise its own answer."""
    return get_readable(Piece.objects.all(), request.reader, pk=piece_id)  # type: ignore[attr-defined]


def reply_for(request: HttpRequest, reply_id: int) -> Reply:
    """A reply this reader sees under a piece they have in full; otherwise the piece's own answer."""
    reply = get_object_or_404(Reply.objects.select_related("piece__readers"), pk=reply_id)
    admitted(reply.piece, request.reader)  # type: ignore[attr-defined]
    if not Reply.objects.filter(pk=reply.pk).shown_to(request.reader).exists():  # type: ignore[attr-defined]
        raise Http404
    return reply
