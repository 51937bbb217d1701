"""Names as they are printed in references: family name and initials."""

from __future__ import annotations

import re
from typing import Any

from collegium.citations.answers import initials_of

_AFTER = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}


def author_of(name: str) -> dict[str, Any]:
    """A person's name taken apart: "Ludwig van der Berg" is {"family": "van der Berg", "initials": "L"}.

    Small words before the last one belong to the family name; what stands behind it (Jr, III) is left out. A single
    word, or a name that begins small, stays whole.
    """
    words = [word for word in name.split() if word.lower() not in _AFTER]
    if len(words) < 2 or not words[0][:1].isupper():
        return {"name": name.strip()} if name.strip() else {}
    start = len(words) - 1
    while start > 1 and re.fullmatch(r"[a-zà-ÿ’']+", words[start - 1]):
        start -= 1
    return {"family": " ".join(words[start:]), "initials": initials_of(" ".join(words[:start]))}
