"""A site that is registered, and a browser of somebody who just signed in."""

from __future__ import annotations

import pytest

from collegium.accounts.tests.conftest import time_machine
from collegium.accounts.tests.factory import make_fresh
from collegium.idp.tests.foreign import make_site


@pytest.fixture
def meeting(cast):
    return make_site()


@pytest.fixture
def mia(cast):
    return make_fresh(cast.client("mia"), cast.mia)


__all__ = ["time_machine"]
