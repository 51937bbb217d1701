"""Jobs of membership."""

from __future__ import annotations

from collegium.membership import dues_mails, pulling, pushing
from collegium.membership.roster import running
from collegium.outbox import jobs


@jobs.task
def compare_roster(run_id: int) -> None:
    """Work out what a roster would change."""
    running.compare_now(run_id)


@jobs.task
def apply_roster(run_id: int, by_id: int, confirmed: bool) -> None:
    """Apply a compared roster."""
    running.apply_now(run_id, by_id, confirmed)


@jobs.task
def undo_roster(run_id: int, by_id: int) -> None:
    """Take the last roster back."""
    running.undo_now(run_id, by_id)


@jobs.schedule("7 * * * *")
@jobs.task
def look_at_dues() -> None:
    """Say on every page who is in the days of grace; write to those whose membership ends, ended or begins to."""
    dues_mails.mark_grace()
    dues_mails.queue_due()


@jobs.schedule("* * * * *")
@jobs.task
def ask_what_changed() -> None:
    """Ask the society's system what changed, where staff turned it on, and load what waits."""
    pulling.work()


@jobs.schedule("11 2 * * *")
@jobs.task
def sweep_members() -> None:
    """Compare everything the society's system holds; forget which records were pushed a week ago."""
    pushing.forget_events()
    pulling.sweep()
