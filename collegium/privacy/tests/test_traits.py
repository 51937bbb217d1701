"""Prints, pictures and unique traits (P, Q, R)."""

import pytest

from collegium.privacy import find_identifiers


@pytest.mark.parametrize(
    ("text", "words", "letter"),
    [
        ("Attached is voice_memo_hale.m4a with her stridor.", "voice_memo_hale.m4a", "P"),
        ("A voicemail of the patient is attached.", "voicemail", "P"),
        ("See IMG_2231_jane_doe_face.jpg for the edema.", "IMG_2231_jane_doe_face.jpg", "Q"),
        ("I attach a full-face photo of the patient.", "full-face photo", "Q"),
        ("She is the only woman in the county with this sarcoma.", "the only woman in the county with", "R"),
        ("Our mayor was found to have a GBM.", "Our mayor", "R"),
        ("He won the state lottery and pays cash.", "won the state lottery", "R"),
    ],
)
def test_prints_pictures_and_unique_traits_are_found(text, words, letter):
    assert any(words in found.text and found.type == letter for found in find_identifiers(text))


@pytest.mark.parametrize(
    "text",
    [
        "Her fingerprints were gone after capecitabine.",
        "See figure_2.png and slides.pdf from the session.",
        "Radiology sent six slices without any labels.",
        "Our mayor proclaimed a breast cancer awareness month.",
        "It is the only drug in the class with this effect.",
        "I uploaded a photo to my profile.",
        "She has radiation tattoos on her chest.",
    ],
)
def test_ordinary_words_cannot_be_taken_for_traits(text):
    assert find_identifiers(text) == []
