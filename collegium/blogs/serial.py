"""Series of posts: which part a post is, what comes before and after it for this reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

from collegium.audience.reader import Reader
from collegium.blogs.models import Blog, Post, Series


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post belongs: the title of a series ("" for none), which part it is, how many are planned."""

    title: str
    part: int | None = None
    planned: int | None = None


@dataclass(frozen=True, slots=True)
class InSeries:
    """A post among the parts that this reader may find in a list."""

    series: Series
    part: int
    total: int
    before: Post | None
    after: Post | None


def place_post(post: Post, place: Place) -> None:
    """Put a post into a series of its blog, which is made when nothing is in it yet; the part follows the last one."""
    post.series, post.part = None, None
    if place.title:
        post.series = _series(post.blog, place)
        last = Post.objects.filter(series=post.series, part__isnull=False).exclude(pk=post.pk).order_by("-part").first()
        post.part = place.part or ((last.part or 0) + 1 if last else 1)
    post.save(update_fields=["series", "part"])


def _series(blog: Blog, place: Place) -> Series:
    slug = slugify(place.title)[:80].strip("-") or "series"
    series, _new = Series.objects.get_or_create(blog=blog, slug=slug, defaults={"title": place.title})
    if (series.title, series.planned) != (place.title, place.planned):
        series.title, series.planned = place.title, place.planned
        series.save(update_fields=["title", "planned"])
    return series


def parts_of(series: Series, reader: Reader) -> list[Post]:
    """The parts this reader may find in a list, in order."""
    posts = Post.objects.filter(series=series).listed_for(reader).select_related("blog").prefetch_related("subjects")
    return list(posts.order_by("part", "published_at", "pk"))


def in_series(post: Post, reader: Reader) -> InSeries | None:
    """Which part a post is; None for a post in no series, without asking."""
    if post.series_id is None or post.series is None:
        return None
    parts = parts_of(post.series, reader)
    place = next((number for number, part in enumerate(parts) if part.pk == post.pk), None)
    before = parts[place - 1] if place else None
    after = parts[place + 1] if place is not None and place + 1 < len(parts) else None
    total = max(post.series.planned or 0, len(parts), post.part or 0)
    return InSeries(post.series, post.part or (place or 0) + 1, total, before, after)
