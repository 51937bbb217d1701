"""The blog: a leader's place."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collegium.audience.models import MEMBERS, PUBLIC, Audience
from collegium.audience.reader import Reader
from collegium.web.lines import Line

BLOG_WORDS = ("feed", "new")  # what the addresses use themselves


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
        from collegium.blogs.models.post import Post

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
