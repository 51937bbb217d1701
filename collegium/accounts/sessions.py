"""Sessions in the database, asked for on every request: a session that was ended counts at once."""

from __future__ import annotations

import copy
from collections import OrderedDict
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from collegium.audience import moment
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader

MOST = 2000  # decoded sessions
_decoded: OrderedDict[bytes | str, dict[str, Any]] = OrderedDict()


@prepared
def _stored(reader: Reader, key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=moment.now())


class SessionStore(db.SessionStore):
    """Django's, whose signed content is unpacked once for each content."""

    def _get_session_from_db(self) -> Session | None:
        row: Session | None = _stored.first(VISITOR, key=self.session_key or "")
        if row is None:
            self._session_key = None
        return row

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What is in a session; the signature is part of what is compared."""
        known = _decoded.get(session_data)
        if known is None:
            known = super().decode(session_data)
            _decoded[session_data] = known
            while len(_decoded) > MOST:
                _decoded.popitem(last=False)
        return copy.deepcopy(known)
