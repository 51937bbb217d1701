"""What is shown of a found text: some words around what was found, marked.

Both databases can do this, but they read the whole text again in their own way: half of what a page of results cost on
PostgreSQL. Here a term is looked for letter by letter, and a word counts when it begins alike and ends as words are
bent ("dose", "doses", "dosing"). That decides what is marked, never what is found; of a text in which nothing is seen
so (a title had the word, or a stem changes more than that) the beginning is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from collegium.search.query import Query
from collegium.web.texts import folded

BEGIN, END = "\ue000", "\ue001"  # around a found word, until it becomes <mark>
LENGTH = 32  # words
# Longest first. So many letters of a word are left at least: of long endings, of short ones.
LONG = ("ations", "ation", "ities", "ively", "ions", "ment", "ness", "ity", "ion", "ive")
SHORT = ("ing", "ies", "ied", "ers", "er", "ed", "es", "is", "ly", "s", "e", "y")
LEFT_OF_LONG, LEFT_OF_SHORT = 4, 3
_BENT = frozenset(LONG) | frozenset(SHORT) | {""}
BEFORE, AFTER = 110, 60 + LENGTH * 12  # characters that are looked at before and after what was found
NEAR = 200  # characters within which terms stand together
MOST = 24  # of one term in one text
_WORD, _NEXT = re.compile(r"\w*"), re.compile(r"\W+(\w+)")
_ENDS = re.compile(r"[.!?…]\s+|\n+")
Span = tuple[int, int]


class _Letters(dict[int, str]):
    """Each letter without its sign, where that leaves one letter: places in a text stay the same."""

    def __missing__(self, code: int) -> str:
        plain = folded(chr(code))
        self[code] = letter = plain if len(plain) == 1 else chr(code)
        return letter


_letters = _Letters()


class _Sought:
    """A term as it is looked for: the unbent beginnings of its words; `is_beginning` is said of the last."""

    def __init__(self, text: str, *, is_beginning: bool) -> None:
        words = re.findall(r"\w+", folded(text))
        self.cores = [_core(word) for word in words]
        self.last = words[-1] if is_beginning and words else ""

    def spans(self, plain: str, start: int, end: int) -> Iterator[Span]:
        """Where it stands in a folded text, from `start` on and before `end`."""
        first = self.cores[0] if self.cores else ""
        at = plain.find(first, start, end) if first else -1
        while at >= 0:
            if (at == 0 or not plain[at - 1].isalnum()) and (stop := self._end(plain, at)):
                yield at, stop
                at = stop
            at = plain.find(first, at + 1, end)

    def _end(self, plain: str, at: int) -> int:
        """Where the term that begins here ends; 0 where it is another one."""
        stop = _WORD.match(plain, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        for number, core in enumerate(self.cores):
            if number:
                found = _NEXT.match(plain, stop)
                if found is None:
                    return 0
                at, stop = found.span(1)
            is_last = number == len(self.cores) - 1
            if not (_is_bent(plain[at:stop], core) or (is_last and self.last and plain.startswith(self.last, at))):
                return 0
        return stop


def _core(word: str) -> str:
    """The word without its ending."""
    for endings, left in ((LONG, LEFT_OF_LONG), (SHORT, LEFT_OF_SHORT)):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= left:
                return word.removesuffix(ending)
    return word


def _is_bent(word: str, core: str) -> bool:
    return word.startswith(core) and word[len(core) :] in _BENT


@lru_cache(maxsize=64)
def _sought(query: Query) -> tuple[_Sought, ...]:
    return tuple(_Sought(term.text, is_beginning=term.is_beginning) for term in query.wanted)


def snippet(query: Query, text: str) -> str:
    """Part of a text around what was found, between BEGIN and END: where most of the terms stand together.

    Args:
        text: whether the reader may have it was decided before.
    """
    sought = _sought(query)
    plain = text.lower()
    places = _places(sought, plain) if len(plain) == len(text) else []
    if not places and not text.isascii():
        plain = text.translate(_letters)
        places = _places(sought, plain)
    if not places:
        return _cut(text, 0, [])
    start = _start(text, _fullest(places))
    return _cut(text, start, sorted(span for term in sought for span in term.spans(plain, start, start + AFTER)))


def _places(sought: tuple[_Sought, ...], plain: str) -> list[tuple[int, int]]:
    """Places with the number of the term that stands there, in order; of a term alone the first is enough."""
    most = MOST if len(sought) > 1 else 1
    every = (islice(term.spans(plain, 0, len(plain)), most) for term in sought)
    return sorted((at, number) for number, spans in enumerate(every) for at, _stop in spans)


def _fullest(places: list[tuple[int, int]]) -> int:
    """The first place after which most different terms stand near."""
    if len(places) == 1:
        return places[0][0]
    best, most = places[0][0], 0
    for first, (at, _number) in enumerate(places):
        near = {number for place, number in places[first:] if place - at < NEAR}
        if len(near) > most:
            best, most = at, len(near)
    return best


def _start(text: str, at: int) -> int:
    """Where to begin so that what stands at `at` is read in its sentence, if that is near."""
    if at <= BEFORE:
        return 0
    before = text[at - BEFORE : at]
    ends = [end.end() for end in _ENDS.finditer(before)]
    if ends:
        return at - BEFORE + ends[-1]
    gap = before.find(" ", BEFORE // 4)
    return at if gap < 0 else at - BEFORE + gap + 1


def _cut(text: str, start: int, marks: list[Span]) -> str:
    """So many words from here on, marked."""
    parts: list[str] = []
    at, end = start, start + AFTER
    for begin, stop in marks:
        if begin >= at:
            parts += [text[at:begin], BEGIN, text[begin:stop], END]
            at = stop
    words = ("".join(parts) + text[at:end]).split(None, LENGTH)
    is_more = len(words) > LENGTH or end < len(text)
    if len(words) <= LENGTH and end < len(text):
        words.pop()  # it may be half a word
    shown = " ".join(words[:LENGTH])
    if shown.count(BEGIN) > shown.count(END):
        shown += END  # a phrase that goes on
    return f"{'… ' if start else ''}{shown}{' …' if is_more else ''}"
