"""Bounds for numbers and dates that people send: an absurd one is answered and never reaches the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGITS = 18  # every number of so many digits fits into 64 bits
YEARS = (1900, 2200)


def number_of(text: str) -> int | None:
    """The number a text is, or None when it is none: only the digits 0 to 9, at most 18 of them."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


class Number:
    """`<number:…>` in an address: what no id can be is not found (404) before any view is asked."""

    regex = f"[0-9]{{1,{DIGITS}}}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Its digits."""
        return str(value)


def possible(day: date) -> None:
    """Validate a date or time from a form: only within these years can every time zone be applied to it.

    Raises:
        ValidationError: the year is not between 1900 and 2200.
    """
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValidationError(
            _("Choose a year between %(first)d and %(last)d.") % {"first": YEARS[0], "last": YEARS[1]}
        )


class Several(forms.ModelMultipleChoiceField):
    """Several rows chosen by their ids."""

    def clean(self, value: Any) -> Any:
        """Refuse what can't be an id, as Django refuses ids that are not offered."""
        for sent in value or ():
            if number_of(str(getattr(sent, "pk", sent))) is None:
                raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": str(sent)[:20]})
        return super().clean(value)
