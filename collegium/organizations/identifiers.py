"""Identifiers of organizations: ROR, CMS certification number (CCN), NPI of type 2; each checked before it is stored.

ROR ID: 0, six characters of Crockford's base 32, and 98 - (n * 100 mod 97) in two digits, n being the value of the
first seven (ISO/IEC 7064; ror.org). NPI: ten digits, the first 1 or 2, the last by Luhn over "80840" and the first
nine (CMS).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
_ROR_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?ror\.org/", re.IGNORECASE)
_CCN = re.compile(r"[0-9A-Z]{6}")
_NPI = re.compile(r"[12][0-9]{9}")
_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32
_LUHN: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
CARD_ISSUER: Final = 24  # what "80840" adds to the sum


class Wrong(ValueError):
    """An identifier that is none; the message is one sentence that says what to do."""


def ror(text: str) -> str:
    """A ROR ID in its short form, lower case, from that or its address; "" from nothing.

    Raises:
        Wrong: it is none, or its two check digits do not fit.
    """
    value = _ROR_ADDRESS.sub("", text.strip()).strip("/").lower()
    if value and (not _ROR.fullmatch(value) or value[7:] != ror_check(value[:7])):
        raise Wrong(_("This is no ROR ID. Copy it from the organization’s page on ror.org, such as 03yrm5c26."))
    return value


def ror_check(seven: str) -> str:
    """The two check digits of the first seven characters."""
    number = 0
    for sign in seven:
        number = number * 32 + _DIGITS.index(sign)
    return f"{98 - number * 100 % 97:02}"


def ccn(text: str) -> str:
    """A CMS certification number: six digits and capital letters, three digits at least; "" from nothing.

    Raises:
        Wrong: it is none.
    """
    value = re.sub(r"[\s.-]", "", text).upper()
    if value and (not _CCN.fullmatch(value) or sum(sign.isdigit() for sign in value) < 3):
        raise Wrong(_("A CMS certification number has six characters, such as 520138. Correct it, or leave it out."))
    return value


def npi(text: str) -> str:
    """A national provider identifier (for an organization: type 2), ten digits; "" from nothing.

    Raises:
        Wrong: it is none, or its check digit does not fit.
    """
    value = re.sub(r"[-.]", "", text.strip())
    if value and (not _NPI.fullmatch(value) or value[9] != npi_check(value[:9])):
        raise Wrong(_("This is no NPI: ten digits whose last one fits the others. Correct it, or leave it out."))
    return value


def npi_check(nine: str) -> str:
    """The check digit of the first nine: Luhn, every second digit from the right doubled."""
    doubled = sum(_LUHN[int(digit)] for digit in nine[::-2])
    plain = sum(int(digit) for digit in nine[-2::-2])
    return str(-(CARD_ISSUER + doubled + plain) % 10)


def _must_be(check: Callable[[str], str], text: str) -> None:
    try:
        value = check(text)
    except Wrong as wrong:
        raise ValidationError(str(wrong)) from None
    if value != text:
        raise ValidationError(_("Write it as %(value)s."), params={"value": value})


def valid_ror(text: str) -> None:
    """A validator: the short form of a ROR ID."""
    _must_be(ror, text)


def valid_ccn(text: str) -> None:
    """A validator: a CMS certification number."""
    _must_be(ccn, text)


def valid_npi(text: str) -> None:
    """A validator: an NPI."""
    _must_be(npi, text)
