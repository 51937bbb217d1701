"""What answers do by the clock."""

from __future__ import annotations

from collegium.answers.actions import ask_for_outcomes
from collegium.outbox import jobs


@jobs.schedule("20 6 * * *")
@jobs.task
def remind_of_outcomes() -> None:
    """Each morning: ask for the outcome where its day has come."""
    ask_for_outcomes()
