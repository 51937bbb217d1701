"""The two places posts can come into: a leader's blog, the magazine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.blogs.models import POST_WORDS, Blog, Post
from collegium.discussion.models.publication import Publication
from collegium.discussion.publishing import free_slug
from collegium.magazine.models import Article, Department
from collegium.web.models import Society


class Place(Protocol):
    """Where posts come into. `readers` is the number of the audience that published ones get."""

    readers: int

    @property
    def name(self) -> str:
        """As it is called on the site."""

    def stored(self, origin: str) -> Publication | None:
        """What an earlier run made of an entry."""

    def made(self, slug: str, names: list[str], author: User | None, line: dict[str, Any], **facts: Any) -> Publication:
        """An unsaved post or article here."""

    def join(self, piece: Publication, author: User | None) -> None:
        """What can only be said of a saved one."""


@dataclass(slots=True)
class BlogPlace:
    """A leader's blog. Drafts are the leader's; published posts stay whose they were."""

    blog: Blog
    readers: int

    @property
    def name(self) -> str:
        """The blog's title."""
        return self.blog.title

    def stored(self, origin: str) -> Post | None:
        """A post of any blog."""
        return Post.objects.filter(origin=origin).first()

    def made(self, slug: str, names: list[str], author: User | None, line: dict[str, Any], **facts: Any) -> Post:
        """A post."""
        Blog.objects.select_for_update(no_key=True).get(pk=self.blog.pk)  # addresses are given one after another
        if author is None and not facts["published_at"]:
            author = self.blog.owner
        taken = free_slug(Post.objects.filter(blog=self.blog), slug, POST_WORDS)
        return Post(
            blog=self.blog, slug=taken, author=author, byline=line, readers_id=self.readers,
            writers=self.blog.writers, **facts,
        )  # fmt: skip

    def join(self, piece: Publication, author: User | None) -> None:
        """Nothing more."""


@dataclass(slots=True)
class MagazinePlace:
    """The magazine: each article in the department named like one of its categories, else in the given one."""

    readers: int
    department: str = ""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return _("the magazine")

    def stored(self, origin: str) -> Article | None:
        """An article."""
        return Article.objects.filter(origin=origin).first()

    def made(self, slug: str, names: list[str], author: User | None, line: dict[str, Any], **facts: Any) -> Article:
        """An article in no issue."""
        Society.objects.select_for_update(no_key=True).first()
        return Article(
            slug=free_slug(Article.objects.all(), slug, ()), author=author, byline=line, bylines=[line],
            department=self._department(names), readers_id=self.readers, writers_id=MEMBERS, **facts,
        )  # fmt: skip

    def join(self, piece: Publication, author: User | None) -> None:
        """Its author, when there is an account."""
        if author is not None and isinstance(piece, Article):
            piece.authors.add(author)

    def _department(self, names: list[str]) -> Department:
        known = {slugify(one.name): one for one in Department.objects.all()}
        found = next((known[slugify(name)] for name in names if slugify(name) in known), None)
        return found or Department.objects.get_or_create(name=self.department or _("From the archive"))[0]
