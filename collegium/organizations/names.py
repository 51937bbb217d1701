"""Other names of an organization: what else it is called, was called, is called in another language, and its acronyms.

They lie on the organization's own row as `{"value", "kind", "lang"}`, so that no page pays a query for them. All of
them are searched; an acronym is never a reason to think that two organizations are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypedDict

from django.utils.translation import gettext_lazy as _

from collegium.web.lines import one_line

ALIAS, ACRONYM, FORMER, LABEL = "alias", "acronym", "former", "label"
KINDS: Final = [
    (ALIAS, _("Other names")),
    (ACRONYM, _("Acronyms")),
    (FORMER, _("Former names")),
    (LABEL, _("In other languages")),
]
MOST, LONGEST = 60, 200  # names of one organization, characters of one
_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[A-Za-z]{2,8})?)\s*:\s+(.+)")


class OtherName(TypedDict):
    """A name; `lang` is a language code (BCP 47) or ""."""

    value: str
    kind: str
    lang: str


def name_of(value: str, kind: str = ALIAS, lang: str = "") -> OtherName:
    """A name as it is stored."""
    return OtherName(value=one_line(value)[:LONGEST], kind=kind, lang=lang[:12])


def parse(text: str, kind: str) -> list[OtherName]:
    """Names of one kind from a field with one a line; "es: Hospital del Lago" says its language."""
    found = []
    for line in text.splitlines():
        match = _LANGUAGE.fullmatch(line.strip())
        lang, value = match.groups() if match else ("", line)
        if one_line(value):
            found.append(name_of(value, kind, lang))
    return found


def lines(names: Iterable[OtherName], kind: str) -> str:
    """Names of one kind as such a field shows them."""
    chosen = (name for name in names if name["kind"] == kind)
    return "\n".join(f"{one['lang']}: {one['value']}" if one["lang"] else one["value"] for one in chosen)


def once(names: Iterable[OtherName], but: str = "") -> list[OtherName]:
    """Each name once, without the main one, at most sixty."""
    seen: dict[tuple[str, str], OtherName] = {}
    for name in names:
        if name["value"] and (name["value"] != but or name["lang"]):
            seen.setdefault((name["value"].casefold(), name["lang"]), name)
    return list(seen.values())[:MOST]
