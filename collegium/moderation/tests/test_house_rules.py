"""The house rules: the society's own, else the default ones; for everybody."""

from __future__ import annotations

from collegium.web.models import Society


def test_everybody_reads_the_default_rules(cast):
    for who in ("vera", "gus", "mia", "sam"):
        assert "Never post anything that can identify a patient" in cast.client(who).get("/house-rules/").text


def test_rules_of_the_society_come_instead_and_cannot_carry_markup(cast):
    society = Society.current()
    society.house_rules = "Be kind.\n\n<script>alert(1)</script>"
    society.save()
    page = cast.client("vera").get("/house-rules/").text
    assert "<p>Be kind.</p>" in page
    assert "<script>alert" not in page
    assert "antitrust" not in page.lower()
