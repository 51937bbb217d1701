"""Pages for what went wrong: one sentence on what happened and what to do, never a trace."""

from __future__ import annotations

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from collegium.web.limits import too_many
from collegium.web.unsent import page_of_form

WAIT = 30  # seconds until it is worth trying again


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what never existed and what may not be admitted; visitors find the sign-in form on it."""
    return render(request, "web/not_found.html", {"next": page_of_form(request)}, status=404)


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
