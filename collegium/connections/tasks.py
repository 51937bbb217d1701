"""Jobs of connections."""

from __future__ import annotations

from collegium.connections.actions import erase_old_requests
from collegium.outbox import jobs


@jobs.schedule("41 3 * * *")
@jobs.task
def erase_unanswered() -> None:
    """Erase requests that are too old."""
    erase_old_requests()
