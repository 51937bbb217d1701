"""Who is an author of a post beside the leader whose blog it is in."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone

from collegium.blogs.models.post import Post


class CoAuthorQuerySet(models.QuerySet["CoAuthor"]):
    """Co-authors, in the ways screens ask for them."""

    def printed(self) -> Self:
        """Who stands in a frozen byline: they agreed to the version that came out first."""
        return self.filter(agreed_version=F("post__first_version"))

    def agreed(self) -> Self:
        """Who agreed to the post as it is now."""
        return self.filter(agreed_version=F("post__version"))


class CoAuthor(models.Model):
    """Somebody named as an author of a post. Their name comes out only with a version that they agreed to.

    `asked_version` is the version they were last asked about; an edit by somebody else wants another question, like
    a leader's approval (docs/access.md, Writing). After the first publication no row changes any more.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="co_authors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="co_authored")
    order = models.PositiveSmallIntegerField(default=1)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_version = models.PositiveIntegerField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_version = models.PositiveIntegerField(null=True, blank=True)

    objects = CoAuthorQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="co_author_once")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.post_id}"
