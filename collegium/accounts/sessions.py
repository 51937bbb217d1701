"""Sessions in the database, asked for on every request: a session that was ended counts at once."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any, NamedTuple

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from collegium.audience import ahead, moment
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader

MOST = 2000  # sessions
_decoded: OrderedDict[bytes | str, str] = OrderedDict()  # as JSON, so that nobody shares what is in it
_people: OrderedDict[str | None, str | None] = OrderedDict()  # session -> whose it was


class Stored(NamedTuple):
    """What is asked of a session."""

    session_data: str


@prepared
def _stored(reader: Reader, key: str) -> QuerySet[Session, Any]:
    return Session.objects.filter(session_key=key, expire_date__gt=moment.now()).values_list("session_data")


class SessionStore(db.SessionStore):
    """Django's, whose signed content is unpacked once for each content."""

    def load(self) -> dict[str, Any]:
        """What is in the session; whose it is, is remembered for the next time it is opened."""
        data: dict[str, Any] = super().load()
        _remember(_people, self.session_key, data.get(SESSION_KEY))
        return data

    def _get_session_from_db(self) -> Stored | None:
        key = self.session_key or ""
        person = _people.get(key)
        with moment.fixed(timezone.now()):  # the same for both
            ahead.ask_with(_stored.question(VISITOR, key=key), int(person) if person else None)
            rows = _stored.rows(VISITOR, key=key)
        if not rows:
            self._session_key = None
            return None
        return Stored(*rows[0])

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What is in a session; the signature is part of what is compared."""
        text = _decoded.get(session_data)
        if text is None:
            text = json.dumps(super().decode(session_data))
            _remember(_decoded, session_data, text)
        return json.loads(text)  # type: ignore[no-any-return]


def _remember(kept: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    kept[key] = value
    while len(kept) > MOST:
        kept.popitem(last=False)
