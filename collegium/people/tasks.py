"""Jobs of people."""

from __future__ import annotations

from collegium.outbox import jobs
from collegium.people import roster_facts

A_JOB = 500  # people


@jobs.task
def verify_by_roster(person_ids: list[int]) -> None:
    """Note which facts of these people the society's roster says too, as of now."""
    roster_facts.verify(person_ids)
