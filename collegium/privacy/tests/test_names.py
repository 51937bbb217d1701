"""Names (A): of patients, relatives and friends found; of colleagues, authors, eponyms and institutions quiet."""

import pytest

from collegium.privacy import find_identifiers


def names(text: str) -> list[str]:
    return [found.text for found in find_identifiers(text) if found.type == "A"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mrs. Vandersloot tolerated her first cycle.", "Mrs. Vandersloot"),
        ("Sister Mary Aloysius declines blood.", "Sister Mary Aloysius"),
        ("Curtis Lindholm, a 61-year-old man, has thymoma.", "Curtis Lindholm"),
        ("A 61-year-old man, Curtis Lindholm, has thymoma.", "Curtis Lindholm"),
        ("LINDHOLM, CURTIS 61M with thymoma", "LINDHOLM, CURTIS"),
        ("Her brother Ignatz asks every day.", "Ignatz"),
        ("Call Denise (the daughter) before noon.", "Denise"),
        ("pt curtis lindholm 61 thymoma", "curtis lindholm"),
        ("mr lindholm is back with effusion", "lindholm"),
        ("My patient, Dr. Halloran, is a retired dentist.", "Halloran"),
        ("Lindholm's PET lit up again.", "Lindholm"),
        ("Curtis Lindholm progressed on carboplatin.", "Curtis Lindholm"),
        ("I admitted Curtis last night with fever.", "Curtis"),
        ("Any thoughts on Curtis Lindholm? He is 66.", "Curtis Lindholm"),
        ("Pt C.L. was admitted with fever.", "C.L."),
        ("The Lindholm boy has a new mediastinal mass.", "Lindholm"),
    ],
)
def test_patients_and_relatives_are_found(text, name):
    assert name in names(text)


def test_name_found_once_is_found_again():
    assert names("Mrs. Vandersloot is better. Would you treat Vandersloot at all?") == [
        "Mrs. Vandersloot",
        "Vandersloot",
    ]


def test_relative_and_patient_get_their_own_sentence():
    relative, patient = find_identifiers("Her brother Ignatz called. Mrs. Vandersloot has a fever.")
    assert relative.message != patient.message


@pytest.mark.parametrize(
    "text",
    [
        "I agree with Dr. Vandersloot about the dose. Vandersloot progressed the field.",
        "As Curtis Lindholm wrote last month, the dose is the drug.",
        "Curtis Lindholm, MD, gave the plenary on lung cancer.",
        "Thanks, Curtis. She did well on your regimen.",
        "Curtis, have you tried a longer infusion in your patients?",
        "Lindholm CJ, Vandersloot P, et al. J Clin Oncol. 2001;19:1.",
        "Lindholm's paper on breast cancer changed my practice.",
        "Please welcome Curtis Lindholm to the committee.",
        "My daughter Emily graduates in May.",
        "Our nurse Bonnie runs the infusion room; she says that premeds matter.",
        "She had Hodgkin lymphoma, then a Whipple, then Paget disease of the bone.",
        "At M. D. Anderson and Dana-Farber she was offered a trial.",
        "She went to the Mary Lindholm Cancer Center for radiation.",
        "Will May be better? Mark my words, Grace periods end in April.",
        "We started Zelboraf and she has a rash.",
        "Her CA-125 fell on Doxil; ER and PR were negative.",
        "Best,\n\nCurtis Lindholm\nLakeside Cancer Center",
        "Mr. Chairman, I move that we accept the report.",
        "MR spectroscopy of her brain was normal. MS was ruled out.",
    ],
)
def test_colleagues_eponyms_and_drugs_cannot_be_taken_for_patients(text):
    assert names(text) == []


@pytest.mark.parametrize("gap", [" ", "\n", "\t", "\xa0"])
def test_last_and_first_name_are_found_over_any_gap(gap):
    assert f"LINDHOLM,{gap}CURTIS" in names(f"LINDHOLM,{gap}CURTIS 61M with thymoma")
