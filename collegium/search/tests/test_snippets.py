"""The words shown around what was found: which part of a text, what is marked, and what is not."""

from __future__ import annotations

import pytest

from collegium.search.query import parse
from collegium.search.snippets import BEGIN, END, LENGTH, snippet


def shown(text: str, query: str) -> str:
    return snippet(parse(query), text).replace(BEGIN, "[").replace(END, "]")


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("dose", "Two doses, one dosing.", "Two [doses], one [dosing]."),
        ("studies", "One study was studied.", "One [study] was [studied]."),
        ("metastases", "A metastasis, two metastases.", "A [metastasis], two [metastases]."),
        ("related", "No relation.", "No [relation]."),
        ("onco*", "Oncology and oncologists", "[Oncology] and [oncologists]"),
        ("carbopl", "Carboplatin is rounded.", "[Carboplatin] is rounded."),
        ("Núñez", "Dr. Nunez agreed.", "Dr. [Nunez] agreed."),
        ("nunez", "Señora Núñez agreed.", "Señora [Núñez] agreed."),
        ("5-FU", "We give 5-FU at home.", "We give [5-FU] at home."),
        ('"by the vial"', "By the vial, by the box.", "[By the vial], by the box."),
        ("round -up", "Round it up.", "[Round] it up."),
    ],
)
def test_what_was_found_is_marked(query, text, marked):
    assert shown(text, query) == marked


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("author ", "An authorization took eleven hours; the author waited."),
        ("dose ", "An overdose of dossiers; then the dose."),
        ('"by vial"', "By the vial; by vial."),
    ],
)
def test_another_word_is_not_marked(query, text):
    assert shown(text, f'"{query.strip()}"' if '"' not in query else query).count("[") == 1


def test_part_where_most_words_stand_together_is_shown_within_its_length():
    text = (
        "A nausea alone. " + "Nothing of it here at all. " * 40 + "The cycle began with nausea. " + "And so on. " * 60
    )
    said = shown(text, "nausea cycle")
    assert "[cycle] began with [nausea]" in said
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said.strip("… ").split()) == LENGTH
    assert said.count("[") == said.count("]")


def test_phrase_that_is_cut_is_closed():
    text = "word " * (LENGTH - 1) + "prior authorization took hours"
    said = shown(text, '"word prior authorization took"')
    assert said.count("[") == said.count("]") == 1


def test_beginning_is_shown_of_a_text_without_any_of_the_words():
    assert shown("Nothing of that kind.", "mice") == "Nothing of that kind."
    assert shown("Not here. " * 40, "mice") == " ".join(["Not here."] * (LENGTH // 2)) + " …"
    assert shown("", "mice") == ""


def test_markup_in_a_text_cannot_act():
    from collegium.search.rows import marked

    said = marked(snippet(parse("zebras"), '<img src=x onerror="y"> zebras & co'))
    assert said == "&lt;img src=x onerror=&#34;y&#34;&gt; <mark>zebras</mark> &amp; co"
