"""National Provider Identifiers: ten digits, the first 1 or 2, the last a check digit.

Source: CMS, "Requirements for NPI check digit": Luhn over 80840 and the first nine digits. An NPI is public: it says
who somebody is and proves nothing of who typed it.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

NO_NPI = _("This is no NPI: its last digit does not fit the others. Compare it with your letter, or leave it empty.")
_ALREADY_SUMMED = 24  # what Luhn makes of the prefix 80840


def is_npi(text: str) -> bool:
    """Whether this is ten digits with the right first and last one."""
    if not re.fullmatch(r"[12][0-9]{9}", text):
        return False
    total = _ALREADY_SUMMED
    for place, digit in enumerate(reversed(text[:9])):
        double = int(digit) * (2 if place % 2 == 0 else 1)
        total += double // 10 + double % 10
    return -total % 10 == int(text[9])


def read_npi(text: str) -> str:
    """The number a text consists of, without the hyphens and dots people type; "" when it is none."""
    digits = re.sub(r"[.\-]", "", text.strip())
    return digits if is_npi(digits) else ""
