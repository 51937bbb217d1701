"""Words of every kind become a PDF, and none of them is read as the language of the typesetter."""

from __future__ import annotations

import json
from typing import Any

import pytest

from collegium.magazine import pdf
from collegium.magazine.tree import tree_of


def compiled(title: str, body: str) -> bytes:
    entry: dict[str, Any] = {
        "key": "a1", "full": True, "kicker": "Kicker", "title": title, "deck": "", "by": "", "address": "https://a.example/",
        "whose": "", "records": [], "hero": None, "disclosures": [], "blocks": pdf._prepared(tree_of(body, "")),
    }  # fmt: skip
    data = {
        "mode": "article", "title": title, "description": "", "authors": ["A"], "date": [2026, 1, 1], "lang": "es",
        "paper": "a4", "hue": 165, "chroma": 0.08, "head": ["a", "b"], "cover": None, "note": [], "note_by": "",
        "imprint": "", "words": {"contents": "C", "note": "N", "disclosures": "D"}, "pictures": {},
        "departments": [{"name": "d", "entries": [entry]}],
    }  # fmt: skip
    return pdf._compiled(json.dumps(data).encode(), {}, "article", 0)


CASES = {
    "code of the typesetter": ('#eval("x") $x$ *b* @ref <lab> \\ `', '<p>#read("/etc/passwd") #panic() $x$ @a //</p>'),
    "other scripts": ("日本語 😀 עברית", "<p>日本語 😀 עברית العربية हिन्दी</p>"),
    "nothing": ("Nothing", ""),
    "headings in quotes": ("Quoted", "<blockquote><h3>in</h3></blockquote><h2>a</h2><ul><li><h3>b</h3></li></ul>"),
    "subheading first": ("Sub", "<h3>x</h3><p>y</p>"),
    "deep lists": ("Deep", "<ul>" * 40 + "<li>x</li>" + "</ul>" * 40),
    "deep marks": ("Deep", "<p>" + "<em><strong>" * 60 + "x</p>"),
    "wide table": ("Wide", "<table><tr>" + "<td>x</td>" * 40 + "</tr></table>"),
    "references twice": ("Twice", "<p><a href='#r1'>1</a></p>" + "<ol class='refs'><li id='r1'>a</li></ol>" * 2),
    "reference to nothing": ("None", "<p><sup><a href='#r7'>7</a></sup></p>"),
    "strange signs": ("A\u0301\u200b\u202e\u00ad\u2028z", "<p>x\u202ey</p>"),
    "long words": ("x" * 200, f"<p>{'verylong' * 200}</p>"),
}


@pytest.mark.parametrize("name", CASES)
def test_words_of_every_kind_can_be_set(name):
    assert compiled(*CASES[name]).startswith(b"%PDF-")


def test_template_cannot_read_what_is_outside_of_its_folder(monkeypatch, tmp_path):
    for source in ('#read("/etc/hostname")', '#read("../../../etc/hostname")'):
        template = tmp_path / "t.typ"
        template.write_text(f"= A\n{source}")
        monkeypatch.setattr(pdf, "TEMPLATE", template)
        with pytest.raises(Exception, match=r"not found|escape"):
            pdf._compiled(b"{}", {}, "article", 0)


def test_kept_files_make_room_for_new_ones():
    kept = pdf.Kept(most=10)
    for number in range(4):
        kept.put(str(number), b"12345")
    assert kept.get("0") is None
    assert kept.get("3") == b"12345"
