"""Counts in the cache of the database: they keep their time, and nobody pushes them out."""

from __future__ import annotations

import time

import pytest
import time_machine

from collegium.settings import CACHES
from collegium.web.cache import CountingCache


@pytest.fixture
def counts(db):
    return CountingCache("web_cache", {"MAX_ENTRIES": 20})


def test_sites_limits_lie_in_it():
    assert CACHES["default"]["BACKEND"] == "collegium.web.cache.CountingCache"


def test_count_ends_with_its_time_and_not_before(counts):
    moment = time.time()
    counts.add("a", 0, timeout=3600)
    assert counts.incr("a") == 1
    with time_machine.travel(moment + 3000, tick=False):
        assert counts.incr("a") == 2
    with time_machine.travel(moment + 3700, tick=False):
        assert counts.get("a") is None
        with pytest.raises(ValueError, match="no count"):
            counts.incr("a")


def test_many_others_cannot_push_a_count_out(counts):
    counts.add("a", 0, timeout=3600)
    counts.incr("a")
    for number in range(60):
        counts.set(f"other-{number}", number, timeout=600)
    assert counts.get("a") == 1
    assert counts.get("other-0") == 0
    with time_machine.travel(time.time() + 700, tick=False):
        counts.set("later", 1)
        assert counts.get("a") == 1
        assert counts.get("other-0") is None
