"""Sessions end when nobody used them for long, and 30 days after they began (ASVS 7.3.1, 7.3.2).

A session holds when it began and when it was last used, noted twelve times within the limit at most. Who has a role has
the shorter limit.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from collegium.audience.reader import VISITOR, Reader

Next = Callable[[HttpRequest], HttpResponse]
KEY = "used"
NOTES = 12  # within the limit


def limit(reader: Reader) -> int:
    """After how many seconds without a request the session of this reader ends."""
    return 3600 * (settings.CONFIG.idle_hours_staff if reader.roles else settings.CONFIG.idle_hours)


class IdleLimit:
    """Stands behind what knows the reader. A page leads to the sign-in, which says why and leads back."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session, or note that it is used."""
        reader: Reader = request.reader  # type: ignore[attr-defined]
        if reader.person_id is None:
            return self.get_response(request)
        now, most = time.time(), limit(reader)
        began, used = request.session.get(KEY) or (now, None)
        is_use = not request.path.startswith("/live/")  # a page that stands open is not somebody who reads
        if is_use and (used is None or now - used > most / NOTES):
            request.session[KEY] = (began, now)
        if used is not None and (now - used > most or now - began > settings.SESSION_COOKIE_AGE):
            logout(request)
            request.reader = VISITOR  # type: ignore[attr-defined]
            if _is_page(request):
                return _to_sign_in(request)
        return self.get_response(request)


def _is_page(request: HttpRequest) -> bool:
    """Whether somebody opens a page; what was sent is answered by the door, which gives the words back."""
    return request.method == "GET" and "text/html" in request.headers.get("Accept", "text/html")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    query = urlencode({"ended": "1", "next": request.get_full_path()})
    response = HttpResponseRedirect(f"{settings.LOGIN_URL}?{query}")
    response.status_code = 303
    response["Cache-Control"] = "private, no-store"
    return response
