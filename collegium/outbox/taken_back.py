"""What was taken back as identifying a patient, noted beside the database, so that a restore takes it back again.

A line of the file names the thing and when it was written, never a word of it. A backup holds what was taken back
before it; this list holds the rest, and so lies outside of it (docs/operating/backup.md).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model

from collegium.web import news
from collegium.web.news import Event

NAME = "taken-back.jsonl"
_acts: dict[str, Callable[[Noted], bool]] = {}


class Unreadable(Exception):
    """The list is not there or is not one; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class WordsErased(Event):
    """What identified a patient was erased. `words` is what it said: who listens erases what quotes them."""

    moves_directories: ClassVar[bool] = False
    kind: str
    target_id: int
    words: str = field(repr=False)


class Noted(NamedTuple):
    """A line of the list: a kind of thing, its number, and when it was written.

    Of words that stand beside others in a row, `parts` names which, and `written` is when they were taken back.
    """

    kind: str
    pk: int
    written: str
    parts: Sequence[str] = ()


def repeat_with(kind: str, model: str, act: Callable[[Any], object]) -> None:
    """Called by an app when it starts: rows of this model ("app.Model") are taken back again by this act."""
    _acts[kind] = lambda noted: _again(noted, model, act)


def repeat_parts_with(kind: str, act: Callable[[Noted], bool]) -> None:
    """The same for parts of a row: the act says whether there was anything to take back."""
    _acts[kind] = act


def note(kind: str, row: Model, words: str) -> None:
    """Remember that this row was taken back, once the running transaction is committed, and tell what it said."""
    news.tell(WordsErased(kind, row.pk, words))
    noted = Noted(kind, row.pk, row.created_at.isoformat())  # type: ignore[attr-defined]
    transaction.on_commit(lambda: _append([noted]))


def note_parts(kind: str, pk: int, at: datetime, parts: Sequence[str]) -> None:
    """The same for these parts of a row, taken back at that moment; what they said is told by whoever erases them."""
    noted = Noted(kind, pk, at.isoformat(), parts)
    transaction.on_commit(lambda: _append([noted]))


def read(source: Path) -> list[Noted]:
    """The lines of a list.

    Raises:
        Unreadable: it is not there, or one of its lines can't be read.
    """
    if not source.is_file():
        raise Unreadable(f"There is no list {source}.")
    noted = []
    for number, line in enumerate(source.read_bytes().splitlines(), 1):
        try:
            one = Noted(**json.loads(line))
            datetime.fromisoformat(one.written)
            _acts[one.kind]
        except (ValueError, KeyError, TypeError):
            raise Unreadable(f"Line {number} of {source} is not of a list of what was taken back.") from None
        noted.append(one)
    return noted


@transaction.atomic
def repeat(noted: list[Noted]) -> int:
    """Take everything on a list back again where it has its words, and note it for the next restore.

    Returns:
        How many things.
    """
    return sum(_acts[one.kind](one) for one in noted)


def _again(one: Noted, model: str, act: Callable[[Any], object]) -> bool:
    written = datetime.fromisoformat(one.written)  # something later may have its number
    row = apps.get_model(model)._default_manager.filter(pk=one.pk, created_at=written, taken_back_at=None).first()
    if row is not None:
        act(row)
    return row is not None


def _line(one: Noted) -> dict[str, Any]:
    return one._asdict() if one.parts else {"kind": one.kind, "pk": one.pk, "written": one.written}


def _append(noted: list[Noted]) -> None:
    descriptor = os.open(settings.HOME / NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write("".join(f"{json.dumps(_line(one))}\n" for one in noted))
        file.flush()
        os.fsync(file.fileno())
