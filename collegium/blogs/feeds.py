"""`/blogs/feed/` and `/blogs/<blog>/feed/`."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from collegium.audience.doors import open_to
from collegium.blogs.models import Blog, Post
from collegium.blogs.views.find import Moved, find_blog
from collegium.discussion.feeds import PublicFeed, newest, served
from collegium.discussion.models import Piece
from collegium.web.models import Society


class BlogsFeed(PublicFeed):
    """All blogs."""

    def title(self) -> str:
        """Whose blogs."""
        return _("Blogs of %(society)s") % {"society": Society.current().name}

    def link(self) -> str:
        """The page it belongs to."""
        return reverse("blogs:blog_list")

    def items(self) -> Iterable[Piece]:
        """The newest posts."""
        return newest(Post.objects.select_related("blog"))


class BlogFeed(PublicFeed):
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
        return newest(Post.objects.filter(blog=blog).select_related("blog"))


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
