"""What files written by Word itself showed: small files of the same shape, each with the fault it once had."""

from __future__ import annotations

import pytest

from collegium.magazine.tests.word_files import docx, item, p, picture, png, t, table
from collegium.magazine.word_in import WordArticle, read_word
from collegium.magazine.word_lost import sentences

BREAK = "<w:r><w:br/></w:r>"


def read(body: str, name: str = "07_a_file.docx", **more) -> WordArticle:
    return read_word(docx(body, **more), name)


def sign(code: str, font: str = "Symbol") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


@pytest.mark.parametrize("style", ["Title", "Heading1", ""])
def test_line_broken_in_a_title_leaves_a_space(style):
    assert read(p(t("The road") + BREAK + t("ahead"), style) + p("Words.")).title == "The road ahead"


@pytest.mark.parametrize("style", ["Title", "Heading1", "Subtitle", ""])
def test_picture_beside_the_title_stays(style):
    found = read(p(t("The road ahead") + picture("a"), style) + p("Words."), media={"a": png()})
    assert "The road ahead" in (found.title, found.deck)
    assert found.body == '<figure><img src="word:0"></figure><p>Words.</p>'


def test_number_of_a_chapter_cannot_be_the_title():
    found = read(p("1") + p("It began with rain."), "02 Rain.docx")
    assert (found.title, found.body) == ("Rain", "<p>1</p><p>It began with rain.</p>")
    assert read(p("Rain") + p("It began.")).title == "Rain"


def test_deleted_paragraph_mark_joins_two_paragraphs():
    deleted = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    found = read(p("The road", "Title") + p("This was ", more=deleted) + p("one sentence.") + p("More."))
    assert found.body == "<p>This was one sentence.</p><p>More.</p>"


def test_deleted_mark_cannot_join_a_paragraph_with_a_table():
    deleted = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    found = read(p("The road", "Title") + p("Before.", more=deleted) + table([["a", "b"]]) + p("After."))
    assert found.body.startswith("<p>Before.</p>")
    assert "<td>a</td>" in found.body


def test_row_of_a_table_that_was_deleted_cannot_come_along():
    row = "<w:tr>%s<w:tc>%s</w:tc><w:tc>%s</w:tc></w:tr>"
    kept, gone = row % ("", p("kept"), p("1")), row % ('<w:trPr><w:del w:id="1"/></w:trPr>', p("gone"), p("2"))
    found = read(p("The road", "Title") + f"<w:tbl>{kept}{gone}{kept}</w:tbl>" + p("After."))
    assert found.body.count("kept") == 2
    assert "gone" not in found.body


def test_signs_of_a_symbol_font_are_the_letters_they_show():
    in_run = '<w:r><w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr><w:t>\uf062\uf0b1</w:t></w:r>'
    found = read(p("The road", "Title") + p(t("From ") + sign("F061") + t(" to ") + in_run + t(".")))
    assert (found.body, found.lost) == ("<p>From α to β±.</p>", {})


def test_sign_that_nobody_knows_cannot_vanish_silently():
    found = read(p("The road", "Title") + p(t("A ") + sign("F0FF", "House Signs") + t(".")))
    assert (found.body, found.lost) == ("<p>A [?].</p>", {"signs": 1})
    assert sentences(found.lost) == ["1 sign of a symbol font could not be read and stands as [?]. Write it anew."]


def test_list_that_goes_on_after_a_paragraph_is_told():
    body = p("The road", "Title") + item("One", 2) + p("Between.") + item("Two", 2) + item("Three", 2)
    found = read(body)
    assert found.lost == {"renumbered": 1}
    assert "begins with 1 again" in sentences(found.lost)[0]


def test_bullets_and_lists_side_by_side_cannot_count_as_going_on():
    found = read(p("The road", "Title") + item("One", 1) + p("Between.") + item("Two", 1) + item("A", 2) + item("B", 2))
    assert found.lost == {}


def test_heading_of_the_contents_cannot_be_the_title():
    found = read(p("CONTENTS") + p("Rain ... 2", "TOC1") + p("Rain and wind") + p("It began."))
    assert (found.title, found.body) == ("Rain and wind", "<p>It began.</p>")
