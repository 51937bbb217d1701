"""Jobs of the magazine: scheduled articles are announced within a minute of their time, authors reminded once."""

from __future__ import annotations

from collegium.magazine.actions import announce_due_articles
from collegium.magazine.proofs import forget_addresses, remind_authors
from collegium.outbox import jobs


@jobs.schedule("* * * * *")
@jobs.task
def announce_scheduled_articles() -> None:
    """Tell of each article whose time has come, once."""
    announce_due_articles()


@jobs.schedule("20 7 * * *")
@jobs.task
def tend_proofs() -> None:
    """Remind authors who have not answered, and forget mail addresses that are not needed any more."""
    remind_authors()
    forget_addresses()
