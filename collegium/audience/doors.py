"""Doors: what a view asks of whoever comes in, declared on the view; and how one readable thing is fetched.

`Door` is the answer "its existence may be admitted": status 403 with one generic page, never the title. Hidden and
absent are the same 404.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from collegium.audience.models import Audience, Readable, ReadableQuerySet
from collegium.audience.reader import Reader
from collegium.audience.shared import shared

View = Callable[..., HttpResponse]
R = TypeVar("R", bound=Readable)


class Door(Exception):
    """The reader may know that this exists, but not enter: visitors may sign in, others are told for whom it is.

    A sentence given with it says why; it names no title.
    """


DOORS: dict[str, Callable[[Reader], bool]] = {
    "everyone": lambda reader: True,
    "registered": lambda reader: not reader.is_visitor,
    "members": lambda reader: reader.is_member,
    "staff": lambda reader: reader.has_desk,
    "editors": lambda reader: reader.is_editor,
    "moderators": lambda reader: reader.is_moderator,
    "administrators": lambda reader: reader.is_administrator,
}
HIDDEN_DOORS = ("staff", "editors", "moderators", "administrators")


def open_to(door: str) -> Callable[[View], View]:
    """Declare who may come in. Every view of the site carries this (held by a structural test).

    Args:
        door: a key of `DOORS`. Doors for roles are hidden (404) from those who are signed in without the role.
    """
    admits = DOORS[door]

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            reader: Reader = request.reader  # type: ignore[attr-defined]
            if admits(reader):
                return view(request, *args, **kwargs)
            if door in HIDDEN_DOORS and not reader.is_visitor:
                raise Http404
            raise Door

        guarded.door = door  # type: ignore[attr-defined]
        return guarded

    return decorate


def get_readable(queryset: ReadableQuerySet[R], reader: Reader, **lookup: Any) -> R:
    """Fetch one thing and authorize it in the same step.

    Args:
        queryset: rows of a `Readable`; `select_related` as needed. Lookups follow in `lookup`.
        reader: whoever asks.

    Returns:
        The row, which this reader has in full. Moderators also get what was hidden, authors what waits.

    Raises:
        Door: it is there, for people this reader may become one of.
        Http404: it is not there, or its existence may not be admitted (secret groups, drafts, removed).
    """
    return admitted(queryset.select_related("readers").filter(**lookup).first(), reader)


def admitted(thing: R | None, reader: Reader) -> R:
    """The same for a row that was fetched already, together with its `readers`."""
    if thing is None or thing.removed_at or not thing.published_at or not _is_due(thing):
        raise Http404
    if thing.hidden_at and not reader.is_moderator:
        raise Http404
    own = reader.person_id is not None and getattr(thing, "author_id", None) == reader.person_id
    if thing.held_at and not (own or reader.is_moderator):
        raise Http404
    if reader.audiences & thing.reader_ids():
        return thing
    if thing.readers.kind == Audience.Kind.SECRET:
        raise Http404
    raise Door


def opened(key: Hashable, fetch: Callable[[Reader], R | None], reader: Reader) -> R:
    """The same for a row that is shared while nothing changes; a refusal always comes from a row fetched now.

    Args:
        key: says which row.
        fetch: gets it, with its `readers`; what it returns is not changed by anybody.
    """
    try:
        return admitted(shared(reader, key, fetch), reader)
    except (Door, Http404):
        return admitted(fetch(reader), reader)


def _is_due(thing: Readable) -> bool:
    return thing.published_at is not None and thing.published_at <= timezone.now()
