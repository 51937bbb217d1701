"""Texts that come outside of a form (in an address, in one field of a button), and texts as lists look for them."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import models
from django.http import QueryDict


def sent(data: QueryDict, name: str, most: int) -> str:
    """What somebody sent under this name: at most so many characters, trimmed, without NUL (PostgreSQL has none)."""
    return data.get(name, "").replace("\x00", "").strip()[:most]


def folded(text: str) -> str:
    """Lower case without diacritics: "Núñez" -> "nunez"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


class FoldedField(models.TextField):
    """Other fields of the row, folded: what a list looks for with `contains=folded(word)`, alike on both databases.

    Args:
        of: names of the text fields; worked out anew whenever the row is saved whole or made in bulk.
    """

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        kwargs |= {"default": "", "editable": False}
        super().__init__(*args, **kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        """Also which fields."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Work it out."""
        text = folded("\n".join(str(getattr(model_instance, name) or "") for name in self.of))
        setattr(model_instance, self.attname, text)
        return text
