"""Jobs of the outbox, and of the apps below it."""

from __future__ import annotations

from collegium.files import actions as files
from collegium.outbox import jobs, mail
from collegium.web import counts


@jobs.task
def send_mail(mail_id: int) -> None:
    """Send one mail."""
    mail.send(mail_id)


@jobs.schedule("23 * * * *")
@jobs.task
def sweep_files() -> None:
    """Delete uploads that nobody attached within a day."""
    files.sweep_unattached()


@jobs.schedule("9,29,49 * * * *")
@jobs.task
def forget_counts() -> None:
    """Delete the counts of limits whose time has ended."""
    counts.forget_ended()


@jobs.schedule("41 2 * * *")
@jobs.task
def tidy() -> None:
    """Forget finished jobs, the words of old mails, and bytes without a row."""
    jobs.forget_finished()
    mail.forget_words()
    files.sweep_storage()
