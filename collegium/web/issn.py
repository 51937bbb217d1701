"""International Standard Serial Numbers (ISO 3297): four digits, a hyphen, three digits, and a check digit or X.

The same serial has different numbers in print and on the web, and one that links them (ISSN-L).
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_FORM = re.compile(r"(\d{4})[-‐‑–]?(\d{3}[\dX])")


def issn_of(text: str) -> str:
    """The number as it is stored, "0378-5955"; typed with or without its hyphen.

    Raises:
        ValueError: it has another form, or its check digit is wrong (weights 8 to 2, modulo 11, X is ten).
    """
    found = _FORM.fullmatch(text.strip().upper().removeprefix("ISSN").strip())
    if found is None:
        raise ValueError(text)
    digits = found[1] + found[2]
    total = sum(int(digit) * weight for digit, weight in zip(digits[:7], range(8, 1, -1), strict=True))
    if "0123456789X".index(digits[7]) != -total % 11:
        raise ValueError(text)
    return f"{found[1]}-{found[2]}"


def check_issn(text: str) -> None:
    """For a form's or model's field.

    Raises:
        ValidationError: with one sentence.
    """
    try:
        issn_of(text)
    except ValueError:
        raise ValidationError(
            _("This is no ISSN: its last character does not fit the others. Compare it with the certificate.")
        ) from None
