"""Fixtures of all tests: the database with the cast in it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import time_machine
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from tests.at_once import apart as apart
from tests.cast import Cast, create_cast
from tests.kept_tables import kept_tables


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database with the cast in it, once a worker.

    pytest-django's own makes none when no test asks for `db`; those with `apart` copy it and ask for nothing else.
    """
    from collegium.web.models import Society

    with django_db_blocker.unblock(), kept_tables():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    with django_db_blocker.unblock():
        Society(name="Tamarack Society for Oncology Practice", short_name="Tamarack").save()
        create_cast()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def cast(db: None) -> Cast:
    """The named cast of tests/cast.py."""
    return Cast()


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    """No test sees what another one left in a cache."""
    from django.core.cache import cache

    from collegium.web import versions

    cache.clear()
    versions.forget_all()


@pytest.fixture
def early_in_an_hour() -> Iterator[None]:
    """What is counted by the minute or the hour is not counted anew in the middle of a test."""
    with time_machine.travel((time.time() // 3600 + 1) * 3600 + 5):
        yield


@pytest.fixture(autouse=True)
def no_stale_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page shows what it asked before it changed it."""
    from django.db.backends.utils import CursorWrapper

    from tests.asked_ahead import watched

    monkeypatch.setattr(CursorWrapper, "execute", watched(CursorWrapper.execute))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes made by a test may differ from worker to worker; their names may not."""
    return argname if isinstance(val, bytes) else None
