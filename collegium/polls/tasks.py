"""Jobs of polls: what nobody can change any more is forgotten within the hour."""

from __future__ import annotations

from collegium.outbox import jobs
from collegium.polls.actions import forget_votes


@jobs.schedule("53 * * * *")
@jobs.task
def forget_votes_of_closed_polls() -> None:
    """Who chose what in polls whose day has come."""
    forget_votes()
