"""Health for machines: `/healthz` (alive), `/readyz` (database answers)."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from collegium.audience.doors import open_to


@open_to("everyone")
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@open_to("everyone")
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the database answers; 503 with the word when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")
