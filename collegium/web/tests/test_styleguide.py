"""`/styleguide/` shows every shared macro, color and icon, to everybody, and nothing of the site."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates" / "web"


def test_every_shared_macro_is_shown():
    macros = re.findall(r"{% macro (\w+)\(", (TEMPLATES / "macros.html").read_text())
    page = (TEMPLATES / "styleguide.html").read_text()
    assert [name for name in macros if f"m.{name}(" not in page] == []


def test_everybody_sees_it(cast):
    for who in ("vera", "gus", "mia"):
        page = cast.client(who).get("/styleguide/")
        assert page.status_code == 200
        assert 'aria-label="--accent"' in page.content.decode()


def test_it_cannot_read_people_of_the_site(cast, django_assert_max_num_queries):
    client = cast.client("vera")
    client.get("/styleguide/")
    with django_assert_max_num_queries(2):
        page = client.get("/styleguide/").content.decode()
    assert "Lindholm" not in page
