"""Nobody was noticed before a test."""

from __future__ import annotations

import pytest
from django.utils import timezone

from collegium.accounts.models import User
from collegium.brief import visits


@pytest.fixture(autouse=True)
def nobody_noticed() -> None:
    visits._noted.clear()


@pytest.fixture
def morning(cast):
    """Nobody has signed in for years, but Mia has, in UTC."""
    User.objects.update(time_zone="UTC", last_login=None)
    User.objects.filter(handle="mia").update(last_login=timezone.now())
