"""Pages for what went wrong: one sentence on what happened and what to do, never a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what never existed and what may not be admitted; visitors find the sign-in form on it."""
    return render(request, "web/not_found.html", {"next": request.get_full_path()}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database is needed to print it."""
    return render(request, "web/server_error.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long or cookies are off."""
    return render(request, "web/csrf_failure.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return render(request, "web/server_error.html", status=400)
