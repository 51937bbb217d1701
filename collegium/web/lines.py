"""Texts of one line that people write: titles, names, captions. No sign in them steers a screen or turns words around.

A field of a model holds it on every way in (form, import, roster, desk); the form's field also counts what is left.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.db import models

KEPT = {"\u200c", "\u200d", "\u200e", "\u200f", "\u061c"}  # joiners and marks that writing needs
TAGS = range(0xE0020, 0xE0080)  # flags of regions are written with them


def one_line(text: str) -> str:
    """The text without control characters, turned directions and breaks; "" when nothing in it can be seen."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    signs = []
    for sign in text:
        category = unicodedata.category(sign)
        if category in ("Cc", "Zl", "Zp", "Zs"):
            signs.append(" ")
        elif sign in KEPT or ord(sign) in TAGS or not (category in ("Cf", "Cs") or ord(sign) & 0xFFFE == 0xFFFE):
            signs.append(sign)
    line = " ".join("".join(signs).split())
    return line if any(unicodedata.category(sign)[0] in "LNPS" for sign in line) else ""


class LineInput(forms.CharField):
    """One line in a form; its shortest length is counted in what is left."""

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
