"""Deeds done at the same moment, on a committed copy of the test database: threads see one another as on a site."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast


@pytest.fixture
def apart(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Cast]:
    """The cast in a copy of the test database, where everything is committed; the copy goes away."""
    settings = connection.settings_dict
    name, kept = settings["NAME"], None
    with django_db_blocker.unblock():
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            kept, file = connection.connection, tmp_path / "copy.sqlite3"
            with sqlite3.connect(file) as copy:
                kept.backup(copy)
            copy.close()
            connection.connection, settings["NAME"] = None, str(file)
        else:
            connection.close()
            connection.creation.clone_test_db("copy", verbosity=0)
            settings["NAME"] = connection.creation.get_test_db_clone_settings("copy")["NAME"]
        try:
            yield Cast()
        finally:
            connection.close()
            copied, settings["NAME"] = settings["NAME"], name
            if kept:
                connection.connection = kept
            else:
                with connection._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{copied}" WITH (FORCE)')


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, each on a connection of its own; what they gave, refusals too."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait(20)
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def kinds(results: list[Any]) -> list[str]:
    """What came of each, in no order."""
    return sorted(type(result).__name__ for result in results)
