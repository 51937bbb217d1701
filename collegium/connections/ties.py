"""How the reader stands to somebody: for the button on a profile."""

from __future__ import annotations

from collegium.accounts.models import User
from collegium.audience.reader import Reader
from collegium.connections.models import Connection, Request


def tie_with(person: User, reader: Reader) -> str:
    """ "connected", "waiting" (they asked the reader), "asked" (the reader asked), "none", or "" without a button.

    A request that was put off still says "asked" to whoever sent it.
    """
    if reader.person_id is None or reader.person_id == person.pk:
        return ""
    if Connection.objects.of(reader).filter(other=person).exists():
        return "connected"
    if Request.objects.waiting_for(reader).filter(person=person).exists():
        return "waiting"
    if Request.objects.sent_by(reader).filter(other=person).exists():
        return "asked"
    return "none" if reader.is_member else ""
