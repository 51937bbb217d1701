"""Jobs that only tests run."""

from __future__ import annotations

from collegium.outbox import jobs

ran: list[int] = []


@jobs.task
def fail(number: int) -> None:
    """Fails always."""
    ran.append(number)
    raise RuntimeError("It never works.")


@jobs.task
def succeed(number: int) -> None:
    """Works."""
    ran.append(number)
