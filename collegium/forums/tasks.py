"""What forums do by the clock."""

from __future__ import annotations

from collegium.forums import shelves
from collegium.outbox import jobs


@jobs.schedule("*/10 * * * *")
@jobs.task
def tidy_shelves() -> None:
    """Put away the topics that have come to rest, so that long lists cost what short ones cost."""
    shelves.tidy()
