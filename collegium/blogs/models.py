"""Blogs, their posts, and the addresses they had."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import MEMBERS, PUBLIC, Audience
from collegium.audience.reader import Reader
from collegium.discussion.models import Piece
from collegium.discussion.models.publication import Publication, PublicationQuerySet
from collegium.web.lines import Line

BLOG_WORDS = ("feed", "new")  # what the addresses use themselves
POST_WORDS = ("feed", "new", "edit")


class BlogQuerySet(models.QuerySet["Blog"]):
    """Blogs, in the ways screens ask for them."""

    def running(self) -> Self:
        """The leaders' row, in its order."""
        return self.filter(retired_at=None).order_by("order", "pk")

    def retired(self) -> Self:
        """Of past office holders; their posts stay with the office held on the day."""
        return self.exclude(retired_at=None).order_by("-retired_at")

    def with_latest(self, reader: Reader) -> Self:
        """Each with `latest_id`: its newest post this reader may find in a list."""
        newest = Post.objects.filter(blog=OuterRef("pk")).listed_for(reader).newest_first()
        return self.select_related("owner").annotate(latest_id=Subquery(newest.values("pk")[:1]))


class Blog(models.Model):
    """A leader's blog. `readers` and `writers` are the defaults of what is written here (Public, Members)."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="blogs")
    title = Line(_("Title"), max_length=120)
    slug = models.SlugField(_("Address"), max_length=90, unique=True)
    description = Line(_("What it is about, in one line"), max_length=300, blank=True)
    bio = models.TextField(_("About you"), blank=True, max_length=2000)
    disclosures = Line(_("Disclosures"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    readers = models.ForeignKey(Audience, models.PROTECT, related_name="+", default=PUBLIC)
    writers = models.ForeignKey(Audience, models.PROTECT, related_name="+", default=MEMBERS)
    helpers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="helps_blogs")
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = BlogQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(slug__in=BLOG_WORDS), name="blog_slug_is_free")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_retired(self) -> bool:
        """Nothing new is written here."""
        return self.retired_at is not None


class PostQuerySet(PublicationQuerySet):
    """Posts of blogs."""

    def own_condition(self, reader: Reader) -> Q:
        """The leader's and the helpers' own."""
        return Q(blog__owner=reader.person_id) | Q(blog__helpers=reader.person_id)

    def most_discussed(self, reader: Reader, since: datetime) -> Self:
        """Published since then and answered, most answers first; only where the number is this reader's own."""
        own = self.readable_by(reader).filter(readers__in=reader.audiences, has_narrower=False)
        return own.filter(published_at__gte=since, reply_count__gt=0).order_by("-reply_count", "-published_at")

    def by_edit(self) -> Self:
        """Drafts: latest touched first."""
        return self.order_by(F("edited_at").desc(nulls_last=True), "-created_at")


class Post(Publication):
    """A post of a blog."""

    blog = models.ForeignKey(Blog, models.PROTECT, related_name="posts")

    objects = PostQuerySet.as_manager()  # type: ignore[misc]

    def save(self, *args: object, **kwargs: object) -> None:
        """Stored with its kind."""
        self.kind = Piece.Kind.POST
        super().save(*args, **kwargs)

    def own_byline(self) -> dict[str, Any]:
        """The leader's, with what the blog discloses where the profile says nothing."""
        line = super().own_byline()
        return line | {"disclosure": line.get("disclosure") or self.blog.disclosures}

    def own_address(self) -> str:
        """Unique within the blog."""
        return f"{self.blog_id}/{self.slug}"


class OldSlug(models.Model):
    """An address that redirects: of the blog itself (`post` empty) or of one of its posts."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="old_slugs")
    post = models.ForeignKey(Post, models.CASCADE, related_name="old_slugs", null=True, blank=True)
    slug = models.SlugField(max_length=90)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(post=None), name="old_blog_slug_once"),
            models.UniqueConstraint(
                fields=["blog", "slug"], condition=Q(post__isnull=False), name="old_post_slug_once"
            ),
        ]
