"""From an address to a blog or post, old addresses included."""

from __future__ import annotations

from collections import OrderedDict

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from collegium.audience.doors import Door, opened
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.audience.shared import shared
from collegium.blogs.models import Blog, OldSlug, Post
from collegium.discussion.publishing import full_or_teaser
from collegium.discussion.thread import questions_of_talk
from collegium.web.statements import Question

MOST = 2000  # numbers of posts
_numbers: OrderedDict[tuple[str, str], int] = OrderedDict()  # of posts by the slugs in their address


class Moved(Exception):
    """The thing has another address now."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@prepared
def _blog(reader: Reader, slug: str) -> QuerySet[Blog]:
    return Blog.objects.select_related("owner").filter(slug=slug)


@prepared
def _post(reader: Reader, blog: str, slug: str) -> QuerySet[Post]:
    return Post.objects.filter(blog__slug=blog, slug=slug).select_related("blog", "author", "readers", "writers")


def questions_for(reader: Reader, blog: str, post: str) -> list[Question | None]:
    """What the page of a post will ask, when its number is known from the last time somebody had it."""
    number = _numbers.get((blog, post))
    return questions_of_talk(number, reader) if number else []


def find_blog(slug: str) -> Blog:
    """The blog of this slug.

    Raises:
        Moved: it had this slug once.
        Http404: it never had.
    """
    blog: Blog | None = shared(VISITOR, ("blog", slug), lambda _anybody: _blog.first(VISITOR, slug=slug))
    if blog is not None:
        return blog
    old = get_object_or_404(OldSlug.objects.select_related("blog"), slug=slug, post=None)
    raise Moved(reverse("blogs:blog_detail", args=[old.blog.slug]))


def find_post(blog: Blog, slug: str, reader: Reader) -> tuple[Post, bool, bool]:
    """The post of this slug: with whether the reader has it in full, and whether it is unpublished work.

    Raises:
        Moved: it had this slug once, and the reader may know the present one.
        Http404: not there for this reader.
    """
    posts = Post.objects.select_related("blog", "author")
    try:
        post = opened(("post", blog.pk, slug), lambda who: _post.first(who, blog=blog.slug, slug=slug), reader)
        _remember(blog.slug, post)
        return post, True, False
    except Door:
        post, is_full = full_or_teaser(posts, reader, blog=blog, slug=slug)
        return post, is_full, False
    except Http404:
        draft = posts.workable_by(reader).filter(blog=blog, slug=slug).first()
        if draft is not None:
            return draft, True, True
        moved = Post.objects.listed_for(reader).filter(old_slugs__blog=blog, old_slugs__slug=slug).first()
        if moved is None:
            raise
        raise Moved(reverse("blogs:post_detail", args=[blog.slug, moved.slug])) from None


def _remember(blog: str, post: Post) -> None:
    _numbers[blog, post.slug] = post.pk
    while len(_numbers) > MOST:
        _numbers.popitem(last=False)


def find_work(blog: Blog, slug: str, reader: Reader) -> Post:
    """A post for its writers: a draft they may open, or the leader's own published one.

    Raises:
        Http404: neither.
    """
    posts = Post.objects.select_related("blog", "author").filter(blog=blog, slug=slug)
    draft = posts.workable_by(reader).first()
    own = posts.filter(removed_at=None, hidden_at=None, blog__owner=reader.person_id).first()
    if not (draft or own):
        raise Http404
    return draft or own  # type: ignore[return-value]
