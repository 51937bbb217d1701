"""The cache in the database, fit for the limits of sign-in: nobody's attack pushes them out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class LastingCache(DatabaseCache):
    """Django's, in the table `web_cache`, with one difference: what has not expired stays, however much there is.

    allauth's limits lie in it; those of this site lie in `web.counts`.
    """

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        """Delete only rows that have expired; Django's own also deletes a third of those still valid."""
        moment = connections[db].ops.adapt_datetimefield_value(now)
        cursor.execute("DELETE FROM web_cache WHERE expires < %s", [moment])
