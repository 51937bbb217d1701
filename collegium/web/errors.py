"""Pages for what went wrong: one sentence on what happened and what to do, never a trace."""

from __future__ import annotations

import errno
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404

from collegium.web import addresses
from collegium.web.limits import too_many
from collegium.web.unsent import page_before, page_of_form

WAIT = 30  # seconds until it is worth trying again
NUMBERED = ("pieces", "topics")  # their forms name a piece by its number; one address leads from that to its page


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what never existed and what may not be admitted; visitors find the sign-in form on it."""
    return render(request, "web/not_found.html", {"next": page_of_form(request)}, status=404)


def form_only(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes a form was opened, after signing in for instance; it leads back to the page."""
    before = page_before(request)
    known = not before.startswith("/accounts/") and _can_be_opened(before)
    return render(request, "web/form_only.html", {"before": before if known else page_above(request.path)}, status=405)


def page_above(path: str) -> str:
    """The page that an address for forms belongs to, by the address alone: nothing is looked up, so nothing is told."""
    parts = path.strip("/").split("/")
    if parts[0] in NUMBERED and len(parts) > 1:
        return f"/pieces/{parts[1]}/unread/"
    while parts := parts[:-1]:
        if _can_be_opened(above := f"/{'/'.join(parts)}/"):
            return above
    return "/"


def _can_be_opened(path: str) -> bool:
    """Whether a page stands at this address. What `require_POST` of Django allows stands in what it closes over."""
    try:
        view: Any = addresses.match(path.partition("?")[0]).func
    except Resolver404:
        return False
    while view is not None:
        held = dict(
            zip(getattr(getattr(view, "__code__", None), "co_freevars", ()), view.__closure__ or (), strict=True)
        )
        if "request_method_list" in held:
            return "GET" in held["request_method_list"].cell_contents
        view = getattr(view, "__wrapped__", None)
    return True


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database or the disk is away and waiting helps; no database is needed to print it."""
    error = sys.exc_info()[1]
    passes = isinstance(error, OperationalError | InterfaceError) or getattr(error, "errno", 0) == errno.ENOSPC
    response = render(request, "web/server_error.html", status=503 if passes else 500)
    if passes:
        response["Retry-After"] = str(WAIT)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long or cookies are off."""
    return render(request, "web/csrf_failure.html", {"next": page_of_form(request)}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent could not be read; printed without the database and without translations."""
    return render(request, "web/bad_request.html", status=400)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429 of sign-in, codes and registration, which allauth counts and does not say how long: our own limits' page."""
    return too_many(request)
