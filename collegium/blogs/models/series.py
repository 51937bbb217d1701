"""The series: posts of one blog that belong together, in their order."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from collegium.blogs.models.blog import Blog
from collegium.web.lines import Line


class Series(models.Model):
    """ "Letters from the wards". `planned` is how many parts it will have, when the leader says so."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="series")
    title = Line(_("Series"), max_length=120)
    slug = models.SlugField(max_length=90)
    planned = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["blog", "slug"], name="series_slug_once")]

    def __str__(self) -> str:
        return self.title
