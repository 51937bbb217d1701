"""The page about privacy says what is kept and claims nothing it does not hold."""

from __future__ import annotations


def test_everybody_reads_it_and_it_claims_no_compliance(cast):
    for who in ("vera", "gus", "mia"):
        page = cast.client(who).get("/privacy/").text
        assert "does not see everything" in page
        for word in ("HIPAA", "GDPR", "complian"):
            assert word not in page
