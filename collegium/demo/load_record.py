"""Mia keeps a record of what she reads and answers."""

from __future__ import annotations

from datetime import timedelta

from collegium.accounts.models import User
from collegium.demo.chance import Clock
from collegium.dossier.actions import take_in
from collegium.dossier.models import Entry, Keeping

OWN = [(12, "Regional tumor board, as a listener", 50), (33, "Journal club with the fellows", 45)]


def load_record(people: dict[str, User], clock: Clock) -> None:
    """What she read and answered in the last two months, and two lines of her own."""
    began = clock.now - timedelta(days=60)
    keeping = Keeping.objects.create(person=people["mia"], since=began, taken_until=began)
    take_in(keeping)
    for days, title, minutes in OWN:
        Entry.objects.create(
            person=people["mia"], on=clock.days_ago(days).date(), title=title, minutes=minutes,
        )  # fmt: skip
