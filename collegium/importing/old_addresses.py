"""Addresses of the site that was left lead to what became of them, for those who may read it.

Whoever may not read it gets what its own address answers: the door without a title, or the 404 of what never was
(docs/access.md, "old address").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from collegium.audience.doors import Door, get_readable
from collegium.audience.middleware import door_page
from collegium.audience.reader import Reader
from collegium.discussion.models import Piece, Reply
from collegium.importing.mailman3 import hash_key
from collegium.importing.models import OldAddress, key_of

Next = Callable[[HttpRequest], HttpResponse]
_SHORT = re.compile(r"(?:p|page_id)=\d{1,18}(?:&|$)")


class OldAddresses:
    """Looks where something used to stand only when nothing stands there now."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead on from a 404, and from WordPress's short links to the front page."""
        is_read = request.method in ("GET", "HEAD")
        is_short = request.path == "/" and _SHORT.match(request.META.get("QUERY_STRING", ""))
        if is_read and is_short and (led := led_on(request)):
            return led
        response = self.get_response(request)
        if response.status_code != 404 or not is_read:
            return response
        return led_on(request) or response


def led_on(request: HttpRequest) -> HttpResponse | None:
    """The answer for an old address: a redirect, the door, or None when there is nothing for this reader."""
    query = request.META.get("QUERY_STRING", "")
    keys = [key_of(request.path), key_of(f"{request.path}?{query}"), hash_key(request.path)]
    wanted = {key for key in keys if key and "\0" not in key}  # no database text holds that
    found = OldAddress.objects.select_related("piece__readers").filter(key__in=wanted).first()
    if found is None:
        return None
    reader: Reader = request.reader  # type: ignore[attr-defined]
    try:
        get_readable(Piece.objects.all(), reader, pk=found.piece_id)
    except Door as door:
        if not Piece.objects.listed_for(reader).filter(pk=found.piece_id).exists():
            return door_page(request, str(door))
    except Http404:
        return None
    if found.reply_id:
        if not Reply.objects.filter(pk=found.reply_id).shown_to(reader).exists():
            return None  # under a piece they read, a reply that they do not
        return HttpResponsePermanentRedirect(reverse("discussion:reply_detail", args=[found.reply_id]))
    return HttpResponsePermanentRedirect(found.piece.get_absolute_url())
