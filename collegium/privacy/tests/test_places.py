"""Places and employers (B): where a patient lives and works found; the author's and institutions' quiet."""

import pytest

from collegium.privacy import find_identifiers


def places(text: str) -> list[str]:
    return [found.text for found in find_identifiers(text) if found.type == "B"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("She lives alone at 412 Larkspur Lane.", "412 Larkspur Lane"),
        ("His mail goes to PO Box 114.", "PO Box 114"),
        ("She drives in from Winona, MN, every day.", "Winona, MN"),
        ("A farmer from Lanesboro presents with a lip cancer.", "Lanesboro"),
        ("My patient grew up near Two Harbors.", "Two Harbors"),
        ("My 66M with SCLC (zip 55987) cannot come.", "55987"),
        ("Her postcode is BD18 3RQ.", "BD18 3RQ"),
        ("52M, a supervisor at the Cold Spring granite quarry.", "Cold Spring granite quarry"),
        ("My patient teaches at Harmony Elementary.", "Harmony Elementary"),
        ("He is well known in Dodge County.", "Dodge County"),
    ],
)
def test_homes_and_employers_of_a_patient_are_found(text, place):
    assert place in places(text)


@pytest.mark.parametrize(
    "text",
    [
        "We practise in Rochester, Minnesota and refer to a center in Houston.",
        "Our headquarters moved to 2318 Mill Road, Alexandria, VA 22314.",
        "The meeting is in Chicago at McCormick Place.",
        "My patient is from Laos and lives in Minnesota.",
        "He trained in Boston and was treated in Houston.",
        "The state registry reported 1,204 cases in Olmsted County.",
        "Curtis Lindholm, MD, reviewed her slides.",
    ],
)
def test_places_of_the_author_and_states_cannot_be_taken_for_a_patients(text):
    assert places(text) == []
