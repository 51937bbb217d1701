"""Blogs and posts for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from collegium.accounts.models import User
from collegium.audience.models import PUBLIC
from collegium.audience.reader import reader_for
from collegium.blogs.actions import open_blog, publish_post, start_post
from collegium.blogs.models import Blog, Post
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words

BODY = "<h2>Who waits</h2><p>The kettle in the hallway boiled twice.</p>"


def make_blog(owner: User, title: str = "Notes from the bay", slug: str = "notes", **facts: Any) -> Blog:
    return open_blog(owner, title, slug, **{"description": "A clinic by the sea.", "disclosures": "None", **facts})


def writing(title: str = "Eleven hours on hold", readers: int | None = None, body: str = BODY, **kw: Any) -> Writing:
    return Writing(
        title, kw.pop("deck", "I timed every call."), Words.rich(body, headings=True), readers_id=readers, **kw
    )


def make_draft(blog: Blog, title: str = "Eleven hours on hold", readers: int | None = None, **kw: Any) -> Post:
    return start_post(blog, writing(title, readers, **kw), reader_for(blog.owner))


def make_post(
    blog: Blog, title: str = "Eleven hours on hold", readers: int = PUBLIC, at: datetime | None = None, **kw: Any
) -> Post:
    post = make_draft(blog, title, readers, **kw)
    publish_post(post, reader_for(blog.owner), at=at)
    return post


def form_data(post: Post | None = None, **changes: Any) -> dict[str, Any]:
    data = {
        "title": post.title if post else "Eleven hours on hold",
        "deck": post.deck if post else "I timed every call.",
        "body": post.body if post else BODY,
        "body_format": "html",
        "readers": post.readers_id if post else PUBLIC,
        "version": post.version if post else "",
    }
    return data | changes
