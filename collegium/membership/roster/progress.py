"""How far a run is, told while its one transaction is still open: a number in a small file of the data folder.

Neither the database nor its cache can say it: what a transaction writes is seen by nobody before its end. Where
machines share no data folder the page says only that the run is at work.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.conf import settings


def _file(run_id: int) -> Path:
    return Path(settings.HOME) / f"roster-{run_id}.progress"


def tell(run_id: int, done: int, whole: int) -> None:
    """Say that `done` of `whole` are through."""
    with suppress(OSError):
        new = _file(run_id).with_suffix(".new")
        new.write_text(f"{done} {whole}")
        new.replace(_file(run_id))


def read(run_id: int) -> tuple[int, int] | None:
    """(done, whole) as it was last told, or None."""
    try:
        done, _space, whole = _file(run_id).read_text().partition(" ")
        return int(done), int(whole)
    except (OSError, ValueError):
        return None


def forget(run_id: int) -> None:
    """The run is through."""
    with suppress(OSError):
        _file(run_id).unlink(missing_ok=True)
