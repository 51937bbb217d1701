"""The cache of the database: nobody pushes out what has not expired."""

from __future__ import annotations

import time

import time_machine

from collegium.settings import CACHES
from collegium.web.cache import LastingCache


def test_limits_of_sign_in_lie_in_it():
    assert CACHES["default"]["BACKEND"] == "collegium.web.cache.LastingCache"


def test_many_others_cannot_push_anything_out(db):
    kept = LastingCache("web_cache", {"MAX_ENTRIES": 20})
    kept.add("a", [1], timeout=3600)
    for number in range(60):
        kept.set(f"other-{number}", number, timeout=600)
    assert kept.get("a") == [1]
    assert kept.get("other-0") == 0
    with time_machine.travel(time.time() + 700, tick=False):
        kept.set("later", 1)
        assert kept.get("a") == [1]
        assert kept.get("other-0") is None
