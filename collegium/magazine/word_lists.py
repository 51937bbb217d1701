"""Numbered lists of a Word file that go on after a paragraph: the site numbers each list from 1."""

from __future__ import annotations

from lxml import etree

from collegium.magazine.word_styles import W


def going_on(main: etree._Element, numbering: etree._Element | None) -> int:
    """How many times a numbered list goes on after something that is no list.

    Args:
        main: the main part, with every paragraph's list written at the paragraph (`word_tidy`).
        numbering: the part that says which lists are numbered.
    """
    numbered, seen, last, found = _numbered(numbering), set(), "", 0
    for block in main.iterfind(f"{W}body/*"):
        key = block.find(f"{W}pPr/{W}numPr/{W}numId") if block.tag == f"{W}p" else None
        if key is None and not "".join(block.itertext()).strip():
            continue
        now = key.get(f"{W}val", "") if key is not None else ""
        found += now in numbered and now in seen and last == ""
        seen.add(now)
        last = now
    return found


def _numbered(numbering: etree._Element | None) -> set[str]:
    """Ids of the lists whose first level counts."""
    if numbering is None:
        return set()
    formats = {
        one.get(f"{W}abstractNumId", ""): one.find(f"{W}lvl/{W}numFmt") for one in numbering.iter(f"{W}abstractNum")
    }
    counting = {key for key, one in formats.items() if one is not None and one.get(f"{W}val") not in ("bullet", "none")}
    pairs = [(one.get(f"{W}numId", ""), one.find(f"{W}abstractNumId")) for one in numbering.iter(f"{W}num")]
    return {key for key, kind in pairs if kind is not None and kind.get(f"{W}val", "") in counting}
