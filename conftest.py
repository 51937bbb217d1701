"""Fixtures of all tests: the database with the cast in it."""

from __future__ import annotations

import pytest

from tests.at_once import apart as apart
from tests.cast import Cast, create_cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """Put the cast into the fresh test database, once a worker."""
    from collegium.web.models import Society

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        Society(name="Tamarack Society for Oncology Practice", short_name="Tamarack").save()
        create_cast()


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


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes made by a test may differ from worker to worker; their names may not."""
    return argname if isinstance(val, bytes) else None
