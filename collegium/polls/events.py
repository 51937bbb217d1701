"""News of polls."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.discussion.events import Talk


@dataclass(frozen=True, slots=True)
class PollMoved(Talk):
    """A poll was asked, changed, closed, erased, or somebody voted (not told who); `words`: what it asks is new."""

    piece_id: int
    words: bool = False
