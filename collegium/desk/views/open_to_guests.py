"""`/desk/open/`: everything that is open to guests or to everybody, on one page."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from collegium.audience.doors import open_to
from collegium.audience.models import GUESTS, PUBLIC
from collegium.blogs.models import Blog
from collegium.discussion.models import Piece
from collegium.forums.models import Forum
from collegium.web.paging import pages_of

WIDE = (PUBLIC, GUESTS)


@open_to("staff")
def open_to_guests(request: HttpRequest) -> HttpResponse:
    """Places with their defaults, and single pieces that are open beyond their place, soonest to end first."""
    now = timezone.now()
    running = (
        Q(open_to__in=WIDE) & (Q(open_from=None) | Q(open_from__lte=now)) & (Q(open_until=None) | Q(open_until__gt=now))
    )
    pieces = Piece.objects.readable_by(request.reader).filter(running).order_by("open_until", "-open_from")  # type: ignore[attr-defined]
    pages = pages_of(request, pieces.count(), 50)
    context = {
        "forums": Forum.objects.filter(readers__in=WIDE).select_related("readers", "writers"),
        "blogs": Blog.objects.filter(readers__in=WIDE, retired_at=None).select_related("readers", "writers"),
        "pieces": pieces.select_related("topic__forum", "post__blog", "article", "open_to")[pages.slice],
        "pages": pages,
    }
    return render(request, "desk/open_to_guests.html", context)
