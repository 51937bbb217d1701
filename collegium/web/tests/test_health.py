"""Addresses for machines that watch the site."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("who", ["vera", "mia", "sam"])
def test_being_alive_cannot_need_the_database(cast, who, django_assert_num_queries):
    client = cast.client(who)
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
