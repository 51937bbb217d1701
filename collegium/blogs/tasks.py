"""Jobs of blogs: scheduled posts are announced within a minute of their time."""

from __future__ import annotations

from collegium.blogs.actions import announce_due_posts
from collegium.outbox import jobs


@jobs.schedule("* * * * *")
@jobs.task
def announce_scheduled_posts() -> None:
    """Tell of each post whose time has come, once."""
    announce_due_posts()
