"""Which language a page, or a mail to somebody, is in, and whose days and hours it tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from collegium.web.models import Society

PARAMETER = "language"
LONGEST = 500  # characters of what a browser asks for that are read


class Speaker(Protocol):
    """Somebody with a language and a time zone of their own, or none."""

    language: str
    time_zone: str


def supported(code: str) -> str:
    """The language of ours that serves for `code` ("es" for "es-mx"), or nothing."""
    try:
        return str(translation.get_supported_language_variant(code))
    except LookupError:
        return ""


def asked_for(request: HttpRequest) -> str:
    """The language that a visitor has just chosen with `?language=`, or nothing."""
    code = request.GET.get(PARAMETER, "") if PARAMETER in request.META.get("QUERY_STRING", "") else ""
    return code if code and code in dict(settings.LANGUAGES) else ""


def of_request(request: HttpRequest) -> str:
    """What the visitor chose now or earlier, else what the browser asks for, else the society's."""
    chosen = asked_for(request) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    own = supported(chosen) if chosen else ""
    return own or _of_browser(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:LONGEST]) or Society.current().language


@lru_cache(maxsize=1024)
def _of_browser(header: str) -> str:
    """The first language of ours that a browser asks for, or nothing."""
    found = (supported(code) for code, _weight in parse_accept_lang_header(header) if code != "*")
    return next((code for code in found if code), "")


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Keep a visitor's choice in the browser for a year."""
    if code := asked_for(request):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Lax", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    if response.get("Content-Type", "").startswith("text/html"):
        patch_vary_headers(response, ("Accept-Language", "Cookie"))


def others(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The other languages as (code, own name, address of this page in it)."""
    query, links = request.GET.copy(), []
    for code, name in settings.LANGUAGES:
        if code != translation.get_language():
            query[PARAMETER] = code
            links.append((code, str(name), f"?{query.urlencode()}"))
    return links


@contextmanager
def spoken_to(person: Speaker | None) -> Iterator[None]:
    """Write to somebody in their own language and zone, else in the society's: not in those of whoever caused it."""
    language = (person.language if person else "") or Society.current().language
    with translation.override(language), timezone.override(zone_of(person)):
        yield


def zone_of(person: Speaker | None) -> ZoneInfo:
    """Somebody's own time zone, else the society's."""
    return ZoneInfo((person.time_zone if person else "") or Society.current().time_zone)
