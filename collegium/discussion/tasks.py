"""What happens to drafts and gifts by the clock."""

from __future__ import annotations

from collegium.discussion import drafts, gifts
from collegium.outbox import jobs


@jobs.schedule("37 3 * * *")
@jobs.task
def sweep_drafts() -> None:
    """Each night: drafts that nobody touched for two weeks are erased."""
    drafts.sweep()


@jobs.schedule("52 3 * * *")
@jobs.task
def forget_gifts() -> None:
    """Each night: links that ended long ago are forgotten."""
    gifts.forget_old()
