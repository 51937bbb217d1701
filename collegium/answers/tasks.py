"""What answers do by the clock."""

from __future__ import annotations

from collegium.answers.actions import ask_for_outcomes
from collegium.answers.asking import offer_waiting
from collegium.outbox import jobs


@jobs.schedule("*/20 * * * *")
@jobs.task
def offer_waiting_questions() -> None:
    """Offer what has waited as long as the society says to a few people who may be asked."""
    offer_waiting()


@jobs.schedule("20 6 * * *")
@jobs.task
def remind_of_outcomes() -> None:
    """Each morning: ask for the outcome where its day has come."""
    ask_for_outcomes()
