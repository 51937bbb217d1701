"""ORCID iDs, which name people: 16 characters, the last a check digit (ISO/IEC 7064 MOD 11-2).

Source: support.orcid.org, "Structure of the ORCID Identifier". A typed iD is a claim of whoever typed it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_FORM = re.compile(r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dXx])/?")
# What ISNI gave to ORCID; others of these numbers are ISNIs of somebody else.
_BLOCKS = (("0000000150000007", "0000000350000001"), ("0009000000000000", "0009001000000000"))


@dataclass(frozen=True, slots=True)
class Orcid:
    """An iD as it is stored: four groups with hyphens, X in upper case."""

    value: str

    @property
    def address(self) -> str:
        """Its canonical form is this address."""
        return f"https://orcid.org/{self.value}"

    @property
    def is_allocated(self) -> bool:
        """Whether it lies in the blocks that ORCID gives iDs from."""
        digits = self.value.replace("-", "")
        return any(first <= digits <= last for first, last in _BLOCKS)


def read(text: str) -> Orcid | None:
    """The iD a text consists of, alone or as an address; None when it is none or its check digit is wrong."""
    match = _FORM.fullmatch(_DASHES.sub("-", text.strip()))
    if not match:
        return None
    digits = match[1].replace("-", "").upper()
    if check_digit(digits[:15]) != digits[15]:
        return None
    return Orcid("-".join(digits[at : at + 4] for at in range(0, 16, 4)))


def check_digit(digits: str) -> str:
    """The check digit of the first fifteen, by MOD 11-2; "X" stands for ten."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "X" if check == 10 else str(check)
