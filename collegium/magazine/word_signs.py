"""Signs of symbol fonts (Symbol, Wingdings): Greek letters and signs that older files write as places of a font."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from collegium.magazine.word_styles import W

UNREAD = "[?]"  # stands for a sign that nobody but its font knows
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def read_signs(root: etree._Element, lost: Counter[str]) -> None:
    """Write each sign of a symbol font as the letter it shows, in place; those unknown are counted.

    Word writes such a sign as <w:sym>, or as a letter of the private area U+F020 to U+F0FF in a run of that font.
    """
    for sign in list(root.iter(f"{W}sym")):
        code = sign.get(f"{W}char", "")
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0
        text = etree.Element(f"{W}t")
        text.text = _letter(sign.get(f"{W}font", ""), number, lost)
        sign.getparent().replace(sign, text)
    for text in root.iter(f"{W}t"):
        if text.text and _PRIVATE.search(text.text):
            font = _font(text.getparent())
            letters = (_letter(font, ord(one), lost) if _PRIVATE.match(one) else one for one in text.text)
            text.text = "".join(letters)


def _font(run: etree._Element | None) -> str:
    fonts = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
    return (fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii") or "") if fonts is not None else "Symbol"


def _letter(font: str, number: int, lost: Counter[str]) -> str:
    from mammoth.docx.dingbats import dingbats  # with Mammoth, only when a Word file is read

    known = dingbats.get((font, number)) or dingbats.get((font, number & 0xFF if 0xF000 <= number <= 0xF0FF else 0))
    lost["signs"] += known is None
    return chr(known) if known else UNREAD
