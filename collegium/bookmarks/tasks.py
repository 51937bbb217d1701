"""Jobs of bookmarks."""

from __future__ import annotations

from collegium.bookmarks.actions import remind
from collegium.outbox import jobs


@jobs.schedule("7,37 * * * *")
@jobs.task
def remind_of_bookmarks() -> None:
    """Tell people of what they wanted to be reminded of today."""
    remind()
