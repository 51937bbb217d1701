"""Bodies: quotes, attributions and signatures told apart; HTML to text; nothing raises."""

import email
import email.message

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.importing.bodies import cut, text_of
from collegium.importing.message import Message, Raw, Skipped, read_raw, title


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in cut(text)]


def test_answer_below_a_quote_is_text():
    text = "On Monday, Ann wrote:\n> Dose?\n>\n> Ann\n\nSixty.\n\n> And how often?\n\nWeekly."
    assert [kind for kind, _words in kinds(text)] == ["quote", "text", "quote", "text"]


def test_wrapped_attribution_belongs_to_the_quote():
    text = "Sixty.\n\nOn Monday, January 3, 2005, Ann Adams\n<[address removed]> wrote:\n\n> Dose?"
    assert kinds(text)[1][1].startswith("On Monday")


@pytest.mark.parametrize(
    "line", ["Le 3 janvier, Ann a écrit :", "Am 3. Januar schrieb Ann:", "El lunes, Ann escribió:"]
)
def test_attributions_in_other_languages(line):
    line = "Am 3. Januar 2005 schrieb" if line.startswith("Am") else line
    assert [kind for kind, _words in kinds(f"Oui.\n\n{line}\n> Dose?")] == ["text", "quote"]


def test_sentence_that_ends_in_wrote_cannot_be_folded():
    assert kinds("This is what Ann wrote:\nSixty is enough.") == [("text", "This is what Ann wrote:\nSixty is enough.")]


def test_original_message_folds_all_that_follows():
    text = "Sixty.\n\n-----Original Message-----\nFrom: Ann\nSubject: Dose\n\nDose?"
    assert [kind for kind, _words in kinds(text)] == ["text", "quote"]


def test_footer_of_the_list_is_folded():
    text = "Sixty.\n_______________________________________________\nOncList mailing list\nhttp://lists.example.org/listinfo/onclist"
    assert [kind for kind, _words in kinds(text)] == ["text", "signature"]


def test_scrubbed_attachment_note_is_folded():
    text = "Sixty.\n-------------- next part --------------\nAn HTML attachment was scrubbed..."
    assert [kind for kind, _words in kinds(text)] == ["text", "signature"]


def test_rule_of_strokes_cannot_hide_text():
    assert [kind for kind, _words in kinds("Table\n--------------------------\n12 patients")] == ["text"]


@given(st.text(alphabet="ab> \n-_:", max_size=200))
def test_cutting_cannot_lose_words(text):
    kept = "".join(block.text for block in cut(text))
    assert [c for c in kept if not c.isspace()] == [c for c in text if not c.isspace()]


def test_html_becomes_lines_and_quotes():
    mail = email.message_from_string(
        "Content-Type: text/html\n\n<html><head><title>t</title><style>p{}</style></head><body><p>One <i>two</i> "
        "three.<br>Four</p><blockquote><p>Old words</p></blockquote><script>x()</script></body></html>"
    )
    assert text_of(mail).split("\n")[:2] == ["One two three.", "Four"]
    assert "> Old words" in text_of(mail)
    assert "x()" not in text_of(mail)
    assert "t" not in text_of(mail).split("\n")


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("Re: [OncList] Re: Dose", "Dose"),
        ("AW: RE[2]: Dose", "Dose"),
        ("[OncList] Assay (was: Dose)", "Assay"),
        ("[18F]-FDG PET in lymphoma", "[18F]-FDG PET in lymphoma"),
        ("Response to dose", "Response to dose"),
        ("Fwd: Dose", "Fwd: Dose"),
        ("RES: Réf. : Re^2: Odp.: 答复：Dose", "Dose"),
        ("R: a package for trials", "R: a package for trials"),
        ("Re:", ""),
    ],
)
def test_titles(subject, wanted):
    assert title(subject) == wanted


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reading(data):
    mail = b"Date: Mon, 3 Jan 2005 09:15:02 -0600\nContent-Type: multipart/mixed; boundary=B\nSubject: =?x?Q?=ZZ?=\n"
    assert all(isinstance(read, Message | Skipped) for read in read_raw(Raw(1, mail + data)))
    assert all(isinstance(read, Message | Skipped) for read in read_raw(Raw(1, data)))


def test_mail_of_many_levels_cannot_stop_the_reading():
    mail = b"Date: Mon, 3 Jan 2005 09:15:02 -0600\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (n, n) for n in range(3_000)
    )
    assert [isinstance(read, Message | Skipped) for read in read_raw(Raw(1, mail))] == [True]
