"""Jobs of the magazine: scheduled articles are announced within a minute of their time."""

from __future__ import annotations

from collegium.magazine.actions import announce_due_articles
from collegium.outbox import jobs


@jobs.schedule("* * * * *")
@jobs.task
def announce_scheduled_articles() -> None:
    """Tell of each article whose time has come, once."""
    announce_due_articles()
