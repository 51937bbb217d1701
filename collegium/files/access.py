"""Who gets the bytes of a file: whoever its parent says. Upper apps say how their kind of parent is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from collegium.audience.reader import VISITOR, Reader
from collegium.files.models import File

Verdict = Literal["full", "door", "hidden"]
Reading = Callable[[Reader, int], Verdict]
Noting = Callable[[Reader, File], None]
_BEST: tuple[Verdict, ...] = ("full", "door", "hidden")
_readings: dict[str, list[Reading]] = {}
_notings: dict[str, Noting] = {}


def parent_is_read_by(kind: str, reading: Reading) -> None:
    """Called from `AppConfig.ready` by the app that owns a kind of parent.

    Args:
        kind: what stands in `File.parent_kind`, such as "piece", "reply", "hero", "profile".
        reading: says for a reader and the parent's id "full" (bytes), "door" (403) or "hidden" (404). When an app adds
            a second one for the same kind (a draft's helpers), the better answer holds.
    """
    readings = _readings.setdefault(kind, [])
    if reading not in readings:
        readings.append(reading)


def views_are_noted(kind: str, noting: Noting) -> None:
    """Called from `AppConfig.ready` by the app whose files leave a line whenever somebody opens them.

    Args:
        kind: as in `parent_is_read_by`. Such files are never kept by a browser, so that each look asks again.
        noting: writes the line, or not, for its reader (whose own it is, leaves none).
    """
    _notings[kind] = noting


def is_noted(file: File) -> bool:
    """Whether opening it leaves a line."""
    return file.parent_kind in _notings


def note_view(file: File, reader: Reader) -> None:
    """Leave the line, where there is one to leave."""
    if is_noted(file):
        _notings[file.parent_kind](reader, file)


def verdict(file: File, reader: Reader) -> Verdict:
    """What this reader gets of the file (docs/access.md, "attachment")."""
    if not file.parent_kind:
        own = reader.person_id is not None and reader.person_id == file.owner_id
        return "full" if own else "hidden"
    parent_id = file.parent_id or 0
    given = {reading(reader, parent_id) for reading in _readings.get(file.parent_kind, [])}
    return next((one for one in _BEST if one in given), "hidden")


def is_public(file: File) -> bool:
    """Whether a visitor gets it: only then may a shared cache keep it."""
    return verdict(file, VISITOR) == "full"
