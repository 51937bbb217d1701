"""Jobs for other sites."""

from __future__ import annotations

from collegium.idp import actions
from collegium.outbox import jobs


@jobs.schedule("37 2 * * *")
@jobs.task
def sweep_sites() -> None:
    """Forget tokens that ended, what happened 90 days ago, and keys whose day is over."""
    actions.sweep()
