"""`/desk/open/`: everything that is open to guests or to everybody, on one page."""

from __future__ import annotations

from django.db.models import F, Q
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


def _opened() -> Q:
    now = timezone.now()
    since, until = Q(open_from=None) | Q(open_from__lte=now), Q(open_until=None) | Q(open_until__gt=now)
    return Q(open_to__in=WIDE) & since & until


def _wider_than_place() -> Q:
    """Written for more readers than its forum or blog has now; the magazine's place is the membership."""
    in_blog = Q(kind=Piece.Kind.POST) & ~Q(post__blog__readers=F("readers"))
    in_forum = Q(kind=Piece.Kind.TOPIC) & ~Q(topic__forum__readers=F("readers"))
    return Q(readers__in=WIDE) & (Q(kind=Piece.Kind.ARTICLE) | in_blog | in_forum)


@open_to("staff")
def open_to_guests(request: HttpRequest) -> HttpResponse:
    """Places with their defaults, and single pieces that are open beyond their place, soonest to end first."""
    single = Piece.objects.readable_by(request.reader).filter(_opened() | _wider_than_place())  # type: ignore[attr-defined]
    pieces = single.order_by(F("open_until").asc(nulls_last=True), "-open_from", "-published_at", "-pk")
    pages = pages_of(request, pieces.count(), 50)
    context = {
        "forums": Forum.objects.filter(readers__in=WIDE).select_related("readers", "writers"),
        "blogs": Blog.objects.filter(readers__in=WIDE, retired_at=None).select_related("readers", "writers"),
        "pieces": pieces.select_related("topic__forum", "post__blog", "article", "open_to", "readers", "writers")[
            pages.slice
        ],
        "pages": pages,
    }
    return render(request, "desk/open_to_guests.html", context)
