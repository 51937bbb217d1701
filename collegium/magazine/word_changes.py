"""Tracked changes of a Word file: what was added counts as accepted, what was deleted is gone."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from collegium.magazine.word_styles import W

_OF_MARKS = (f"{W}rPr", f"{W}trPr")  # a change of a paragraph's mark or of a row, not of words


def accept(root: etree._Element, lost: Counter[str]) -> None:
    """Accept every change of a part in place, and count those of words; so are comments.

    A deleted row goes; a paragraph whose mark was deleted is joined with a paragraph that follows it
    (ISO/IEC 29500-1, 17.13.5).
    """
    added = [one for one in root.iter(f"{W}ins", f"{W}moveTo") if one.getparent().tag not in _OF_MARKS]
    gone = [one for one in root.iter(f"{W}del", f"{W}moveFrom") if one.getparent().tag not in _OF_MARKS]
    lost["added"] += len(added)
    lost["deleted"] += len(gone)
    for one in gone:
        _drop(one)
    for mark in [one for one in root.iter(f"{W}del") if one.getparent().tag == f"{W}trPr"]:
        row = mark.getparent().getparent()
        lost["deleted"] += any((one.text or "").strip() for one in row.iter(f"{W}t"))
        _drop(row)
    for mark in list(root.iterfind(f".//{W}p/{W}pPr/{W}rPr/{W}del")):
        following = next(mark.iterancestors(f"{W}p")).getnext()
        if following is None or following.tag != f"{W}p":
            _drop(mark)  # Mammoth would join it with whatever paragraph comes next, in a table, too
    lost["comments"] += sum(1 for _one in root.iter(f"{W}commentReference"))


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
