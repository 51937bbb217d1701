"""Jobs of the desk."""

from __future__ import annotations

from collegium.desk import exporting
from collegium.outbox import jobs


@jobs.task
def make_member_export(export_id: int) -> None:
    """Make the directory of members as a table."""
    exporting.make_now(export_id)


@jobs.schedule("23 * * * *")
@jobs.task
def sweep_member_exports() -> None:
    """Delete tables of members after a day."""
    exporting.sweep()
