"""Health for machines: `/healthz` (alive), `/readyz` (database, disk, and what upper apps add: jobs)."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from collegium.audience.doors import open_to
from collegium.audience.reader import VISITOR

LEAST_FREE = 200 * 1024 * 1024  # bytes left on the disk of the data folder
_checks: dict[str, Callable[[], bool]] = {}


def readiness_needs(name: str, is_well: Callable[[], bool]) -> None:
    """Called by an app when it starts: what else must be well, and the word that `/readyz` prints when it is not."""
    _checks[name] = is_well


def has_room() -> bool:
    """Whether the disk of the data folder has room for what people write."""
    try:
        return shutil.disk_usage(settings.HOME).free >= LEAST_FREE
    except OSError:
        return False


def _faults() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        faults = [name for name, is_well in _checks.items() if not is_well()]
    except DatabaseError:
        connection.close()
        faults = ["database"]
    return faults if has_room() else [*faults, "disk"]


def _plain(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


@open_to("everyone")
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive."""
    return _plain("ok")


@open_to("everyone")
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether pages can be served and jobs run; 503 with the words of what is not well."""
    faults = _faults()
    return _plain(" ".join(faults), 503) if faults else _plain("ready")


class HealthFirst:
    """Answers for machines before session, reader and language are asked for: those need the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.views = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer these two for whoever asks; the rest goes on."""
        view = self.views.get(request.path_info)
        if view is None:
            return self.get_response(request)
        request.reader = VISITOR  # type: ignore[attr-defined]
        return view(request)
