"""Telephone, fax, mail, links, network addresses (D, E, F, N, O): a patient's found, the author's own quiet."""

import pytest

from collegium.privacy import find_identifiers


@pytest.mark.parametrize(
    ("text", "words", "letter"),
    [
        ("The daughter gave me her cell, (507) 555-0134.", "(507) 555-0134", "D"),
        ("Ring the son on +48 22 555 01 77.", "+48 22 555 01 77", "D"),
        ("His wife answers at +44 7700 900482.", "+44 7700 900482", "D"),
        ("Call the husband at 555-0162.", "555-0162", "D"),
        ("Fax outside records on the patient to 612-555-0172.", "612-555-0172", "E"),
        ("Her husband reads greg.tolliver@example.com.", "greg.tolliver@example.com", "F"),
        ("The family prefers bev (at) example (dot) net.", "bev (at) example (dot) net", "F"),
        ("Her imaging is at https://pacs.example.org/viewer?pt=Holm.", "https://pacs.example.org/viewer?pt=Holm", "N"),
        ("The patient's login came from 203.0.113.57.", "203.0.113.57", "O"),
        ("Her login came from 2001:db8::8a2e:370:7334.", "2001:db8::8a2e:370:7334", "O"),
    ],
)
def test_ways_to_reach_a_patient_are_found(text, words, letter):
    assert (words, letter) in [(found.text, found.type) for found in find_identifiers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "My office line is 612-555-0119 or jroe@example.org.",
        "If she is interested, call me on my cell, 612-555-0119.",
        "For registration call 571-555-0100 or write to meetings@example.org.",
        "The patient assistance line is 1-800-555-0155.",
        "The slides are at https://www.example.org/meetings/2010/slides/12345.",
        "The pump runs software 10.2.0.1 and the vendor wants 10.3.0.2.",
    ],
)
def test_own_and_public_contacts_cannot_block(text):
    assert find_identifiers(text) == []
