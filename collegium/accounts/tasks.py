"""Jobs of accounts."""

from __future__ import annotations

from collegium.accounts import activity
from collegium.outbox import jobs


@jobs.schedule("29 2 * * *")
@jobs.task
def sweep_activity() -> None:
    """Forget what happened around sign-ins 90 days ago."""
    activity.sweep()
