"""The benchmark's own arithmetic; times are never tested."""

from __future__ import annotations

import os
import subprocess
import sys

from bench.measure import Line, _beside
from bench.processes import cpu_seconds, family, peak_megabytes
from bench.table import changes, heading, row

LINE = Line("sqlite, demo", "home", "member", 100.0, 9.5, 3.0, 0.1, 10_000.0, 61_000)


def test_processes_are_counted_with_what_they_started():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert child.pid in family(os.getpid())
        assert cpu_seconds(os.getpid()) > 0
        assert peak_megabytes(os.getpid(), child.pid) > peak_megabytes(child.pid) > 0
    finally:
        child.communicate(b"\n")


def test_row_says_share_and_ratio_of_the_floor():
    assert "100 (1% of the floor)" in row(LINE)
    assert "| 30.0 |" in row(LINE)
    assert row(LINE).count("|") == heading().splitlines()[0].count("|")


def test_changes_compare_ratios_of_the_same_line_only():
    now = [{"lines": [LINE.as_dict()]}]
    before = [{"lines": [LINE.as_dict() | {"ratio": 60.0}]}]
    assert changes(before, now) == ["sqlite, demo, home, member: 60.0 -> 30.0 x floor (0.50)"]
    assert changes([{"lines": [LINE.as_dict() | {"page": "blogs"}]}], now) == []


def test_weight_follows_styles_scripts_and_their_imports_but_no_lazy_picture():
    asked: list[str] = []

    def get(address: str) -> tuple[int, str]:
        asked.append(address)
        return 10, 'import { a } from "./b.js";' if address.endswith("a.js?v=1") else ""

    html = (
        '<link rel="stylesheet" href="/site.css?v=1"><script src="/static/a.js?v=1"></script>'
        '<img src="/one.webp"><img src="/late.webp" loading="lazy">'
    )
    assert _beside(html, get) == 40
    assert sorted(asked) == ["/one.webp", "/site.css?v=1", "/static/a.js?v=1", "/static/b.js"]
