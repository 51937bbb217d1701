"""Two languages made by program that nobody speaks: they show what a translator will meet.

`en-xa` is 40 % longer than English, accented and in brackets: text without brackets was never translated, and a
cut bracket is a cut sentence. `ar-xb` reads from right to left. Neither is offered to people.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from babel.messages.catalog import Catalog

_KEPT = re.compile(r"(%\(\w+\)[a-z]|%%|%[sd]|</?[^>]+>|\{\w*\}|&\w+;)")
_ACCENTS = str.maketrans("aceinosuyACEINOSUY", "àçéîñøšûýÀÇÉÎÑØŠÛÝ")
_ARABIC = str.maketrans(dict(zip("abcdefghijklmnopqrstuvwxyz", "ابسدعفغحجكلمنوقرستثخذزضصطي", strict=False)))
_FILLER = " one two three four five six seven eight nine ten"


def longer(text: str) -> str:
    """The English words with accents, in brackets, 40 % longer."""
    extra = (_FILLER * (1 + len(text) // 60))[: round(len(text) * 0.4)]
    return f"[{_outside_placeholders(text, lambda part: part.translate(_ACCENTS))}{extra.translate(_ACCENTS)}]"


def right_to_left(text: str) -> str:
    """The words in Arabic letters, in brackets; no Arab could read them."""
    return f"[{_outside_placeholders(text, lambda part: part.lower().translate(_ARABIC))}]"


def _outside_placeholders(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if _KEPT.fullmatch(part) else change(part) for part in _KEPT.split(text))


LANGUAGES = {"en-xa": longer, "ar-xb": right_to_left}


def folder_name(language: str) -> str:
    """The folder of a language below a locale path, as Django spells it: `en_XA`."""
    base, region = language.split("-")
    return f"{base}_{region.upper()}"


def translated(template: Catalog, change: Callable[[str], str]) -> Catalog:
    """Every string of the template, changed; one plural form of two as in English."""
    catalog = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for message in template:
        if message.id:
            forms = tuple(map(change, message.id)) if isinstance(message.id, tuple) else change(str(message.id))
            catalog.add(message.id, forms, context=message.context)
    return catalog
