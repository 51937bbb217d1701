"""The text under check, read once: its sentences and where the cues stand.

Rules ask a `Page` questions such as "is one patient spoken of near here?". Each cue pattern runs over the
text once; each question is a binary search. So the work grows with the length of the text and no rule can
make it quadratic.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from collegium.privacy.rules import cues

_SENTENCE_END = re.compile(
    r"[.!?][\"')\]]?\s{1,8}(?=[\"'(\[]?[A-Z0-9¿¡])|\n\s{0,40}\n|\n(?=[ \t]{0,8}(?:[-*•]|\w{1,12}:))"
)
_NOT_AN_END = re.compile(
    r"(?:\b(?:Dr|Drs|Mr|Mrs|Ms|Prof|St|Sr|Jr|Sra|vs|al|No|no|nr|Nr|acct|approx|Pt|pt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    r"Sept?|"
    r"Oct|Nov|Dec|Inc|Ave|Rd|tel|ext|e\.g|i\.e)|\b[A-Z])$"
)
LONGEST_SENTENCE = 600  # characters; a longer one is cut, so that no window grows with the text


class Page:
    """A text, its sentences and its cues. Offsets are Python string indexes in `text`."""

    def __init__(self, text: str, author_words: frozenset[str] = frozenset()) -> None:
        self.text = text
        self.author_words = frozenset(word.casefold() for word in author_words)
        self._positions: dict[str, list[int]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        """Where each sentence starts, ascending, beginning with 0."""
        starts = [0]
        for match in _SENTENCE_END.finditer(self.text):
            ends_line = match[0][0] == "\n"
            if not ends_line and _NOT_AN_END.search(self.text, max(0, match.start() - 8), match.start()):
                continue
            while match.end() - starts[-1] > LONGEST_SENTENCE:
                starts.append(starts[-1] + LONGEST_SENTENCE)
            starts.append(match.end())
        while len(self.text) - starts[-1] > LONGEST_SENTENCE:
            starts.append(starts[-1] + LONGEST_SENTENCE)
        return starts

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence that holds `position`."""
        index = bisect_right(self._starts, position) - 1
        following = index + 1
        end = self._starts[following] if following < len(self._starts) else len(self.text)
        return self._starts[index], end

    def around(self, position: int, reach: int) -> tuple[int, int]:
        """Start and end of a window of `reach` characters to both sides of `position`."""
        return max(0, position - reach), min(len(self.text), position + reach)

    def before(self, position: int, reach: int = 48) -> str:
        """Up to `reach` characters that stand before `position`."""
        return self.text[max(0, position - reach) : position]

    def after(self, position: int, reach: int = 60) -> str:
        """Up to `reach` characters that follow `position`."""
        return self.text[position : position + reach]

    def _cue_positions(self, cue: str) -> list[int]:
        if cue not in self._positions:
            self._positions[cue] = [match.start() for match in cues.PATTERNS[cue].finditer(self.text)]
        return self._positions[cue]

    def note_persons(self, positions: Iterable[int]) -> None:
        """Add places where a patient is spoken of, found by other means than a cue."""
        self._positions["person"] = sorted({*self._cue_positions("person"), *positions})

    def count(self, cue: str, span: tuple[int, int]) -> int:
        """How often the cue (a key of `cues.PATTERNS`) starts within the span."""
        positions = self._cue_positions(cue)
        return bisect_left(positions, span[1]) - bisect_left(positions, span[0])

    def distance(self, cue: str, position: int, span: tuple[int, int]) -> int:
        """Characters from `position` to the nearest such cue in the span; 10,000 when there is none."""
        positions = self._cue_positions(cue)
        index = bisect_left(positions, position)
        near = [positions[i] for i in (index - 1, index) if 0 <= i < len(positions)]
        return min((abs(p - position) for p in near if span[0] <= p < span[1]), default=10_000)

    def person_near(self, position: int) -> bool:
        """Is one patient spoken of in this sentence, or clearly within 400 characters of it?"""
        here = self.sentence(position)
        return bool(self.count("person", here) or self.count("pronoun", here)) or bool(
            self.count("person", self.around(position, 400))
        )

    def is_public(self, position: int) -> bool:
        """Does this sentence speak of meetings, rules, journals, products: of no patient?"""
        here = self.sentence(position)
        if self.count("public", here):
            return True
        told = self.count("person", here) or self.count("pronoun", here)
        return bool(self.count("public_soft", here)) and not told
