"""Parts of texts, cut where a sentence ends."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*(?=\s|$)")


def cut(text: str, most: int) -> tuple[str, bool]:
    """The beginning of a text, at most `most` words, ending with a sentence where there is one.

    Returns:
        The part, and whether something is left out.
    """
    words = list(re.finditer(r"\S+", text))
    if len(words) <= most:
        return text.strip(), False
    part = text[: words[most - 1].end()]
    ends = [match.end() for match in _SENTENCE_END.finditer(part)]
    if ends and ends[-1] > len(part) // 3:
        return part[: ends[-1]].strip(), True
    return part.rstrip(" ,;:") + " …", True


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]
