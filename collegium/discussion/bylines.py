"""Bylines: who wrote something, frozen when it was written.

Upper and lower apps add facts (office, affiliation, disclosure) through `byline_tells`; the person's standing at that
moment comes from the reader. Source of the rule: docs/glossary.md "byline"; it never changes afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.audience.reader import Reader, reader_for

EMPTY: dict[str, Any] = {
    "name": "", "credentials": "", "handle": "", "standing": "", "office": "", "affiliation": "", "disclosure": "",
}  # fmt: skip
Fact = Callable[[User], dict[str, Any]]
_facts: list[Fact] = []


def byline_tells(fact: Fact) -> None:
    """Add a function that contributes keys of `EMPTY`: `office`, `affiliation`, `disclosure`."""
    if fact not in _facts:
        _facts.append(fact)


def byline_of(person: User, reader: Reader | None = None) -> dict[str, Any]:
    """The byline of a person now.

    Returns:
        name, credentials, handle, standing (guest, member, lapsed, staff), and what others contribute.
    """
    reader = reader or reader_for(person)
    line: dict[str, Any] = EMPTY | {
        "name": person.name,
        "credentials": person.credentials,
        "handle": person.handle,
        "standing": reader.standing,
    }
    for fact in _facts:
        line |= {key: value for key, value in fact(person).items() if value}
    return line


def everyone(byline: dict[str, Any]) -> list[dict[str, Any]]:
    """A line for each author: co-authors stand in `others` of the first one's, each with `pk` of their account."""
    first = {key: value for key, value in byline.items() if key != "others"}
    return [first, *byline.get("others", ())]


def full_name(byline: dict[str, Any]) -> str:
    """Names with credentials as printed: "Nora Ellingsen-Park, MD"; several with semicolons and a last "and"."""
    *before, last = [_name(line) for line in everyone(byline)]
    return _("%(names)s and %(last)s") % {"names": "; ".join(before), "last": last} if before else last


def _name(line: dict[str, Any]) -> str:
    name, credentials = line.get("name", ""), line.get("credentials", "")
    return f"{name}, {credentials}" if credentials else str(name)
