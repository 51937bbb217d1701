"""Credentials: full stops and order (vectors of the project's list of post-nominals)."""

from __future__ import annotations

import pytest

from collegium.people.credentials import is_known, journal, normalise, parts, split
from collegium.people.post_nominals import POST_NOMINALS


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


VECTORS = [  # data/credentials.json: as written, name, credentials in the order given, and by rank where that differs
    ("Jane Q. Roe, M.D., Ph.D., F.A.C.P.", "Jane Q. Roe", ["MD", "PhD", "FACP"], None),
    ("Roe JQ MD PhD", "Roe JQ", ["MD", "PhD"], None),
    ("Jonathan Example, MD, MMS", "Jonathan Example", ["MD", "MMS"], None),
    ("Ana Lima, MBBS, MRCP, FRCR, PhD", "Ana Lima", ["MBBS", "MRCP", "FRCR", "PhD"], ["MBBS", "PhD", "MRCP", "FRCR"]),
    ("Tom Ruiz, RN, MSN, OCN", "Tom Ruiz", ["RN", "MSN", "OCN"], ["MSN", "RN", "OCN"]),
    ("Susan Kay, FNP-BC, APRN, DNP", "Susan Kay", ["FNP-BC", "APRN", "DNP"], ["DNP", "APRN", "FNP-BC"]),
    ("Peter M. Forsythe, Jr., MD", "Peter M. Forsythe Jr", ["MD"], None),
    ("Lee Chang, PharmD, BCOP", "Lee Chang", ["PharmD", "BCOP"], None),
    ("María-José Ñúñez, MD (candidate)", "María-José Ñúñez", [], None),
    ("Ma, MA", "Ma", ["MA"], None),
    ("Do Van Minh, DO", "Do Van Minh", ["DO"], None),
]


@pytest.mark.parametrize(("text", "name", "given", "computed"), VECTORS)
def test_name_and_credentials_of_a_line(text, name, given, computed):
    assert split(text) == (name, given)
    assert normalise(", ".join(given)) == ", ".join(computed or given)


def test_name_cannot_lose_a_word_that_only_looks_like_a_degree():
    assert split("Lee Ma") == ("Lee Ma", [])
    assert split("Ma") == ("Ma", [])
    assert split("Do Van Minh") == ("Do Van Minh", [])


@pytest.mark.parametrize(
    ("society", "printed"),
    [
        ("MD, PhD, FASCO", ["MD", "PhD"]), ("PhD, MD", ["PhD", "MD"]), ("MD, FRCP", ["MD", "FRCP"]),
        ("MD, MPH", ["MD", "MPH"]), ("MD, MMSc", ["MD"]), ("BSc, MD", ["MD"]), ("BSN, RN", ["BSN", "RN"]),
        ("BPharm, PhD", ["BPharm", "PhD"]), ("BA", ["BA"]), ("MSc", ["MSc"]), ("FACP", []),
        ("OBE, MD, MSc", ["OBE", "MD"]),
    ],
)  # fmt: skip
def test_journals_print_fewer(society, printed):
    assert journal(society) == printed


def test_every_one_to_choose_is_known_with_its_rank():
    assert len(POST_NOMINALS) == 120
    assert all(is_known(word) and normalise(word) == word for word in POST_NOMINALS)
