"""Mentions: "@handle" and what the composer sends become the name of somebody who may read it; the rest stays text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from django.db.models import Q, QuerySet

from collegium.accounts.models import User

_PART = re.compile(r'(<span class="mention" data-person="\d+">[^<]*</span>|<[^>]+>)')
_SPAN = re.compile(r'<span class="mention" data-person="(\d+)">([^<]*)</span>')
_TYPED = re.compile(r"(?<![\w/.@-])@([A-Za-z0-9][A-Za-z0-9_-]{1,79})")
_CLOSED = ("a", "code", "pre", "blockquote")
MOST = 40  # people named in one contribution; further ones stay text


def linked(body: str, who: Callable[[], QuerySet[User]]) -> str:
    """Safe HTML with its mentions checked.

    Args:
        body: allow-listed HTML.
        who: gives those who may read it; asked when somebody is named. A name that is not among them is not linked, so
            nothing is told about them.
    """
    ids = {int(pk) for pk, _text in _SPAN.findall(body)}
    handles = {handle.lower() for handle in _TYPED.findall(_SPAN.sub("", body))}
    if not ids and not handles:
        return body
    found = list(who().filter(Q(pk__in=ids) | Q(handle__in=handles)).distinct()[:MOST])
    by_id, by_handle = {person.pk: person for person in found}, {person.handle: person for person in found}
    parts, inside = [], 0
    for part in _PART.split(body):
        if match := _SPAN.fullmatch(part):
            person = by_id.get(int(match[1]))
            parts.append(_mention(person) if person else match[2])
        elif part.startswith("<"):
            inside += _step(part)
            parts.append(part)
        else:
            parts.append(part if inside else _TYPED.sub(lambda typed: _named(typed, by_handle), part))
    return "".join(parts)


def _named(typed: re.Match[str], people: dict[str, User]) -> str:
    person = people.get(typed[1].lower())
    return _mention(person) if person else typed[0]


def _mention(person: User) -> str:
    return f'<span class="mention" data-person="{person.pk}">@{html.escape(person.name)}</span>'


def _step(tag: str) -> int:
    """+1 where a part begins in which nothing is linked, -1 where it ends."""
    name = re.match(r"</?([a-z0-9]+)", tag)
    if name is None or name[1] not in _CLOSED:
        return 0
    return -1 if tag.startswith("</") else 1
