"""The two providers, known here and on."""

from __future__ import annotations

import pytest

from collegium.accounts.tests.conftest import time_machine
from collegium.signon.tests.providers import ForeignProvider, Harbor, registered, served


@pytest.fixture
def northfield(cast, settings):
    with served(ForeignProvider, settings) as provider:
        provider.row = registered(provider, member_claim="member_id")
        yield provider


@pytest.fixture
def harbor(cast, settings):
    with served(Harbor, settings) as provider:
        provider.row = registered(provider)
        yield provider


__all__ = ["harbor", "northfield", "time_machine"]
