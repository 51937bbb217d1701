"""What comes along from Word files, as the word processors of this world write them, and what is counted as lost."""

from __future__ import annotations

import pytest

from collegium.magazine.tests.word_files import (
    NAMES,
    TYPES,
    box,
    docx,
    item,
    link,
    note,
    p,
    picture,
    png,
    t,
    table,
)  # fmt: skip
from collegium.magazine.word_in import WordArticle, read_word
from collegium.magazine.word_lost import sentences


def read(body: str, name: str = "07_a_file.docx", **more) -> WordArticle:
    return read_word(docx(body, **more), name)


def without_rel(found: WordArticle) -> str:
    return found.body.replace(' rel="nofollow ugc noopener"', "").replace("\n", "")


def test_title_standfirst_and_authors_come_from_their_styles():
    found = read(
        p("Practice", "Kicker") + p("The road", "Title") + p("Three clinics", "Subtitle")
        + p("By Jane Roe, MD, and John Doe; Ann Poe", "Author") + p("Words.")
    )  # fmt: skip
    assert (found.title, found.deck, found.kicker) == ("The road", "Three clinics", "Practice")
    assert found.authors == ["Jane Roe, MD", "John Doe", "Ann Poe"]
    assert found.body == "<p>Words.</p>"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (p("The road", "Heading1") + p("Words.") + p("Part", "Heading2") + p("More."), "The road"),
        (p("The road ahead") + p("Words that are a sentence."), "The road ahead"),
        (p("This first paragraph is a sentence."), "a file"),
        (p("First", "Heading1") + p("Words.") + p("Second", "Heading1") + p("Words."), "First"),
    ],
)
def test_title_is_found_without_its_style(body, title):
    assert read(body).title == title


def test_line_that_begins_with_by_names_the_authors():
    found = read(p("The road", "Title") + p("By Jane Roe, MD and John Doe, RN") + p("By day we drove."))
    assert found.authors == ["Jane Roe, MD", "John Doe, RN"]
    assert found.body == "<p>By day we drove.</p>"


def test_headings_are_h2_and_h3_whatever_their_levels_were():
    found = read(
        p("T", "Title") + p("One", "Heading2") + p("x") + p("Two", "Outlined") + p("y") + p("Three", "Heading2")
    )
    assert found.body == "<h2>One</h2><p>x</p><h2>Two</h2><p>y</p><h3>Three</h3>"
    found = read(p("T", "Title") + p("Two", "Ueberschrift") + p("One", "Heading2") + p("deep", "Heading3") + p("x"))
    assert found.body == "<h2>Two</h2><h3>One</h3><p><strong>deep</strong></p><p>x</p>"
    assert found.lost == {"levels": 1}


def test_bold_lines_are_headings_where_a_file_has_no_styles():
    found = read(
        p(t("The road", "b")) + p("It was long.") + p(t("Snow", "b")) + p("It fell.") + p(t("All bold end.", "b"))
    )
    assert found.title == "The road"
    assert found.body == "<p>It was long.</p><h2>Snow</h2><p>It fell.</p><p><strong>All bold end.</strong></p>"


def test_marks_of_words_come_along_and_styles_of_characters_too():
    found = read(
        p("T", "Title")
        + p(t("a ") + t("b", "b") + t("i", "i") + t("x", "super") + t("y", "sub") + t("s", style="Strong"))
    )
    assert found.body == "<p>a <strong>b</strong><em>i</em><sup>x</sup><sub>y</sub><strong>s</strong></p>"


def test_lists_are_nested_and_a_style_can_bring_them():
    found = read(p("T", "Title") + item("a") + item("b", 2, 1) + item("c") + p("styled", "ListBullet") + p("x"))
    assert found.body == "<ul><li>a<ol><li>b</li></ol></li><li>c</li><li>styled</li></ul><p>x</p>"


def test_tables_have_header_rows_and_no_gaps():
    body = p("T", "Title") + p("Table 1. Numbers", "Caption") + table(
        [["a", "b", "c"], ["wide", "2"], ["tall", "3", "4"], ["", "5", "6"]], header=True,
        spans={(1, 0): '<w:gridSpan w:val="2"/>', (2, 0): '<w:vMerge w:val="restart"/>', (3, 0): "<w:vMerge/>"},
    )  # fmt: skip
    found = read(body)
    assert '<p><strong>Table 1. Numbers</strong></p><table><thead><tr><th scope="col">a</th>' in found.body
    assert "<tr><td>wide</td><td></td><td>2</td></tr><tr><td>tall</td><td>3</td><td>4</td></tr>" in found.body
    assert "<tr><td></td><td>5</td><td>6</td></tr>" in found.body
    assert found.lost == {"merged": 2}


def test_first_row_all_bold_is_a_header_and_a_box_of_one_cell_is_paragraphs():
    rows = table([["HEAD", "TWO"], ["1", "2"]]).replace(t("HEAD"), t("HEAD", "b")).replace(t("TWO"), t("TWO", "b"))
    found = read(p("T", "Title") + rows + p("x") + table([["a box"]]))
    assert '<th scope="col"><strong>HEAD</strong></th>' in found.body
    assert found.body.endswith("<p>x</p><p>a box</p>")


def test_references_are_a_numbered_list_that_numbers_in_the_text_lead_to():
    for entries in (
        item("Roe J. One.", 2) + item("Doe J. Two.", 2), p("1. Roe J. One.") + p("2. Doe J. Two."),
        p("[1] Roe J. One.") + p("[2] Doe J. Two."), p("1. Roe J. One.", "Bibliography") + p("2. Doe J. Two.", "Bibliography"),
    ):  # fmt: skip
        found = read(
            p("T", "Title")
            + p(t("Seen") + t("1,2", "super") + t(" and [2] and [9]."))
            + p("References", "Heading1")
            + entries
        )
        assert without_rel(found) == (
            '<p>Seen<sup><a href="#r1">1</a>,<a href="#r2">2</a></sup> and <sup><a href="#r2">2</a></sup> and [9].</p>'
            '<h2>References</h2><ol class="refs"><li id="r1">Roe J. One.</li><li id="r2">Doe J. Two.</li></ol>'
        )


@pytest.mark.parametrize(
    ("before", "is_power"),
    [("by CO and m", True), ("30 kg/m", True), ("4 × 10", True), ("12 cm", True), ("Seen", False), ("in 2010", False)],
)
def test_powers_cannot_become_references(before, is_power):
    entries = item("Roe J. One.", 2) + item("Doe J. Two.", 2)
    found = read(
        p("T", "Title") + p(t(before) + t("2", "super") + t(" it is.")) + p("References", "Heading1") + entries
    )
    assert ("<sup>2</sup>" in found.body) is is_power
    assert ('<sup><a href="#r2"' in found.body) is not is_power


def test_caption_of_a_table_cannot_go_to_the_picture_after_it():
    found = read(
        p("T", "Title") + p("Table 1. Calls by month", "Caption") + p(picture("i1", "A chart."))
        + p("Figure 1. Returns fell.", "Caption"),
        media={"i1": png()},
    )  # fmt: skip
    assert "<figcaption>Figure 1. Returns fell.</figcaption>" in found.body
    assert "<p><strong>Table 1. Calls by month</strong></p>" in found.body


def test_footnotes_and_endnotes_stand_after_the_references():
    found = read(
        p("T", "Title") + p(t("One") + note(1) + t(" two") + note(1, "endnote") + t(" again") + note(1))
        + p("References", "Heading1") + item("Roe J.", 2),
        footnotes=["At the foot."], endnotes=["At the end."],
    )  # fmt: skip
    assert (
        '<p>One<sup><a href="#r2">2</a></sup> two<sup><a href="#r3">3</a></sup> again<sup><a href="#r2">2'
        in without_rel(found)
    )
    assert '<li id="r1">Roe J.</li><li id="r2">At the foot.</li><li id="r3">At the end.</li></ol>' in without_rel(
        found
    ).replace(" </li>", "</li>")
    assert found.lost == {"joined": 1}


def test_numbers_side_by_side_cannot_be_read_as_one():
    found = read(p("T", "Title") + p(t("One") + note(1) + note(2)), footnotes=["A.", "B."])
    assert '<sup><a href="#r1">1</a></sup><sup>,<a href="#r2">2</a></sup>' in without_rel(found)


def test_notes_alone_get_a_heading_and_note_that_is_missing_is_counted():
    found = read(p("T", "Title") + p(t("One") + note(1) + note(8)), footnotes=["At the foot."])
    assert '<h2>Notes</h2><ol class="refs"><li id="r1">At the foot.' in found.body
    assert found.lost == {"notes": 1}


def test_figures_have_captions_and_the_descriptions_of_the_file():
    found = read(
        p("T", "Title") + p(picture("i1", "A gray square.")) + p("Figure 1. Gray.", "Caption")
        + p(t("Before ") + picture("i1") + t("after.")),
        media={"i1": png()},
    )  # fmt: skip
    assert (
        '<figure><img alt="A gray square." src="word:0"><figcaption>Figure 1. Gray.</figcaption></figure>' in found.body
    )
    assert '<p>Before after.</p><figure><img src="word:0"></figure>' in found.body
    assert found.pictures == [png()]


def test_links_stay_and_others_give_their_words():
    found = read(
        p("T", "Title") + p(link("web", "l1") + link("file", "l2") + link("script", "l3")),
        links={"l1": "https://example.org/?a=1&b=2", "l2": "file:///etc/passwd", "l3": "javascript:alert(1)"},
    )
    assert without_rel(found) == '<p><a href="https://example.org/?a=1&amp;b=2">web</a>filescript</p>'


def test_quotes_and_pull_quotes_and_first_letters_come_along():
    letter = p("O", more='<w:framePr w:dropCap="drop"/>')
    found = read(p("T", "Title") + letter + p("nce more.") + p("Said.", "Quote") + p("Loud.", "IntenseQuote"))
    assert found.body == (
        '<p>Once more.</p><blockquote><p>Said.</p></blockquote><blockquote class="pull"><p>Loud.</p></blockquote>'
    )


LOST = {
    "text_boxes": (p(t("a") + box("In a box.")), "In a box."),
    "equations": (p("<m:oMath><m:r><m:t>E=mc²</m:t></m:r></m:oMath>"), "E=mc²"),
    "comments": (p(t("a") + '<w:r><w:commentReference w:id="1"/></w:r>'), "a"),
    "added": (p('<w:ins w:id="1">' + t("added") + "</w:ins>"), "added"),
    "deleted": (p(t("a") + '<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>'), "a"),
    "fields": (p('<w:fldSimple w:instr=" DATE ">' + t("today") + "</w:fldSimple>"), "today"),
    "citations": (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ADDIN EN.CITE {"x"} </w:instrText></w:r>'
          '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + t("(Roe)") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        "(Roe)",
    ),
    "objects": (p("<w:r><w:object><o:OLEObject/></w:object></w:r>" + t("a")), "a"),
    "styles": (p("Framed", "Fancy"), "Framed"),
    "hidden": (p(t("seen") + t("unseen", "vanish")), "seen"),
    "linked": (p(t("a") + picture("o1", where="link")), "a"),
    "charts": (p(t("a") + '<w:r><w:drawing><a:graphic><a:graphicData uri="http://x/chart"/></a:graphic></w:drawing></w:r>'), "a"),
    "contents": (p("Part 1 ... 2", "TOC1") + p("a"), "a"),
    "attached": ('<w:altChunk r:id="z"/>' + p("a"), "a"),
    "nested": (table([["x", "y"]]).replace(p("x"), table([["in", "side"]]) + p("")), "in"),
    "struck": (p(t("gone", "strike")), "gone"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LOST)
def test_what_is_lost_is_said_in_a_sentence(kind):
    body, stays = LOST[kind]
    found = read(p("T", "Title") + body, outside={"o1": "http://127.0.0.1/x.png"})
    assert found.lost == {kind: 1}
    assert stays in found.body
    assert not {"gone", "unseen"} & set(found.body.split()) or kind == "struck"
    [sentence] = sentences(found.lost)
    assert sentence.endswith(".")
    assert "%" not in sentence


def test_headers_and_footers_are_counted_unless_they_are_page_numbers():
    head = f"<w:hdr {NAMES}>{p('Draft of the magazine')}</w:hdr>"
    foot = f"<w:ftr {NAMES}>{p('Page 3 of 7')}</w:ftr>"
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{TYPES}{kind}" Target="{kind}.xml"/>' for kind in ("header", "footer")
    )
    found = read(p("T", "Title") + p("a"), more=relations, parts={"word/header.xml": head, "word/footer.xml": foot})
    assert found.lost == {"headers": 1}


def test_strict_office_names_are_read_too():
    strict = NAMES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    found = read("", document=f"<w:document {strict}><w:body>{p('T', 'Title')}{p('Words.')}</w:body></w:document>")
    assert found.body == "<p>Words.</p>"


def test_spanish_file_is_read_as_an_english_one():
    found = read(
        p("El camino", "Title") + p("Por Ana Ruiz y Juan Pérez", "Author") + p("Nieve.") + p("Referencias", "Heading1")
        + p("1. Ruiz A.")
    )  # fmt: skip
    assert found.authors == ["Ana Ruiz", "Juan Pérez"]
    assert '<h2>Referencias</h2><ol class="refs"><li id="r1">Ruiz A.</li></ol>' in found.body
