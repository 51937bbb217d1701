"""Names as people write them themselves: the preferred given name, the family name, "Jr", and which comes first."""

from __future__ import annotations

import re

_TITLE = re.compile(r"^(?:dr|prof|professor|doctor)\.?\s+", re.IGNORECASE)


def composed(given: str, family: str, suffix: str = "", *, family_first: bool = False) -> str:
    """The name as it is shown: "Peter M. Forsythe Jr"; "Nguyen Thi Lan" where the family name comes first."""
    parts = [family, given] if family_first else [given, family]
    return " ".join(part for part in (*parts, suffix) if part)


def without_title(text: str) -> str:
    """A given name without "Dr." or "Prof.": credentials say it."""
    plain = _TITLE.sub("", text.strip())
    return plain or text.strip()
