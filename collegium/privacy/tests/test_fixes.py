"""Ways to mend a finding: the safest first, and the sentence stays whole."""

import pytest

from collegium.privacy import Fix, find_identifiers
from collegium.privacy.findings import apply_fix


def fixes(text: str) -> list[tuple[str, str]]:
    [found] = find_identifiers(text)
    return [(str(fix.label), fix.replacement) for fix in found.fixes]


def mended(text: str, number: int = 0) -> str:
    [found] = find_identifiers(text)
    return apply_fix(text, found, found.fixes[number])


def test_date_of_birth_becomes_the_decade_said_beside_it():
    text = "58F (DOB 7/22/1952) with breast cancer."
    assert fixes(text) == [
        ("Change to “fifties”", "fifties"),
        ("Remove it", ""),
        ("Keep only the year 1952", "1952"),
    ]


def test_date_of_birth_without_an_age_offers_no_decade():
    assert fixes("Date of birth 3 March 1970, never smoker.") == [
        ("Remove it", ""),
        ("Keep only the year 1970", "1970"),
    ]


def test_year_of_birth_cannot_be_kept_for_somebody_who_may_be_over_89():
    assert fixes("She was born 12 May 1931 and has had three primaries.") == [("Remove it", "")]


def test_date_keeps_its_year():
    assert (
        mended("Patient seen in clinic 03/14/2011 with new headaches.", 1)
        == "Patient seen in clinic 2011 with new headaches."
    )


def test_age_over_89_becomes_90_or_older():
    assert fixes("Would anyone treat a 93-year-old with R-CHOP?")[0] == ("Change to “90 or older”", "90 or older")


def test_name_becomes_the_patient():
    assert mended("Mrs. Abernathy tolerated her first cycle.") == "the patient tolerated her first cycle."


def test_town_becomes_its_state():
    assert mended("She lives alone in Winona, MN, and cannot drive.") == "She lives alone in MN, and cannot drive."


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("His wife Marisol is a nurse.", "His wife is a nurse."),
        ("My 66M with SCLC (zip 55987) cannot come.", "My 66M with SCLC (zip) cannot come."),
        ("Patient, MRN 00482913, with headaches.", "Patient, MRN, with headaches."),
        ("Call the son, (507) 555-0134.", "Call the son."),
    ],
)
def test_removing_leaves_no_doubled_spaces(text, after):
    [found] = find_identifiers(text)
    assert apply_fix(text, found, Fix("Remove it", "")) == after


def test_fix_cannot_be_applied_to_another_text():
    [found] = find_identifiers("Mrs. Abernathy tolerated her first cycle.")
    with pytest.raises(ValueError, match="has changed"):
        apply_fix("Mr. Abernathy tolerated his first cycle.", found, found.fixes[0])
