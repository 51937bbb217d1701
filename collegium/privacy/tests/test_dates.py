"""Dates and ages over 89 (C): a patient's found; approvals, meetings, fractions and cohorts quiet."""

import pytest

from collegium.privacy import find_identifiers


def dates(text: str) -> list[str]:
    return [found.text for found in find_identifiers(text) if found.type == "C"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Patient seen in clinic 03/14/2011 with headaches.", "03/14/2011"),
        ("She was admitted on 14.3.2011 with fever.", "14.3.2011"),
        ("Path from 2011-03-14 was benign; she is well.", "2011-03-14"),
        ("He had his scan on March 14, 2011.", "March 14, 2011"),
        ("Surgery was on the 14th of March.", "the 14th of March"),
        ("Surgery 14 Mar 2011, then XRT.", "14 Mar 2011"),
        ("Her MRI on 3/14 was clean.", "3/14"),
        ("Diagnosed in March 2011, she relapsed within a year.", "March 2011"),
        ("dx 3/2011, she relapsed within a year.", "3/2011"),
        ("She was admitted on Christmas Eve with a fever.", "Christmas Eve"),
        ("Would you treat a 93-year-old?", "93-year-old"),
        ("My 91F has AML.", "91F"),
        ("He turned ninety-one last week.", "ninety-one"),
        ("She celebrated her 100th birthday.", "100th"),
    ],
)
def test_dates_and_ages_of_a_patient_are_found(text, date):
    assert date in dates(text)


def test_date_of_birth_gets_its_own_sentence():
    [birth] = find_identifiers("58F, DOB 7/22/1952, with breast cancer.")
    assert "date of birth" in str(birth.message)


@pytest.mark.parametrize(
    "text",
    [
        "The FDA approved it on April 29, 2010.",
        "Comments are due by August 31, 2010.",
        "The annual meeting is June 3-7 in Chicago.",
        "RTOG 0129 enrolled 743 patients from July 2002 to May 2005.",
        "She progressed 18 months after adjuvant therapy, on day 8 of cycle 2.",
        "She had 3/14 nodes, grade 3/4 toxicity, strength 4/5 and pain 7/10.",
        "In 1998 he had mantle radiation; now he has an MI.",
        "She is 89 and plays golf. He is 84.",
        "Women aged 70 to 98 and patients over 90 were excluded.",
        "Offer it to anybody 90 or older.",
        "Temperature of 99 F, saturation 93%, pulse 96.",
        "Will May be a good month for the board exam?",
    ],
)
def test_public_dates_fractions_and_cohorts_cannot_be_taken_for_a_patients(text):
    assert dates(text) == []
