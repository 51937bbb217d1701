"""News of bookmarks."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.discussion.events import Talk


@dataclass(frozen=True, slots=True)
class ReminderDue(Talk):
    """The day has come on which somebody wanted to be reminded of a bookmark."""

    bookmark_id: int
    person_id: int
