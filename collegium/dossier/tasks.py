"""Jobs of the dossier."""

from __future__ import annotations

from django.utils import timezone

from collegium.dossier.actions import take_in_all
from collegium.dossier.letter import helpers_of
from collegium.notifications.actions import tell_yearly
from collegium.notifications.models import Notification
from collegium.outbox import jobs


@jobs.schedule("19 * * * *")
@jobs.task
def take_in() -> None:
    """Take what was read and answered into the records of those who keep one."""
    take_in_all()


@jobs.schedule("31 7 5 1 *")
@jobs.task
def write_letters() -> None:
    """On the fifth of January tell people that their letter of the year that ended is there."""
    year = timezone.localdate().year - 1
    tell_yearly(helpers_of(year), Notification.Kind.HELP, f"/settings/letter/?year={year}")
