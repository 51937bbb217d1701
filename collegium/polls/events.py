"""News of polls."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.discussion.events import Talk


@dataclass(frozen=True, slots=True)
class PollMoved(Talk):
    """A poll was asked, changed, closed, or somebody voted; nobody is told who."""

    piece_id: int
