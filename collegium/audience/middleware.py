"""Puts the reader on the request, and turns a `Door` into its page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from collegium.audience.doors import Door
from collegium.audience.reader import reader_for
from collegium.web.unsent import page_of_form

Next = Callable[[HttpRequest], HttpResponse]


class ReaderMiddleware:
    """`request.reader`, worked out once a request."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the reader."""
        signed_in = request.user.is_authenticated  # Django loads the account now
        person = getattr(request, "_cached_user", request.user) if signed_in else None
        if person is not None:
            request.user = person  # type: ignore[assignment]  # no more asked whether it is loaded
        request.reader = reader_for(person)  # type: ignore[attr-defined,arg-type]
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
            return door_page(request, str(exception))
        return None


def door_page(request: HttpRequest, sentence: str) -> HttpResponse:
    """The page of every closed thing; the sentence says why and names no title."""
    return render(request, "audience/door.html", {"next": page_of_form(request), "sentence": sentence}, status=403)
