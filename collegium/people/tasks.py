"""Jobs of people."""

from __future__ import annotations

from collegium.outbox import jobs
from collegium.people import roster_facts
from collegium.people.filing import remind_of_disclosures


@jobs.schedule("13 6 * * *")
@jobs.task
def ask_to_confirm() -> None:
    """Remind people whose disclosures are due."""
    remind_of_disclosures()


A_JOB = 500  # people


@jobs.task
def verify_by_roster(person_ids: list[int]) -> None:
    """Note which facts of these people the society's roster says too, as of now."""
    roster_facts.verify(person_ids)
