"""Run inside a measured site: makes what is measured, signs a member in, and prints where it is, as JSON."""

from __future__ import annotations

import json
from typing import Any

import django


def prepared() -> dict[str, Any]:
    """The addresses of the pages and the cookie of a member."""
    from django.test import Client

    from collegium.accounts.models import User
    from collegium.blogs.models import Post
    from collegium.demo.seed import public_topic
    from collegium.magazine.models import Issue
    from collegium.outbox.management.commands.serve import bring_tables_up_to_date

    bring_tables_up_to_date()
    topic = public_topic()
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(handle="mia"))
    client.get("/")
    post = Post.objects.published().filter(readers=1).order_by("-reply_count").first()
    issue = Issue.objects.out().newest_first().first()
    pages = {"topic of 20": topic.get_absolute_url(), "forum list": "/forums/", "blogs": "/blogs/", "home": "/"}
    if post is not None:
        pages["blog post"] = post.get_absolute_url()
    if issue is not None:
        pages["magazine issue"] = f"/magazine/{issue.slug}/"
    return {
        "pages": pages | {"members": "/members/", "search": "/search/?q=nausea"},
        "cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()),
        "piece": topic.pk,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(prepared()))
