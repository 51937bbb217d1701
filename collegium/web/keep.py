"""Parts of pages rendered once and shared: `{% call keep(key) %}…{% endcall %}` in a template.

The key must hold everything that decides the part: whoever's, whichever language, zone and day. What is kept never
holds anybody's form token nor the sign that makes a form count once: they are taken out on the way in, and the
reader's own are put in on the way out.
"""

from __future__ import annotations

import re
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from collegium.web import versions

MOST = 12 * 1024 * 1024  # characters of all parts together, two bytes each
DAY, SIX_DAYS = 86400, 6 * 86400  # seconds
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*"')
_ONCE = re.compile(r'(name="token" value=")[0-9a-f]{32}"')  # what makes a form count once
_MARK, _FRESH = "\ue0f0token\ue0f1", "\ue0f0fresh\ue0f1"  # private use: no page can hold them


class Parts:
    """The least recently used parts make room."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._parts: OrderedDict[Hashable, str] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> str | None:
        """The part, or None."""
        with self._lock:
            part = self._parts.get(key)
            if part is not None:
                self._parts.move_to_end(key)
            return part

    def put(self, key: Hashable, part: str) -> None:
        """Keep it."""
        with self._lock:
            self._size += len(part) - len(self._parts.pop(key, ""))
            self._parts[key] = part
            while self._size > self.most:
                self._size -= len(self._parts.popitem(last=False)[1])

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._parts.clear()
            self._size = 0


parts = Parts()
versions.also_forget(parts.clear)


@pass_context
def keep(context: Context, *key: Hashable, unless: object = False, caller: Callable[[], str]) -> Markup:
    """The part of a page for this key, language and zone, rendered by `caller` when it is not kept.

    Args:
        unless: when true the part is rendered, whatever is kept.
    """
    if unless:
        return Markup(caller())  # noqa: S704 (safe: a template made it)
    whole = (*key, translation.get_language(), timezone.get_current_timezone_name())
    part = None if settings.DEBUG else parts.get(whole)
    if part is None:
        part = _ONCE.sub(rf'\g<1>{_FRESH}"', _TOKEN.sub(rf'\g<1>{_MARK}"', str(caller())))
        parts.put(whole, part)
    if _MARK in part:
        part = part.replace(_MARK, token_of(context["request"]))
    if _FRESH in part:
        part = part.replace(_FRESH, uuid.uuid4().hex)
    return Markup(part)  # noqa: S704 (safe: a template made it)


def token_of(request: HttpRequest) -> str:
    """The form token of this request, masked once. The cookie is not sent again to a browser that has it."""
    token: str | None = getattr(request, "_form_token", None)
    if token is None:
        token = request._form_token = get_token(request)  # type: ignore[attr-defined]
        if request.COOKIES.get(settings.CSRF_COOKIE_NAME) == request.META["CSRF_COOKIE"]:
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
    return token


def age(moment: datetime | None) -> Hashable:
    """What decides how a moment is printed now, beside language and zone: it changes when the words do."""
    return None if moment is None else ages((moment,))


def ages(moments: Iterable[datetime | None]) -> Hashable:
    """The same for several: today, how many are younger than six days, and how young those of the last day are."""
    now = timezone.now()
    young = [gone for moment in moments if moment and (gone := (now - moment).total_seconds()) < SIX_DAYS]
    if not young:
        return timezone.localdate()
    fresh = [int(gone // 60) if 0 <= gone < 3600 else -int(gone // 3600) for gone in young if gone < DAY]
    return (timezone.localdate(), len(young), *fresh)
