"""The check as a whole: what its answers promise for any text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.privacy import find_identifiers
from collegium.privacy.catalogue import SIGHTS

NAMED = [
    "Harold Pinkney",
    ", a 71-year-old man",
    "Mrs. ",
    "Dr. ",
    "pt ",
    "his wife Marisol",
    "lives in Winona, MN",
    "FDA",
]
NUMBERED = [
    "MRN 00482913",
    "MR# 55-20-17",
    "SS# 987-65-4321",
    "serial no. PJN447120H",
    "S11-20388",
    "zip 55987",
    "T2N1M0",
]
DATED = [
    "3/14/2011",
    "DOB 7/22/1952",
    "on March 4",
    "93yo",
    "85 mg/m2",
    "the only woman in the county",
    "photo_face.jpg",
]
REACHED = ["(507) 555-0134", "call her ", "fax ", "greg@example.com", "https://pacs.example.org/?pt=1", "203.0.113.57"]
MARKS = ["\n", "\n\n", ". ", "? ", ", ", "(", ")", "“", "’s ", "é", "😀", "\x00"]
PIECES = st.sampled_from(NAMED + NUMBERED + DATED + REACHED + MARKS)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25))
def test_findings_are_sorted_apart_and_name_their_words(pieces):
    text = " ".join(pieces)
    findings = find_identifiers(text)
    assert [f.text for f in findings] == [text[f.start : f.end] for f in findings]
    assert all(a.end <= b.start for a, b in pairwise(findings))
    assert all(f.start < f.end and f.type in "ABCDEFGHIJKLMNOPQR" and f.kind in ("warn", "block") for f in findings)
    assert all(f.fixes for f in findings)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises(text):
    find_identifiers(text)


def test_text_without_letters_has_no_findings():
    assert find_identifiers("") == []
    assert find_identifiers(" \n\t ") == []


def test_every_letter_has_a_sight():
    assert {sight.letter for sight in SIGHTS.values()} == set("ABCDEFGHIJKLMNOPQR")


@pytest.mark.parametrize("sight", SIGHTS.values(), ids=SIGHTS)
def test_message_says_what_why_and_what_to_do(sight):
    message = str(sight.message)
    assert message[0].isupper()
    assert message.endswith(".")
    assert len(message) > 60


def test_longer_warning_cannot_soften_a_block_inside_it():
    [found] = find_identifiers("Her images: https://portal.example.org/view?pt=1&mail=her.name@example.com are up.")
    assert (found.type, found.kind) == ("N", "block")


def test_words_found_cannot_reach_a_log():
    [found] = find_identifiers("Mrs. Abernathy tolerated her first cycle.")
    assert "Abernathy" not in repr(found)
    assert "Abernathy" not in f"{found}"


def test_author_words_stay_quiet():
    text = "His wife Marisol Vega asked me. Marisol"
    assert [f.text for f in find_identifiers(text)] == ["Marisol Vega", "Marisol"]
    assert find_identifiers(text, author_words=frozenset({"MARISOL", "vega"})) == []


def test_author_words_cannot_hide_other_words_beside_them():
    found = find_identifiers("His wife Marisol Vega asked me.", author_words=frozenset({"vega"}))
    assert [f.text for f in found] == ["Marisol Vega"]
