"""The empty tables of the test database, kept between runs on SQLite: migrating takes longer than most files of tests.

They are named by a hash of whatever makes them (our migrations and what they import, the locked libraries), so a
change of any of it makes them anew. PostgreSQL is migrated each time.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core import management
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-tables"
SOURCES = ("collegium/*/migrations/*.py", "collegium/people/specialties.py", "requirements-dev.lock")


def _file() -> Path:
    seal = hashlib.sha256(sqlite3.sqlite_version.encode())
    for file in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        seal.update(file.read_bytes())
    return FOLDER / f"{seal.hexdigest()[:16]}.sqlite3"


@contextmanager
def kept_tables() -> Iterator[None]:
    """While a test database is made: `migrate` copies the kept tables, or migrates and keeps them."""
    if connection.vendor != "sqlite":
        yield
        return
    kept, call = _file(), management.call_command

    def make(command: str, *words: Any, **options: Any) -> Any:
        if command != "migrate":
            return call(command, *words, **options)
        connection.ensure_connection()
        if kept.exists():
            with closing(sqlite3.connect(kept)) as file:
                file.backup(connection.connection)
            return None
        made = call(command, *words, **options)
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in set(FOLDER.glob("*.sqlite3")) - {kept}:
            old.unlink(missing_ok=True)
        new = kept.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(new)) as file:
            connection.connection.backup(file)
        new.replace(kept)  # whole, whoever else makes it at the same moment
        return made

    with patch.object(management, "call_command", make):
        yield
