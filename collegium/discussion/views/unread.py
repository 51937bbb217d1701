"""Jump to new: the first reply that is new to this reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from collegium.audience.doors import open_to
from collegium.discussion import marks
from collegium.discussion.addresses import piece_url, reply_url
from collegium.discussion.models import Reply
from collegium.discussion.stretches import position_of
from collegium.discussion.views.found import piece_for


@open_to("everyone")
def first_unread(request: HttpRequest, piece_id: int) -> HttpResponse:
    """`/pieces/<id>/unread/`: to the first unread reply in its place; to the end of what is read without one."""
    piece = piece_for(request, piece_id)
    reader = request.reader  # type: ignore[attr-defined]
    found = marks.first_unread(piece, reader, marks.mark_of(piece, reader)[0])
    shown = Reply.objects.filter(piece=piece).shown_to(reader).order_by("number")
    reply = shown.filter(pk=found[0]).first() if found else shown.last()
    if reply is None:
        return HttpResponseRedirect(piece_url(piece))
    reply.piece = piece
    return HttpResponseRedirect(reply_url(reply, position_of(piece, reply.number, reader)))
