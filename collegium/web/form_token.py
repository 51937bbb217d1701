"""The CSRF token of a page's forms, made cheaply enough for hot pages.

Django hides the secret of a browser behind a new mask on every page, so that nothing can be learned from how well pages
compress (BREACH). Django draws the mask character by character, which takes a twentieth of the time of a hot page; this
draws it in one piece. What is made is Django's own token and checked by Django's middleware (its tests compare both).
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, get_token

_COUNT = len(CSRF_ALLOWED_CHARS)
_FAIR = 256 - 256 % _COUNT  # bytes below it fall on every character equally often
_PLACES = {character: place for place, character in enumerate(CSRF_ALLOWED_CHARS)}
_TWICE = CSRF_ALLOWED_CHARS * 2


def token_of(request: HttpRequest) -> str:
    """The token of this request, masked once. The cookie is not sent again to a browser that has it."""
    token: str | None = getattr(request, "_form_token", None)
    if token is None:
        secret = request.META.get("CSRF_COOKIE", "")
        is_sent = secret and request.COOKIES.get(settings.CSRF_COOKIE_NAME) == secret
        token = masked(secret) if is_sent else get_token(request)
        request._form_token = token  # type: ignore[attr-defined]
    return token


def masked(secret: str) -> str:
    """The secret behind a new mask: the mask, and the sum of both.

    Args:
        secret: of characters that Django allows in it.
    """
    drawn: list[int] = []
    while len(drawn) < len(secret):
        drawn += [byte % _COUNT for byte in secrets.token_bytes(2 * len(secret)) if byte < _FAIR]
    mask = drawn[: len(secret)]
    hidden = [_TWICE[_PLACES[character] + shift] for character, shift in zip(secret, mask, strict=True)]
    return "".join([CSRF_ALLOWED_CHARS[shift] for shift in mask] + hidden)
