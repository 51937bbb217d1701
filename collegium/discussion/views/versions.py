"""What edits changed, for whom that is."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.audience.doors import open_to
from collegium.discussion.addresses import piece_url
from collegium.discussion.versions import changes_of, may_see_versions
from collegium.discussion.views.found import piece_for, reply_for


@open_to("everyone")
def piece_versions(request: HttpRequest, piece_id: int) -> HttpResponse:
    """`/pieces/<id>/versions/`: of a post or article since it came out, for its readers; of a topic for its author."""
    piece = piece_for(request, piece_id)
    if not may_see_versions(piece, request.reader):  # type: ignore[attr-defined]
        raise Http404
    context = {"title": piece.title, "address": piece_url(piece), "changes": changes_of(piece)}
    return render(request, "discussion/piece_versions.html", context)


@open_to("registered")
def reply_versions(request: HttpRequest, reply_id: int) -> HttpResponse:
    """`/replies/<id>/versions/`: for its author, moderators and administrators."""
    reply = reply_for(request, reply_id)
    if not may_see_versions(reply, request.reader):  # type: ignore[attr-defined]
        raise Http404
    context = {"title": reply.piece.title, "address": f"/replies/{reply.pk}/", "changes": changes_of(reply)}
    return render(request, "discussion/reply_versions.html", context)
