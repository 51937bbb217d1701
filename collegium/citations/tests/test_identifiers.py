"""Identifiers in plain text: the vectors of the registers' rules, and what no text may do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.citations import identifiers, orcid
from collegium.citations.identifiers import Identifier, find, of_key, only

VECTORS = json.loads((Path(__file__).parent / "data" / "identifier_vectors.json").read_text())
CASES = [
    (scheme, case)
    for scheme, group in [
        ("doi", "doi"),
        ("pmid", "pmid"),
        ("pmcid", "pmcid"),
        ("nct", "nct"),
        ("arxiv", "arxiv"),
        ("doi", "medrxiv"),
    ]
    for case in VECTORS[group]["parse"]
]


@pytest.mark.parametrize(("scheme", "case"), CASES, ids=[case["text"] for _scheme, case in CASES])
def test_a_vector_of_the_registers_is_read_as_they_say(scheme, case):
    found = [one for one in find(case["text"]) if one.scheme == scheme]
    assert [one.value for one in found] == ([case[scheme]] if case[scheme] else [])
    assert not case.get("version") or found[0].version == case["version"]


@pytest.mark.parametrize("case", VECTORS["orcid"]["valid"], ids=lambda case: case["value"])
def test_an_orcid_id_with_its_check_digit_is_one(case):
    assert orcid.read(case["value"]).value == case["value"].rsplit("/", 1)[-1]
    assert orcid.read(case["value"]).is_allocated


@pytest.mark.parametrize(
    "value",
    [
        "0000-0002-1825-0098",
        "0000-0002-1694-2339",
        "0000-0002-1825-009",
        "0000-0002-1852-0097",
        "",
        "0000-0002-1825-0097 x",
    ],
)
def test_a_wrong_orcid_id_cannot_pass(value):
    assert orcid.read(value) is None


def test_an_orcid_id_is_stored_in_one_form_whatever_dashes_and_letters_were_typed():
    assert orcid.read("0000-0002-1694-233x").value == "0000-0002-1694-233X"
    assert orcid.read("0000–0002–1825–0097").value == "0000-0002-1825-0097"
    assert orcid.read(" https://orcid.org/0000000218250097/ ").address == "https://orcid.org/0000-0002-1825-0097"


def test_an_orcid_id_outside_the_blocks_of_orcid_is_told_apart():
    assert not orcid.read("0000-0000-0000-0001").is_allocated


@pytest.mark.parametrize("text", [
    "10.1200/JCO.2010.28.1234", "doi:10.1200/jco.2010.28.1234", "DOI: 10.1200/jco.2010.28.1234",
    " https://doi.org/10.1200/JCO.2010.28.1234 ", "https://dx.doi.org/10.1200%2Fjco.2010.28.1234",
    "https://ascopubs.org/doi/full/10.1200/JCO.2010.28.1234", "https://ascopubs.org/doi/10.1200/jco.2010.28.1234/full?x=1",
])  # fmt: skip
def test_a_doi_pasted_in_any_form_is_the_same_work(text):
    assert only(text).key == "doi:10.1200/jco.2010.28.1234"


@pytest.mark.parametrize(("text", "key"), [
    ("PMID 99000001", "pmid:99000001"), ("pmid:99000001", "pmid:99000001"), ("PMC9900001", "pmcid:PMC9900001"),
    ("https://pubmed.ncbi.nlm.nih.gov/99000001/?from=x", "pmid:99000001"), ("NCT 01234567", "nct:NCT01234567"),
    ("ClinicalTrials.gov identifier: NCT01234567", "nct:NCT01234567"), ("arXiv:2101.00001v2", "arxiv:2101.00001"),
    ("10.48550/arXiv.2101.00001", "arxiv:2101.00001"), ("PMCID: PMC9900001", "pmcid:PMC9900001"),
])  # fmt: skip
def test_every_register_has_its_key(text, key):
    found = only(text)
    assert found.key == key
    assert of_key(key).key == key
    assert found.address.startswith("https://")


@pytest.mark.parametrize(
    "text", ["", "99000001", "see PMID 99000001", "PMID 99000001 and PMID 99000002", "NCT0123456", "hello", "10.1200/"]
)
def test_what_is_more_than_one_identifier_or_none_cannot_be_taken_for_one(text):
    assert only(text) is None


@pytest.mark.parametrize(
    "key",
    [
        "doi:",
        "doi:10.1/x",
        "pmid:0",
        "pmid:12x",
        "nct:NCT1",
        "isbn:1",
        "doi:10.5555/X",
        "doi:10.5555/a b",
        "doi:10.5555/a.",
        "x",
        "arxiv:2113.00001",
    ],
)
def test_a_key_that_no_identifier_has_cannot_be_believed(key):
    assert of_key(key) is None


def test_preprints_are_known_by_their_identifiers():
    assert [
        one.is_preprint for one in find("10.1101/2021.05.04.21256789 10.1101/gr.123456.111 arXiv:2101.00001 10.5555/x")
    ] == [True, False, True, False]


@settings(deadline=None)  # a busy machine is no fault
@given(st.text())
def test_no_text_stops_the_search(text):
    for one in find(text):
        assert 0 <= one.start < one.end <= len(text)
        assert of_key(one.key) is not None


ALLOWED = "abcdefghijklmnopqrstuvwxyz0123456789"


@settings(deadline=None)  # a busy machine is no fault
@given(
    st.integers(1000, 999999999), st.text(ALLOWED + "-._;()/:", min_size=1, max_size=40).filter(lambda text: text[0] in ALLOWED and text[-1] in ALLOWED and text.count("(") == text.count(")")),
    st.sampled_from(["{}", "see doi:{}.", "({}), and", "https://doi.org/{};", "“{}”", "[doi:{}]"]),
)  # fmt: skip
def test_a_doi_comes_out_of_the_sentence_around_it(registrant, suffix, sentence):
    doi = f"10.{registrant}/{suffix}"
    if identifiers._MEDRXIV.match(doi) or identifiers._PAGE.search(doi):
        return
    assert Identifier("doi", doi).key in [one.key for one in find(sentence.format(doi.upper()))]


@settings(deadline=None)  # a busy machine is no fault
@given(st.text("0123456789", min_size=15, max_size=15), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_of_an_orcid_id_cannot_pass(digits, place, step):
    good = digits + orcid.check_digit(digits)
    wrong = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    assert orcid.read(good) is not None
    assert orcid.read(wrong) is None
