"""What two rows of one organization have alike: host of the website, normalised name, city. Never an acronym."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.db import models

from collegium.web.texts import folded

_WORD: Final = re.compile(r"[^\W_]+")
_FILLING: Final = frozenset(
    """
    the of and for at in inc llc llp ltd plc pc pllc corp corporation co company gmbh ag sa de la le les del der die das
    und et y e
    """.split()  # noqa: SIM905
)


def name_key(name: str) -> str:
    """A name without case, accents, punctuation, small words and legal forms, its words in their order."""
    words = _WORD.findall(folded(name).replace("&", " "))
    return " ".join([word for word in words if word not in _FILLING] or words)[:200]


def city_key(city: str) -> str:
    """A city without case, accents and punctuation."""
    return " ".join(_WORD.findall(folded(city)))[:80]


class KeyField(models.CharField):
    """Worked out from another field whenever the row is saved whole or made in bulk.

    Args:
        of: the field it is made from.
        by: how.
    """

    def __init__(self, *args: Any, of: str = "", by: Callable[[str], str] | None = None, **kwargs: Any) -> None:
        kwargs |= {"default": "", "editable": False, "max_length": 253}
        super().__init__(*args, **kwargs)
        self.of, self.by = of, by

    def deconstruct(self) -> Any:
        """Also from what and how."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of, "by": self.by}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Work it out."""
        text = self.by(str(getattr(model_instance, self.of) or "")) if self.by else ""
        setattr(model_instance, self.attname, text)
        return text
