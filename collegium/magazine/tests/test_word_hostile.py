"""Files that are no Word files, damaged or made to hurt: one clear sentence, little time, nothing from outside."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from collegium.magazine import word_package
from collegium.magazine.tests.word_files import NAMES, docx, note, p, packed, picture, png, t
from collegium.magazine.word_in import NotTaken, read_word

XXE = f"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<w:document {NAMES}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"""
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
) + f"]><w:document {NAMES}><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"  # fmt: skip
DEEP = f"<w:document {NAMES}><w:body>{'<w:sdt><w:sdtContent>' * 150}{p('x')}{'</w:sdtContent></w:sdt>' * 150}</w:body></w:document>"
MACROS = {"word/vbaProject.bin": b"x"}


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", b" " * (word_package.PART_MOST + 1))
    return out.getvalue()


HOSTILE = {
    "no zip": b"just words",
    "empty": b"",
    "old or encrypted": word_package.OLE + b"\0" * 600,
    "cut off": docx(p("Words."))[:700],
    "zip of something else": packed({"a.txt": "x"}),
    "opendocument": packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
    "entities from outside": docx("", document=XXE),
    "a billion laughs": docx("", document=LAUGHS),
    "bomb": bomb(),
    "no xml": docx("", document="<w:document"),
    "too deep": docx("", document=DEEP),
    "macros": docx(p("Words."), parts=MACROS),  # type: ignore[arg-type]
    "too many tags": docx("".join(p(t("a", "b") + t("b")) for _n in range(7000))),
    "too many words": docx("".join(p("word " * 500) for _n in range(30))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_cannot_become_an_article(name):
    began = time.monotonic()
    with pytest.raises(NotTaken) as refused:
        read_word(HOSTILE[name], "x.docx")
    assert time.monotonic() - began < 5
    assert str(refused.value).endswith(".")
    assert "Traceback" not in str(refused.value)


def test_entities_in_any_part_are_refused():
    for part in ("word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels", "docProps/core.xml"):
        with pytest.raises(NotTaken):
            read_word(docx(p("This is a sentence."), parts={part: XXE}), "x.docx")


def test_utf16_cannot_hide_a_declaration():
    with pytest.raises(NotTaken):
        read_word(docx("", document=XXE.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")), "x.docx")  # type: ignore[arg-type]


def test_picture_outside_of_the_file_cannot_be_fetched(monkeypatch):
    import socket

    def never(*_args: object) -> None:
        raise AssertionError("went out")

    monkeypatch.setattr(socket.socket, "connect", never)
    for address in ("http://127.0.0.1:9/x.png", "file:///etc/hostname", "../../../../etc/hostname"):
        found = read_word(docx(p("T", "Title") + p(t("a") + picture("o1")), outside={"o1": address}), "x.docx")
        assert found.pictures == []
        assert found.lost == {"linked": 1}


def test_target_cannot_leave_the_file():
    relation = '<Relationship Id="i9" Type="http://x/image" Target="../../../etc/hostname"/>'
    found = read_word(docx(p("T", "Title") + p(t("a") + picture("i9")), more=relation), "x.docx")
    assert found.pictures == []
    assert found.lost == {"pictures": 1}


def test_part_that_says_it_is_small_cannot_be_large():
    data = bytearray(docx(p("T", "Title") + p("Words.")))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as parts:
        size = parts.getinfo("word/document.xml").file_size
    lied = bytes(data).replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(NotTaken):
        read_word(lied, "x.docx")


def test_embedded_style_map_cannot_change_how_a_file_is_read():
    found = read_word(docx(p("T", "Title") + p("Words."), parts={"mammoth/style-map": "p => h1:fresh"}), "x.docx")
    assert found.body == "<p>Words.</p>"


def test_circles_and_wrong_numbers_do_not_fell_it():
    styles = f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>' \
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style></w:styles>'  # fmt: skip
    found = read_word(
        docx(p("T", "Title") + p("Words.", "A") + p(t("More.") + note(77)), parts={"word/styles.xml": styles}), "x.docx"
    )
    assert "Words." in found.body


def test_thousand_pictures_stop_at_sixty():
    body = p("T", "Title") + "".join(p(picture(f"i{n}")) for n in range(70))
    found = read_word(docx(body, media={f"i{n}": png(n + 1, 1) for n in range(70)}), "x.docx")
    assert len(found.pictures) == 60
    assert found.lost == {"pictures": 10}


def test_script_in_words_cannot_become_markup():
    found = read_word(docx(p(t("<script>alert(1)</script> road"), "Title") + p(t("<img src=x onerror=y>"))), "x.docx")
    assert found.title == "<script>alert(1)</script> road"  # a line of text: the page escapes it
    assert found.body == "<p>&lt;img src=x onerror=y&gt;</p>"
