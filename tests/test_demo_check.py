"""What `python -m demo.check` finds in a text: each kind of fault once, beside words in which there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.check.people import check_people
from demo.check.reading import DEMO, Faults, Line, Society, numbered
from demo.check.talk import check_topics

FIRST, SECOND = DEMO / "forums" / "first.txt", DEMO / "forums" / "second.txt"
TOPIC = "# How do you book it?\nsubjects: practice\nrole: nurse\n\nWho decides at your place?\n"


def society() -> Society:
    return Society(check_people(DEMO / "people.csv", Faults()))


def faults_of(text: str) -> list[str]:
    faults = Faults()
    lines = [Line(number, line) for number, line in enumerate(text.splitlines(), 1)]
    check_topics(FIRST, lines, society(), faults, "members")
    return faults.lines


@pytest.mark.parametrize(
    "words",
    [
        "She took 50 mg in the morning.",
        "It cost us $40 a box.",
        "We switched everybody to Keytruda.",
        "It began in 2019, before the move.",
        "The reference is 10.1000/182.",
        "Lorem ipsum dolor.",
    ],
)
def test_a_text_cannot_hold(words):
    found = faults_of(f"{TOPIC}---\n{words}\n")
    assert len(found) == 1
    assert found[0].startswith("forums/first.txt:7:")


def test_plain_words_are_let_through():
    assert (
        faults_of(f"{TOPIC}---\n[nurse] The charge nurse decides, by eight.\n\n---\n[again 1][later 12] Still she.\n")
        == []
    )


@pytest.mark.parametrize("tag", ["[quotes 1]", "[again 1]", "[again 2]", "[later 0]", "[person:nobody]", "[wizard]"])
def test_the_first_reply_cannot_be_tagged(tag):
    assert len(faults_of(f"{TOPIC}---\n{tag} The charge nurse decides, by eight.\n")) == 1


def test_a_reply_cannot_be_by_two_people():
    assert len(faults_of(f"{TOPIC}---\nShe does.\n\n---\n[nurse][again 1] She does here as well.\n")) == 1


def test_the_asker_cannot_have_another_role_than_the_topic():
    assert faults_of(TOPIC.replace("role: nurse", "role: nurse\nasker: jol")) == []
    assert len(faults_of(TOPIC.replace("role: nurse", "role: nurse\nasker: ihr"))) == 1


def test_ten_words_in_a_row_cannot_stand_in_two_files():
    faults = Faults()
    faults.read_words(FIRST, 3, "We asked the charge nurse who decides it and she laughed out loud.")
    faults.read_words(FIRST, 9, "So we asked the charge nurse who decides it and she laughed out loud.")
    assert faults.lines == []  # one topic may quote itself
    faults.read_words(SECOND, 5, "Last week we asked the charge nurse who decides it and she laughed.")
    assert [line.split(":")[0] for line in faults.lines] == ["forums/second.txt"]


def test_every_text_ends_its_lines_alike(tmp_path: Path):
    file = DEMO / "README.md"
    faults = Faults()
    assert numbered(file, faults)
    assert faults.lines == []
