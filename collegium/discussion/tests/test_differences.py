"""What differs between two texts: readable word by word, and never slow."""

from __future__ import annotations

import time

import pytest

from collegium.discussion.differences import counted, difference, shortened


def runs(before: str, after: str) -> list[tuple[tuple[str, str], ...]]:
    return [paragraph.runs for paragraph in difference(before, after)]


def test_one_changed_word_is_shown_within_its_paragraph():
    (found,) = runs("The board voted seven to four.", "The board voted eight to four.")
    assert found == (("same", "The board voted "), ("gone", "seven "), ("new", "eight "), ("same", "to four."))


def test_another_paragraph_between_two_does_not_move_the_changed_one():
    before = "We start in Harrow Bay.\nThe chairs do not match at all."
    after = "We start in Harrow Bay.\nA sentence nobody had read before.\nThe chairs did not match at all."
    found = runs(before, after)
    assert found[1] == (("new", "A sentence nobody had read before."),)
    assert ("gone", "do ") in found[2]
    assert ("new", "did ") in found[2]


def test_paragraph_without_likeness_is_gone_and_another_came():
    assert runs("First words of all.", "Nothing alike here.") == [
        (("gone", "First words of all."),),
        (("new", "Nothing alike here."),),
    ]


def test_two_changes_with_a_word_between_them_are_read_at_one_go():
    (found,) = runs("We met in the hall with six people on Monday.", "We met in the garden with nine people on Monday.")
    assert found[1:3] == (("gone", "hall with six "), ("new", "garden with nine "))


def test_what_is_far_from_a_change_is_counted():
    before = "\n".join(f"Paragraph number {n} of the letter." for n in range(9))
    after = before.replace("number 4 of", "number four of")
    found = shortened(difference(before, after))
    assert [paragraph.left_out for paragraph in found] == [3, 0, 0, 0, 3]
    assert shortened(difference(before, before))[0].left_out == 9


def test_words_that_came_and_went_are_counted():
    assert counted(difference("one two three four", "one two three five six")) == (2, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 20_000, "b a " * 20_000),
        ("a\n" * 4000, "b\n" * 4000),
        ("\n".join("a b c " * 60 for _n in range(300)), "\n".join("b a c " * 60 for _n in range(300))),
        ("\n".join(f"{n} " * 150 for n in range(600)), "\n".join(f"{n} {n + 1} " * 75 for n in range(600))),
    ],
    ids=["turned round", "short", "repeated", "doubled"],
)
def test_hostile_texts_cannot_take_long(before, after):
    began = time.process_time()
    assert difference(before, after)
    assert time.process_time() - began < 3
