"""A scheduled post is told exactly once: with two workers at the same moment, and after one of them crashed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.blogs import approving
from collegium.blogs.actions import announce_due_posts, publish_post, unpublish_post
from collegium.blogs.models import Approval, Post
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.discussion.events import PiecePublished
from collegium.notifications.models import Notification
from collegium.people.actions import follow
from collegium.web import news
from tests.at_once import at_once
from tests.cast import Cast


def make_due(cast: Cast) -> Post:
    blog = make_blog(cast.petra)
    follow(cast.mia, "blog", blog.pk)
    post = make_post(blog, at=timezone.now() + timedelta(hours=1))
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    return post


def test_two_workers_at_once_cannot_tell_it_twice(apart: Cast) -> None:
    post = make_due(apart)
    told = at_once(announce_due_posts, announce_due_posts)
    if not all(isinstance(number, int) for number in told):  # SQLite refused the second at once: it comes again
        told = [announce_due_posts()]
    assert sum(number for number in told if isinstance(number, int)) <= 1
    assert announce_due_posts() == 0
    assert Notification.objects.filter(person=apart.mia, piece=post, kind="published").count() == 1


def test_worker_that_crashes_in_the_middle_leaves_it_to_the_next(cast, monkeypatch):
    post = make_due(cast)

    def crash(_event):
        raise RuntimeError("the machine went away")

    monkeypatch.setitem(news._listeners, PiecePublished, [*news._listeners[PiecePublished], crash])
    with pytest.raises(RuntimeError):
        announce_due_posts()
    assert Post.objects.get(pk=post.pk).announced_at is None
    assert not Notification.objects.filter(piece=post).exists()
    monkeypatch.undo()
    assert [announce_due_posts(), announce_due_posts()] == [1, 0]
    assert Notification.objects.filter(person=cast.mia, piece=post, kind="published").count() == 1


def test_another_hour_counts_and_a_cancelled_one_cannot_come_out(cast):
    draft = make_draft(make_blog(cast.petra))
    petra, soon = cast.reader("petra"), timezone.now() + timedelta(hours=1)
    publish_post(draft, petra, at=soon)
    publish_post(draft, petra, at=soon + timedelta(days=1))
    assert Post.objects.get(pk=draft.pk).published_at == soon + timedelta(days=1)
    unpublish_post(draft, petra)
    assert Post.objects.get(pk=draft.pk).published_at is None
    Post.objects.filter(pk=draft.pk, published_at__isnull=False).update(published_at=timezone.now())
    assert announce_due_posts() == 0
    assert cast.client("mia").get(draft.get_absolute_url()).status_code == 404


def test_two_questions_at_once_leave_one_that_waits(apart: Cast) -> None:
    blog = make_blog(apart.petra)
    blog.helpers.add(apart.mia, apart.grace)
    draft = make_draft(blog)
    at_once(*[
        lambda who=who: approving.ask_leader(draft, who, seen_version=1)
        for who in (apart.reader("mia"), apart.reader("grace"))
    ])  # fmt: skip
    assert Approval.objects.waiting().filter(post=draft).count() == 1
