"""Credentials: full stops and order (vectors of the project's list of post-nominals)."""

from __future__ import annotations

import pytest

from collegium.people.credentials import normalise, parts


@pytest.mark.parametrize(
    ("text", "computed"),
    [
        ("MBBS, MRCP, FRCR, PhD", "MBBS, PhD, MRCP, FRCR"),
        ("RN, MSN, OCN", "MSN, RN, OCN"),
        ("FNP-BC, APRN, DNP", "DNP, APRN, FNP-BC"),
        ("M.D. Ph.D.", "MD, PhD"),
        ("MSW, OSW-C", "MSW, OSW-C"),
    ],
)
def test_computed_order(text, computed):
    assert normalise(text) == computed


def test_own_order_is_kept():
    assert normalise("Ph.D., M.D.", keep_order=True) == "PhD, MD"


def test_degree_in_progress_cannot_be_shown():
    assert parts("PhD(c), RN") == ["RN"]
