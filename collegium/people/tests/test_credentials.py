"""Credentials: full stops, order, names and letters apart (vectors of the project's list of post-nominals)."""

from __future__ import annotations

import pytest

from collegium.people.credentials import normalise, parts, split_name

VECTORS = [
    ("Jane Q. Roe, M.D., Ph.D., F.A.C.P.", "Jane Q. Roe", ["MD", "PhD", "FACP"]),
    ("Roe JQ MD PhD", "Roe JQ", ["MD", "PhD"]),
    ("Jonathan Example, MD, MMS", "Jonathan Example", ["MD", "MMS"]),
    ("Ana Lima, MBBS, MRCP, FRCR, PhD", "Ana Lima", ["MBBS", "MRCP", "FRCR", "PhD"]),
    ("Tom Ruiz, RN, MSN, OCN", "Tom Ruiz", ["RN", "MSN", "OCN"]),
    ("Peter M. Forsythe, Jr., MD", "Peter M. Forsythe Jr", ["MD"]),
    ("Lee Chang, PharmD, BCOP", "Lee Chang", ["PharmD", "BCOP"]),
    ("María-José Ñúñez, MD (candidate)", "María-José Ñúñez", []),
    ("Ma, MA", "Ma", ["MA"]),
    ("Do Van Minh, DO", "Do Van Minh", ["DO"]),
]


@pytest.mark.parametrize(("text", "name", "letters"), VECTORS)
def test_name_and_letters_apart(text, name, letters):
    assert split_name(text) == (name, letters)


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
