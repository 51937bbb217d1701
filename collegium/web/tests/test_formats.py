"""Days as people say them, at the beginning of a line and within it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from collegium.web.formats import time_tag, when, when_within

NOON = timezone.make_aware(datetime(2026, 11, 24, 12))


@pytest.mark.parametrize(
    ("language", "days", "within", "alone"),
    [
        ("en", 0, "today, ", "Today, "), ("en", 1, "yesterday", "Yesterday"), ("en", 2, "Sunday", "Sunday"),
        ("es", 0, "hoy, ", "Hoy, "), ("es", 1, "ayer", "Ayer"), ("es", 2, "domingo", "Domingo"),
        ("en", 12, "November 12", "November 12"), ("en", -12, "December 6, 12:00", "December 6, 12:00"),
        ("es", -12, "6 de diciembre, 12:00", "6 de diciembre, 12:00"),
    ],
)  # fmt: skip
def test_day_has_a_capital_at_the_beginning_only(monkeypatch, language, days, within, alone):
    monkeypatch.setattr(timezone, "localdate", lambda: NOON.date())
    with translation.override(language):
        assert when_within(NOON - timedelta(days=days)).startswith(within)
        assert when(NOON - timedelta(days=days)).startswith(alone)


def test_time_tag_knows_both(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: NOON.date())
    assert ">today, " in time_tag(NOON, "within")
    assert ">Today, " in time_tag(NOON, "when")
    assert when(None) == when_within(None) == time_tag(None) == ""
