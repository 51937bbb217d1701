"""Things to find, for tests."""

from __future__ import annotations

from typing import Any

from collegium.accounts.models import User
from collegium.audience.models import MEMBERS
from collegium.audience.reader import reader_for
from collegium.blogs.actions import open_blog, publish_post, start_post
from collegium.blogs.models import Blog, Post
from collegium.discussion.publishing import Writing
from collegium.discussion.words import Words


def make_post(
    owner: User, title: str = "Eleven hours on hold", text: str = "I timed every call.", deck: str = "", **facts: Any
) -> Post:
    blog = Blog.objects.filter(owner=owner).first() or open_blog(owner, f"Notes of {owner.name}", owner.handle)
    writing = Writing(title, deck, Words.plain(text), facts.pop("subjects", ()), facts.pop("readers", MEMBERS))
    post = start_post(blog, writing, reader_for(owner))
    publish_post(post, reader_for(owner), **facts)
    return post
