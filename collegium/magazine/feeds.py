"""`/magazine/feed/`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from collegium.audience.doors import open_to
from collegium.discussion.feeds import FullAtom, PublicFeed, newest, served
from collegium.discussion.models import Piece
from collegium.magazine.models import Article
from collegium.web.models import Society


class NumberedAtom(FullAtom):
    """Atom with the numbers of the serial (PRISM 2.0)."""

    def root_attributes(self) -> dict[str, str]:
        """With the namespace of the numbers."""
        return {**super().root_attributes(), "xmlns:prism": "http://prismstandard.org/namespaces/basic/2.0/"}

    def add_root_elements(self, handler: Any) -> None:
        """Add the numbers there are."""
        super().add_root_elements(handler)
        society = Society.current()
        for name, number in (("prism:issn", society.issn_print), ("prism:eIssn", society.issn_electronic)):
            if number:
                handler.addQuickElement(name, number)


class MagazineFeed(PublicFeed):
    """Articles, newest first."""

    feed_type = NumberedAtom

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
