"""Nobody was noticed before a test."""

from __future__ import annotations

import pytest

from collegium.brief import visits


@pytest.fixture(autouse=True)
def nobody_noticed() -> None:
    visits._noted.clear()
