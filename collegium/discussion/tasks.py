"""What happens to drafts by the clock."""

from __future__ import annotations

from collegium.discussion import drafts
from collegium.outbox import jobs


@jobs.schedule("37 3 * * *")
@jobs.task
def sweep_drafts() -> None:
    """Each night: drafts that nobody touched for two weeks are erased."""
    drafts.sweep()
