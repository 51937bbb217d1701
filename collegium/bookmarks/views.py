"""The own list; setting a mark, its note and day; taking it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collegium.audience.doors import open_to
from collegium.bookmarks import actions
from collegium.bookmarks.forms import BookmarkForm
from collegium.bookmarks.lists import lines_of
from collegium.bookmarks.models import Bookmark
from collegium.discussion.addresses import piece_url
from collegium.discussion.models import Piece, Reply
from collegium.discussion.views import see_other
from collegium.discussion.views.found import piece_for, reply_for
from collegium.web.limits import limited
from collegium.web.paging import pages_of

SIZE = 25


@open_to("registered")
def bookmark_list(request: HttpRequest) -> HttpResponse:
    """`/bookmarks/`: what this person marked, newest first."""
    rows = Bookmark.objects.of(request.reader).newest_first()
    pages = pages_of(request, rows.count(), SIZE)
    context = {"lines": lines_of(rows[pages.slice], request.reader), "pages": pages}
    return render(request, "bookmarks/bookmark_list.html", context)


def _thing(request: HttpRequest, kind: str, pk: int) -> Piece | Reply:
    """What this reader has in full; otherwise its own answer. What has no words any more cannot be marked."""
    thing = reply_for(request, pk) if kind == "reply" else piece_for(request, pk) if kind == "piece" else None
    if thing is None or thing.taken_back_at or (isinstance(thing, Reply) and thing.is_stub):
        raise Http404
    return thing


@open_to("registered")
@limited("edit")
def edit_bookmark(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """`/bookmarks/piece/<id>/`, `/bookmarks/reply/<id>/`: mark it, or change note and day."""
    thing = _thing(request, kind, pk)
    mark = Bookmark.objects.of(request.reader).filter(**{kind: pk}).first()
    sent = request.POST if request.method == "POST" else None
    begin = {"note": mark.note, "remind_on": mark.remind_on} if mark else {}
    form = BookmarkForm(sent, initial=begin, author=request.reader.person)
    address = f"/replies/{thing.pk}/" if isinstance(thing, Reply) else piece_url(thing)
    if request.method == "POST" and form.is_valid():
        actions.set_bookmark(thing, request.reader, **form.cleaned_data)
        messages.success(request, _("It is among your bookmarks now."))
        return see_other(address)
    context = {
        "form": form, "mark": mark, "address": address, "piece": thing.piece if isinstance(thing, Reply) else thing,
        "reply": thing if isinstance(thing, Reply) else None,
    }  # fmt: skip
    return render(request, "bookmarks/edit_bookmark.html", context, status=422 if form.is_bound else 200)


@open_to("registered")
@require_POST
def remove_bookmark(request: HttpRequest, bookmark_id: int) -> HttpResponse:
    """`POST /bookmarks/<id>/remove/`: an own one, also of what may not be read any more."""
    if not actions.remove_bookmark(bookmark_id, request.reader):
        raise Http404
    messages.success(request, _("The bookmark is gone."))
    return see_other("/bookmarks/")
