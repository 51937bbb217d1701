"""One-line texts that people write (titles, names, captions), without invisible characters.

None of their characters can control a screen or reverse the direction of the words around them.

A field of a model holds it on every way in (form, import, roster, desk); the form's field also counts the length after
cleaning.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.db import models

KEPT = {"\u200c", "\u200d", "\u200e", "\u200f", "\u061c"}  # joiners and marks that writing needs
TAGS = range(0xE0020, 0xE0080)  # flags of regions are written with them


def one_line(text: str) -> str:
    """The text without control characters, overrides of direction and line breaks; "" when nothing visible is left."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    kept = []
    for char in text:
        category = unicodedata.category(char)
        if category in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(" ")
        elif char in KEPT or ord(char) in TAGS or not (category in ("Cf", "Cs") or ord(char) & 0xFFFE == 0xFFFE):
            kept.append(char)
    line = " ".join("".join(kept).split())
    return line if any(unicodedata.category(char)[0] in "LNPS" for char in line) else ""


class LineInput(forms.CharField):
    """One line in a form; `min_length` counts what is left after cleaning."""

    def to_python(self, value: Any) -> Any:
        """The line."""
        text = super().to_python(value)
        return one_line(text) if isinstance(text, str) else text


class Line(models.CharField):
    """One line in a row. Migrations know it as Django's field: the column is the same."""

    def get_prep_value(self, value: Any) -> Any:
        """What is stored, and what is looked for."""
        prepared = super().get_prep_value(value)
        return one_line(prepared) if isinstance(prepared, str) else prepared

    def formfield(self, **kwargs: Any) -> Any:
        """The form's field for it."""
        return super().formfield(**({"form_class": LineInput} | kwargs))

    def deconstruct(self) -> Any:
        """As Django's own."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
