"""Atom feeds of posts and articles: in full only what a visitor has in full, teasers marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from collegium.audience.reader import VISITOR
from collegium.discussion.bylines import everyone, full_name
from collegium.discussion.models import Piece

LENGTH = 20
OWN_ADDRESS = re.compile(r"""(<(?:a|img)\s[^>]*?(?:href|src)=")([#/][^"]*)""")
OWN_MARK = re.compile(r""" data-(?:(?:file|person|quote)="[0-9]+"|cite="[^"<>]*")(?=[^<>]*>)""")
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def absolute(body: str, base: str) -> str:
    """The words as they can be read elsewhere: with whole addresses, without the site's own marks.

    Args:
        body: allow-listed HTML.
        base: the address of the page.
    """
    return OWN_ADDRESS.sub(lambda found: found[1] + urljoin(base, found[2]), OWN_MARK.sub("", body))


class FullAtom(Atom1Feed):
    """Atom with the whole text in `content` beside the standfirst in `summary`, without characters that XML forbids."""

    def write(self, outfile: Any, encoding: str) -> None:
        """Write what parsers accept: one forbidden character in one title must not break the whole feed."""
        self.feed, *self.items = (
            {name: NOT_XML.sub("", value) if isinstance(value, str) else value for name, value in part.items()}
            for part in (self.feed, *self.items)
        )
        super().write(outfile, encoding)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Add the content where there is one."""
        super().add_item_elements(handler, item)
        for name in item.get("co_authors", ()):
            handler.startElement("author", {})
            handler.addQuickElement("name", NOT_XML.sub("", name))
            handler.endElement("author")
        if item.get("content"):
            handler.addQuickElement("content", absolute(item["content"], item["link"]), {"type": "html"})


class PublicFeed(Feed):
    """What a visitor may know, for whoever asks: a feed's address carries no sign-in."""

    feed_type = FullAtom

    def item_title(self, item: Piece) -> str:
        """Title."""
        return item.title

    def item_description(self, item: Piece) -> str:
        """The standfirst; a teaser says for whom the rest is."""
        mark = "" if VISITOR.may_read(item) else _("For members.")
        return escape(" · ".join(part for part in (item.deck, mark) if part))

    def item_guid(self, item: Piece) -> str:
        """One for as long as the piece lives, wherever it moves: RFC 4151."""
        return f"tag:{urlsplit(settings.SITE_URL).hostname},{item.created_at:%Y-%m-%d}:{item.kind}/{item.pk}"

    def item_extra_kwargs(self, item: Piece) -> dict[str, Any]:
        """Further authors (RFC 4287, 4.2.1: one element each); the words, for what is open to everybody."""
        others = [full_name(line) for line in everyone(item.byline)[1:]]
        return {"content": item.body if VISITOR.may_read(item) else "", "co_authors": others}

    def item_categories(self, item: Piece) -> list[str]:
        """Subjects; a teaser is marked in a way programs understand."""
        return (
            [NOT_XML.sub("", subject.name) for subject in item.subjects.all()] if VISITOR.may_read(item) else ["teaser"]
        )

    def item_author_name(self, item: Piece) -> str:
        """The first of the byline."""
        return full_name(everyone(item.byline)[0])

    def item_pubdate(self, item: Piece) -> datetime | None:
        """When it came out."""
        return item.published_at

    def item_updateddate(self, item: Piece) -> datetime | None:
        """When it was last edited."""
        return item.edited_at or item.published_at


def served(feed: Feed, request: HttpRequest, **lookup: Any) -> HttpResponse:
    """The answer of a feed; the same for everybody."""
    return feed(request, **lookup)


def newest(pieces: Any) -> Iterable[Piece]:
    """The items of a feed of these pieces."""
    return pieces.listed_for(VISITOR).prefetch_related("subjects").newest_first()[:LENGTH]
