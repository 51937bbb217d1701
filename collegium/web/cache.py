"""The cache in the database, fit for counting rate limits: exact under concurrency, never evicted."""

from __future__ import annotations

import base64
import pickle
from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction


class CountingCache(DatabaseCache):
    """Django's, in the table `web_cache`, with two differences: rate limits are in it, and no attack may reset them."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number in one transaction and keep its expiry. Django's own reads, then writes, and restarts it.

        Raises:
            ValueError: there is no such key.
        """
        name = self.make_and_validate_key(key, version=version)
        connection = connections[router.db_for_write(self.cache_model_class)]
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            if connection.vendor == "postgresql":  # SQLite locks when a transaction begins
                cursor.execute("SELECT cache_key FROM web_cache WHERE cache_key = %s FOR UPDATE", [name])
            number = self.get(key, version=version)
            if number is None:
                raise ValueError(f"There is no count {key}.")
            number += delta
            value = base64.b64encode(pickle.dumps(number, self.pickle_protocol)).decode("ascii")
            cursor.execute("UPDATE web_cache SET value = %s WHERE cache_key = %s", [value, name])
        return int(number)

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        """Delete only rows that have expired; Django's own also deletes a third of those still valid."""
        moment = connections[db].ops.adapt_datetimefield_value(now)
        cursor.execute("DELETE FROM web_cache WHERE expires < %s", [moment])
