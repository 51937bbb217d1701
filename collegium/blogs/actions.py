"""Deeds of blogs: open one, write a draft, publish, schedule, take back, change an address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.reader import PAUSED, Reader
from collegium.blogs import approving, co_authors
from collegium.blogs.models import BLOG_WORDS, POST_WORDS, Blog, OldSlug, Post
from collegium.blogs.rights import refusal_to_edit, refusal_to_publish, refusal_to_write
from collegium.blogs.serial import Place, place_post
from collegium.discussion.actions import Refused
from collegium.discussion.events import PieceChanged
from collegium.discussion.publishing import (
    Writing,
    announce_due,
    free_slug,
    put_out,
    refresh_byline,
    require_described,
    rewrite,
    take_pictures,
    withdraw,
)
from collegium.discussion.versions import version_of
from collegium.discussion.words import Words
from collegium.outbox import audit, mail
from collegium.web import news
from collegium.web.languages import spoken_to
from collegium.web.models import KeptVersion, Society


def _require(refusal: str) -> None:
    if refusal:
        raise Refused(refusal)


def refusal_while_paused(by: Reader) -> str:
    """Why this reader puts out no words at present; what is out they may still take back to the drafts."""
    return str(PAUSED) if by.is_paused else ""


@transaction.atomic
def open_blog(owner: User, title: str, slug: str, **facts: Any) -> Blog:
    """Open a blog for a leader.

    Args:
        facts: further fields of `Blog`.

    Raises:
        Refused: the slug is one of the fixed words of the addresses, or taken.
    """
    _require_free(slug)
    order = facts.pop("order", Blog.objects.count() + 1)
    blog = Blog.objects.create(owner=owner, title=title, slug=slug, order=order, **facts)
    KeptVersion.touch()
    return blog


def _require_free(slug: str) -> None:
    if slug in BLOG_WORDS or Blog.objects.filter(slug=slug).exists():
        raise Refused(_("This address is taken. Choose another one."))


@transaction.atomic
def change_blog(blog: Blog, helpers: list[User] | None = None, **facts: Any) -> None:
    """Change what a blog says about itself; another slug leaves a redirect.

    Raises:
        Refused: the new slug is taken.
    """
    before = Blog.objects.select_for_update().get(pk=blog.pk)
    slug = facts.get("slug", before.slug)
    if slug != before.slug:
        _require_free(str(slug))
        OldSlug.objects.filter(slug=slug, post=None).delete()
        OldSlug.objects.create(blog=before, slug=before.slug)
    for name, value in facts.items():
        setattr(blog, name, value)
    blog.save()
    if helpers is not None:
        blog.helpers.set(helpers)
    KeptVersion.touch()


@transaction.atomic
def start_post(blog: Blog, writing: Writing, by: Reader, *, origin: str = "", place: Place | None = None) -> Post:
    """Save a first draft. It is the leader's, whoever typed it.

    Raises:
        Refused: this reader does not write here, or not at present.
    """
    _require(refusal_to_write(blog, by) or refusal_while_paused(by))
    Blog.objects.select_for_update(no_key=True).get(pk=blog.pk)  # one draft after another: the same form sent twice
    if origin and (sent := Post.objects.filter(origin=origin, blog=blog).first()):
        return sent
    post = Post(
        blog=blog,
        author=blog.owner,
        title=writing.title,
        slug=free_slug(Post.objects.filter(blog=blog), writing.title, POST_WORDS),
        deck=writing.deck,
        readers_id=writing.readers_id or blog.readers_id,  # type: ignore[misc]
        writers_id=blog.writers_id,  # type: ignore[misc]
        origin=origin,
        closes_at=writing.closes_at,
    )
    post.byline = post.own_byline()
    writing.words.put_into(post)
    post.save()
    post.subjects.set(writing.subjects)
    take_pictures(post, writing, by)
    if place is not None:
        place_post(post, place)
    return post


@transaction.atomic
def edit_post(
    post: Post, writing: Writing, by: Reader, *, seen_version: int | None = None, place: Place | None = None
) -> None:
    """Change a draft (leader and helpers) or a published post (the leader alone).

    A helper's edit of a scheduled post takes it back into the drafts: the approval named another version.

    Raises:
        Refused: not theirs, or changed since `seen_version`.
    """
    _require(refusal_to_edit(post, by))
    before = (post.version, post.readers_id)
    rewrite(post, writing, by, seen_version=seen_version)
    approving.overtake(post)
    co_authors.follow_edit(post, by, *before)
    post.closes_at = writing.closes_at
    post.save(update_fields=["closes_at"])
    if place is not None:
        place_post(post, place)
    if post.is_scheduled and refusal_to_publish(post.blog, by):
        withdraw(post)
    if not post.announced_at:
        refresh_byline(post)
        Blog.objects.select_for_update(no_key=True).get(pk=post.blog_id)
        post.slug = free_slug(Post.objects.filter(blog=post.blog), post.title, POST_WORDS, but=post.pk)
        post.save(update_fields=["slug"])


@transaction.atomic
def publish_post(post: Post, by: Reader, *, at: datetime | None = None, seen_version: int | None = None) -> None:
    """Publish now, or at `at`.

    Raises:
        Refused: not the leader, the draft changed since `seen_version`, or a picture says nothing about itself.
    """
    _require(refusal_to_publish(post.blog, by) or refusal_while_paused(by))
    require_described(post.body)
    put_out(post, at=at, seen_version=seen_version)
    approving.approve(post, by)


@transaction.atomic
def unpublish_post(post: Post, by: Reader) -> None:
    """Back to the drafts, on the next request everywhere.

    Raises:
        Refused: not the leader.
    """
    _require(refusal_to_publish(post.blog, by))
    withdraw(post)
    audit.log(by.person, "took a post back to the drafts", about=("piece", post.pk))


@transaction.atomic
def correct_post(post: Post, text: str, by: Reader) -> None:
    """Add "Correction, 12 November: …" to what is out: part of the record, never changed or taken away.

    Raises:
        Refused: not the leader, or it is not out.
    """
    _require(refusal_to_publish(post.blog, by) or refusal_while_paused(by))
    fresh = Post.objects.select_for_update(of=("self", "piece")).get(pk=post.pk)
    _require("" if fresh.is_out else _("Only what is out is corrected; a draft is edited."))
    now = timezone.now()
    fresh.corrections = [*fresh.corrections, {"at": now.isoformat(), "text": text}]
    fresh.edited_at = now
    fresh.save(update_fields=["corrections", "edited_at"])
    audit.log(by.person, "corrected a post", about=("piece", post.pk))
    news.tell(PieceChanged(post.pk))


@transaction.atomic
def restore_version(post: Post, version: int, by: Reader, *, seen_version: int | None = None) -> None:
    """Bring title, standfirst and words of an earlier version back, as a new version.

    Raises:
        Refused: not theirs to edit, changed since `seen_version`, or there is no such version to be shown.
    """
    row = version_of(post, version)
    if row is None:
        raise Refused(_("This version is not there any more. Choose another one."))
    writing = Writing(row.title, row.deck, Words.kept(row.body), list(post.subjects.all()), closes_at=post.closes_at)
    edit_post(post, writing, by, seen_version=seen_version)


@transaction.atomic
def change_post_slug(post: Post, slug: str, by: Reader) -> None:
    """Another address for a post; the old one redirects.

    Raises:
        Refused: not the leader.
    """
    _require(refusal_to_publish(post.blog, by))
    wanted = free_slug(Post.objects.filter(blog=post.blog), slug, POST_WORDS, but=post.pk)
    if wanted == post.slug:
        return
    OldSlug.objects.filter(blog=post.blog, post__isnull=False, slug__in=[wanted, post.slug]).delete()
    OldSlug.objects.create(blog=post.blog, post=post, slug=post.slug)
    post.slug = wanted
    post.save(update_fields=["slug"])
    KeptVersion.touch()


@transaction.atomic
def retire_blog(blog: Blog, by: Reader, reason: str, *, on: bool = True) -> None:
    """The term is over: the blog leaves the leaders' row, its posts stay. With `on=False` it is back in the row.

    Who writes it is told by mail, with the reason.

    Raises:
        Refused: not an editor.
    """
    _require("" if by.is_editor else _("Only editors retire a blog."))
    fresh = Blog.objects.select_for_update().select_related("owner").get(pk=blog.pk)
    if fresh.is_retired == on:
        return
    fresh.retired_at = timezone.now() if on else None
    fresh.save(update_fields=["retired_at"])
    audit.log(by.person, "retired a blog" if on else "reopened a blog", about=("blog", blog.pk), why=reason)
    with spoken_to(fresh.owner):
        said = (
            _("Your blog is retired. Its posts stay, with your byline; nothing new is written in it.")
            if on
            else (_("Your blog is open again: you write in it as before."))
        )
        address = f"{settings.SITE_URL}{reverse('blogs:blog_detail', args=[fresh.slug])}"
        mail.queue(fresh.owner, "account", fresh.title, f"{said}\n\n{reason}\n\n{address}", about=("blog", fresh.pk))
    KeptVersion.touch()


@transaction.atomic
def arrange_leaders(by: Reader, *, moved: Blog | None = None, up: bool = False, follows: bool | None = None) -> None:
    """Arrange the row of leaders: one blog a place up or down, or whether the row follows the offices held today.

    Raises:
        Refused: not an editor.
    """
    _require("" if by.is_editor else _("Only editors arrange the row of leaders."))
    society = Society.objects.select_for_update(no_key=True).get(pk=Society.current().pk)
    if follows is not None and follows != society.leaders_follow_offices:
        society.leaders_follow_offices = follows
        society.save(update_fields=["leaders_follow_offices"])
        audit.log(
            by.person, "arranged the leaders", about=("society", society.pk), why="by office" if follows else "by hand"
        )
    if moved is not None:
        _move_blog(moved, up=up)
        audit.log(by.person, "arranged the leaders", about=("blog", moved.pk), why="up" if up else "down")
    KeptVersion.touch()


def _move_blog(blog: Blog, *, up: bool) -> None:
    row = list(Blog.objects.running())
    place = row.index(blog)
    other = place - 1 if up else place + 1
    if 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
    for number, one in enumerate(row, 1):
        one.order = number
    Blog.objects.bulk_update(row, ["order"])


def announce_due_posts() -> int:
    """Tell of scheduled posts whose time has come; each exactly once. Returns how many."""
    return announce_due(Post)
