"""Notes that somebody is here."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from collegium.brief import visits

Next = Callable[[HttpRequest], HttpResponse]


class VisitMiddleware:
    """After the reader is known: the visit goes on, or a new one begins, before the page is made."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the visit of whoever is signed in; pictures, files and an open stream are no visit."""
        reader = request.reader  # type: ignore[attr-defined]
        if reader.person_id is not None and not request.path.startswith(("/files/", "/live/")):
            visits.note(reader.person_id)
        return self.get_response(request)
