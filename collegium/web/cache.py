"""The cache in the database, such that counts in it hold: exact when several count at once, and never pushed out."""

from __future__ import annotations

import base64
import pickle
from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction


class CountingCache(DatabaseCache):
    """Django's, in the table `web_cache`, with two differences: limits lie in it, and no attack may undo them."""

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number in one transaction. Django reads, then writes, and begins its time anew.

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
        """Only what is over makes room; Django deletes a third of the living, too."""
        moment = connections[db].ops.adapt_datetimefield_value(now)
        cursor.execute("DELETE FROM web_cache WHERE expires < %s", [moment])
