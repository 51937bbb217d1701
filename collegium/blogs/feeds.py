"""`/blogs/feed/` and `/blogs/<blog>/feed/`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR
from collegium.blogs.models import Blog, Post
from collegium.blogs.views.find import Moved, find_blog
from collegium.discussion.feeds import PublicFeed, newest, served
from collegium.discussion.models import Piece
from collegium.web.formats import full_date
from collegium.web.models import Society


class PostsFeed(PublicFeed):
    """Posts, each with its corrections above the words."""

    def item_categories(self, item: Post) -> list[str]:  # type: ignore[override]
        """Subjects, and the series."""
        own = [item.series.title] if item.series and VISITOR.may_read(item) else []
        return [*super().item_categories(item), *own]

    def item_extra_kwargs(self, item: Post) -> dict[str, Any]:  # type: ignore[override]
        """The words, for what is open to everybody."""
        return with_corrections(super().item_extra_kwargs(item), item)


def with_corrections(kept: dict[str, Any], post: Post) -> dict[str, Any]:
    """What a feed keeps of a post, its corrections above the words."""
    if kept["content"]:
        kept["content"] = "".join([*(_correction(at, text) for at, text in post.corrected), kept["content"]])
    return kept


def _correction(at: datetime, text: str) -> str:
    label = _("Correction, %(day)s:") % {"day": full_date(at)}
    return format_html("<p><strong>{}</strong> {}</p>", label, text)


class BlogsFeed(PostsFeed):
    """All blogs."""

    def title(self) -> str:
        """Whose blogs."""
        return _("Blogs of %(society)s") % {"society": Society.current().name}

    def link(self) -> str:
        """The page it belongs to."""
        return reverse("blogs:blog_list")

    def items(self) -> Iterable[Piece]:
        """The newest posts."""
        return newest(Post.objects.select_related("blog", "series"))


class BlogFeed(PostsFeed):
    """One blog."""

    def get_object(self, request: HttpRequest, blog: Blog) -> Blog:
        """The blog, found by the view."""
        return blog

    def title(self, blog: Blog) -> str:
        """Title and writer."""
        return f"{blog.title}, {blog.owner.full_name}"

    def subtitle(self, blog: Blog) -> str:
        """What it is about."""
        return blog.description

    def link(self, blog: Blog) -> str:
        """The page it belongs to."""
        return reverse("blogs:blog_detail", args=[blog.slug])

    def items(self, blog: Blog) -> Iterable[Piece]:
        """The newest posts."""
        return newest(Post.objects.filter(blog=blog).select_related("blog", "series"))


@open_to("everyone")
def blogs_feed(request: HttpRequest) -> HttpResponse:
    """`/blogs/feed/`"""
    return served(BlogsFeed(), request)


@open_to("everyone")
def blog_feed(request: HttpRequest, blog: str) -> HttpResponse:
    """`/blogs/<blog>/feed/`"""
    try:
        return served(BlogFeed(), request, blog=find_blog(blog))
    except Moved as moved:
        return HttpResponsePermanentRedirect(f"{moved.address}feed/")
