"""News of the magazine. What becomes of an article is news of every piece (`discussion.events`)."""

from __future__ import annotations

from dataclasses import dataclass

from collegium.web.news import Event


@dataclass(frozen=True, slots=True)
class IssueChanged(Event):
    """The words of its front changed, or when it comes out."""

    issue_id: int
