"""Where a person's square portrait is. Asked twenty times on a page, so answered from a map in memory.

The map carries the token of `PortraitVersion`. Each request compares the token once (one small query); a change in
another process is therefore seen by the next request. Outside of requests (jobs, commands) every call compares.
"""

from __future__ import annotations

import threading

from collegium.people.models import PortraitVersion, Profile

WIDTH = 96  # pixels of the square beside a name
_request = threading.local()
_map: tuple[str | None, dict[int, int]] = (None, {})


def begin_request(**_signal: object) -> None:
    """The next look compares the token (connected to Django's `request_started`)."""
    _request.fresh = False
    _request.running = True


def end_request(**_signal: object) -> None:
    """Outside of requests nothing is taken for fresh (connected to Django's `request_finished`)."""
    _request.fresh = _request.running = False


def square_portrait(person_id: int) -> str:
    """The address of the square portrait of a person, "" when there is none."""
    file_id = _present().get(person_id)
    return f"/files/{file_id}/{WIDTH}/" if file_id else ""


def _present() -> dict[int, int]:
    global _map
    if getattr(_request, "fresh", False):
        return _map[1]
    token = PortraitVersion.present()
    if token != _map[0]:
        rows = Profile.objects.exclude(square_id=None).values_list("person_id", "square_id")
        _map = (token, {person: square for person, square in rows if square})
    _request.fresh = getattr(_request, "running", False)
    return _map[1]
