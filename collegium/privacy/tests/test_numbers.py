"""Numbers (G to M, R): found by their label or shape; laboratory values, codes and counts quiet."""

import pytest

from collegium.privacy import find_identifiers


@pytest.mark.parametrize(
    ("text", "number", "letter"),
    [
        ("SS# 987 65 4329 is on her form.", "987 65 4329", "G"),
        ("His social is 987-65-4321.", "987-65-4321", "G"),
        ("The last four of her social are 4328.", "4328", "G"),
        ("MRN: 7742-881 is triple negative.", "7742-881", "H"),
        ("NHS number 999 000 0018, T4 larynx.", "999 000 0018", "H"),
        ("The unit no. on her disc is 44 81 20.", "44 81 20", "H"),
        ("The denial cites member ID XQZ104477812.", "XQZ104477812", "I"),
        ("They reject 1EG4-TE5-MK73 again.", "1EG4-TE5-MK73", "I"),
        ("Guarantor account HAR-40028817 is past due.", "HAR-40028817", "J"),
        ("Her driver's license, number D482-913-007-112, is expired.", "D482-913-007-112", "K"),
        ("The report lists plate MN 482-KRT.", "MN 482-KRT", "L"),
        ("The car, 1HGCM82633A004352, was his.", "1HGCM82633A004352", "L"),
        ("Her port, serial number PWR-8823014-C, fractured.", "PWR-8823014-C", "M"),
        ("Outside slides are S11-20388.", "S11-20388", "R"),
        ("Our subject 014-0027 had a transaminitis.", "014-0027", "R"),
        ("Randomization number 30718 was arm B.", "30718", "R"),
    ],
)
def test_numbers_of_a_patient_are_found(text, number, letter):
    assert (number, letter) in [(found.text, found.type) for found in find_identifiers(text)]


def test_numbers_that_point_at_one_person_block():
    kinds = {
        found.type: found.kind for found in find_identifiers("MRN 00482913, member ID XQZ104477812, slides S11-20388")
    }
    assert kinds == {"H": "block", "I": "block", "R": "warn"}


@pytest.mark.parametrize(
    "text",
    [
        "Her CA-125 went 1180-642-2211 over three draws.",
        "We counted 987-65-4321 cells and 4820913 claims.",
        "J9310, 96413, 99214 and C50.911 were denied for her with CO-50.",
        "She carries BRCA1 c.68_69delAG, EGFR L858R and del(17p).",
        "MK-3475, PLX4032, S1207, E5103 and NCT01295827 are open to her.",
        "She had T2N1M0 disease, Gleason 4+5=9, ECOG 1.",
        "See PMID 20516439, doi:10.1056/NEJMe1004923 and 75 Fed Reg 40040.",
        "My medical license 4471882 and our account 8823014 are no patient's.",
        "The recall covers pump serial numbers 4400100 through 5100300.",
        "Our IRB number is 10-00451 and the protocol version is 3.2.1.",
        "Policy number 11 in the manual says that two signatures are needed.",
        "The car, 1HGCM82633A004353, has a wrong check digit.",
    ],
)
def test_values_and_codes_cannot_be_taken_for_a_patients_number(text):
    assert find_identifiers(text) == []
