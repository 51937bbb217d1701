"""Puts the reader on the request, and turns a `Door` into its page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from collegium.audience.doors import Door
from collegium.audience.reader import reader_for

Next = Callable[[HttpRequest], HttpResponse]


class ReaderMiddleware:
    """`request.reader`, worked out at first use and only once."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the reader."""
        request.reader = SimpleLazyObject(lambda: reader_for(request.user))  # type: ignore[attr-defined,arg-type]
        return self.get_response(request)


class DoorMiddleware:
    """403 with one generic page: the same for every closed thing, never its title."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer a `Door` raised by a view."""
        if isinstance(exception, Door):
            return render(
                request, "audience/door.html", {"next": request.get_full_path(), "sentence": str(exception)}, status=403
            )
        return None
