"""`/magazine/feed/`."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from collegium.audience.doors import open_to
from collegium.discussion.feeds import PublicFeed, newest, served
from collegium.discussion.models import Piece
from collegium.magazine.models import Article
from collegium.web.models import Society


class MagazineFeed(PublicFeed):
    """Articles, newest first."""

    def title(self) -> str:
        """The name of the magazine."""
        return Society.current().magazine_name

    def link(self) -> str:
        """The page it belongs to."""
        return reverse("magazine:magazine_front")

    def items(self) -> Iterable[Piece]:
        """The newest articles."""
        return newest(Article.objects.all())


@open_to("everyone")
def magazine_feed(request: HttpRequest) -> HttpResponse:
    """`/magazine/feed/`"""
    return served(MagazineFeed(), request)
