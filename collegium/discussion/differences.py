"""What differs between two texts, paragraph by paragraph and word by word: of versions, and of edits that met."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

State = Literal["same", "gone", "new"]
Run = tuple[State, str]

PARAGRAPHS_MOST = 2000  # compared one by one; what stands below is one paragraph
WORDS_MOST = 400_000  # pairs of words compared within all changed paragraphs together; a second of work at worst
LIKE = 0.35  # of their words in common: the same paragraph, changed; fewer: another one
NEARBY = 3  # paragraphs on, in which a changed one is looked for
SHORT_KEEP = 3  # fewer equal words between two changes are shown as changed with them
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its `runs` of words that stayed (`same`), went (`gone`) or came (`new`).

    With `left_out` it stands for so many paragraphs in a row that stayed as they were.
    """

    runs: tuple[Run, ...]
    left_out: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything in it went or came."""
        return any(state != "same" for state, _words in self.runs)


def difference(before: str, after: str) -> list[Paragraph]:
    """Two plain texts as one, with what went and what came.

    Paragraphs are compared first, then the words of those that became another. Only so much is compared: looking for
    likeness in a very long paragraph would take minutes, so it is shown as gone and come anew.
    """
    old, new = _paragraphs(before), _paragraphs(after)
    left = WORDS_MOST
    found: list[Paragraph] = []
    for kind, start, end, first, last in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            found += [Paragraph((("same", line),)) for line in old[start:end]]
            continue
        for gone, came in _paired(old[start:end], new[first:last]):
            cost = len(gone.split()) * len(came.split())
            if gone and came and cost <= left:
                left -= cost
                found.append(Paragraph(tuple(_words_of(gone, came))))
            else:
                found += [Paragraph(((state, line),)) for state, line in (("gone", gone), ("new", came)) if line]  # type: ignore[arg-type]
    return found


def shortened(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The same with one paragraph around each change; what lies further off is counted, not shown."""
    near = {
        place
        for number, paragraph in enumerate(paragraphs)
        if paragraph.is_changed
        for place in range(number - 1, number + 2)
    }
    found: list[Paragraph] = []
    for is_near, rows in groupby(enumerate(paragraphs), lambda row: row[0] in near):
        each = [paragraph for _number, paragraph in rows]
        found += each if is_near or len(each) == 1 else [Paragraph((), len(each))]
    return found


def counted(paragraphs: Sequence[Paragraph]) -> tuple[int, int]:
    """How many words came, and how many went."""
    sizes = {"new": 0, "gone": 0, "same": 0}
    for paragraph in paragraphs:
        for state, words in paragraph.runs:
            sizes[state] += len(words.split())
    return sizes["new"], sizes["gone"]


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n", PARAGRAPHS_MOST) if line and not line.isspace()]


def _paired(gone: list[str], came: list[str]) -> Iterator[tuple[str, str]]:
    """Each paragraph with what it became, in order; "" for one that only went or only came."""
    place = 0
    for line in gone:
        ahead = range(place, min(place + NEARBY, len(came)))
        found = next((number for number in ahead if _likeness(line, came[number]) >= LIKE), None)
        if found is None:
            yield line, ""
            continue
        yield from (("", other) for other in came[place:found])
        yield line, came[found]
        place = found + 1
    yield from (("", other) for other in came[place:])


def _likeness(one: str, other: str) -> float:
    """Share of words in common, from 0 to 1."""
    first, second = Counter(one.split()), Counter(other.split())
    longer = max(first.total(), second.total())
    return (first & second).total() / longer if longer else 0.0


def _words_of(gone: str, came: str) -> Iterator[Run]:
    """Runs of words. Where hardly anything stayed between two changes, they are one: read at one go."""
    old, new = _WORD.findall(gone), _WORD.findall(came)
    plain_old, plain_new = [word.strip() for word in old], [word.strip() for word in new]
    pending: list[list[str]] = [[], []]
    for kind, start, end, first, last in SequenceMatcher(None, plain_old, plain_new).get_opcodes():
        at_edge = start == 0 or end == len(old)
        if kind == "equal" and (at_edge or end - start >= SHORT_KEEP or not any(pending)):
            yield from _flushed(pending)
            yield "same", "".join(new[first:last])
            pending = [[], []]
        else:
            pending[0] += old[start:end]
            pending[1] += new[first:last]
    yield from _flushed(pending)


def _flushed(pending: list[list[str]]) -> Iterator[Run]:
    states: tuple[State, State] = ("gone", "new")
    for state, words in zip(states, pending, strict=True):
        if words:
            yield state, "".join(words)
