"""What happens around every request: headers, the one host name, language and time zone."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone, translation

from collegium.web import errors, languages, versions
from collegium.web.models import Society

Next = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
METHODS = ("GET", "HEAD", "POST")
OF_SCIM = ("PUT", "PATCH", "DELETE")
NUMBER = re.compile(r"(?:127\.0\.0\.1|\[::1\])((?::[0-9]{1,5})?)")  # this machine's, with a port or without


def security_headers() -> list[tuple[str, str]]:
    """What stands in every answer, the server's own too."""
    headers = [
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
    if settings.SECURE_HSTS_SECONDS:
        headers.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}"))
    return headers


class SecurityHeaders:
    """Sent with every answer, errors and static files too (OWASP ASVS 3.4.1-3.4.6)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that are not set yet."""
        versions.begin_request(request.path_info, reading=request.method in ("GET", "HEAD"))
        try:
            response = self.get_response(request)
        finally:
            versions.end_request()
        for name, value in security_headers():
            response.setdefault(name, value)
        return response


class UsualMethods:
    """Pages are read and forms are sent; TRACE and all other methods are refused (OWASP ASVS 13.4.4)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 405 with the methods there are."""
        methods = METHODS + OF_SCIM if request.path_info.startswith("/scim/v2/") else METHODS
        return self.get_response(request) if request.method in methods else HttpResponseNotAllowed(methods)


class CanonicalHost:
    """127.0.0.1 answers too, and sends pages to localhost: passkeys need a name."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect a page asked for by number; health checks answer where they are asked."""
        number = NUMBER.fullmatch(request.META.get("HTTP_HOST", ""))
        if number and request.method == "GET" and request.path not in ("/healthz", "/readyz"):
            return HttpResponseRedirect(f"{request.scheme}://localhost{number[1]}{request.get_full_path()}")
        return self.get_response(request)


class LanguageAndZone:
    """The reader's own choice, else a visitor's (`languages.py`); the zone likewise."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate both for this request only."""
        reader = request.reader  # type: ignore[attr-defined]
        language = reader.language or languages.of_request(request)
        zone = reader.time_zone or Society.current().time_zone
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        request.spoken = (language, zone)  # type: ignore[attr-defined]
        with translation.override(language), timezone.override(zoneinfo.ZoneInfo(zone)):
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        if reader.person_id is not None:
            response.setdefault("Cache-Control", "private, no-store")
        else:
            languages.remember(request, response)
        return response


class FormsOnly:
    """An address that only takes a form (after a refused form it stands in the browser) shows a page when opened."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put a page that leads back in place of an empty 405."""
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = errors.form_only(request)
        page["Allow"] = response["Allow"]
        return page
