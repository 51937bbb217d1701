"""Each test has a storage of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """An empty folder for the bytes."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT
