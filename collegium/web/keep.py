"""Parts of pages rendered once and shared: `{% call keep(key) %}…{% endcall %}` in a template.

The key must hold everything that decides the part: whoever's, whichever language, zone and day. What is kept never
holds anybody's form token nor the key that makes a form count once: they are taken out on the way in, and the
reader's own are put in on the way out.

A kept part is bytes ready to be sent. Within a request the template only gets a mark for it, and `PutTogether` lays the
parts into the page at its end: a long thread is neither copied through the templates nor encoded again.
"""

from __future__ import annotations

import re
import secrets
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from collegium.web import versions
from collegium.web.form_token import token_of

MOST = 16 * 1024 * 1024  # bytes of all parts together
DAY, SIX_DAYS = 86400, 6 * 86400  # seconds
_OWN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*(?=")|(?<=name="token" value=")[0-9a-f]{32}(?=")')
_MARK = f"\ue0f0{secrets.token_hex(8)}:"  # nobody outside of this process can write it into a page
_END = "\ue0f1"
_MARK_BYTES, _END_BYTES = _MARK.encode(), _END.encode()
Next = Callable[[HttpRequest], HttpResponse]


class Part:
    """HTML as bytes, with gaps for what is the reader's own: the token of a form, and what makes a form count once."""

    __slots__ = ("has_forms", "pieces", "size")

    def __init__(self, html: str) -> None:
        self.pieces: list[list[bytes]] = [[]]  # between pieces a token, between lists what counts once
        at = 0
        for own in _OWN.finditer(html):
            self.pieces[-1].append(html[at : own.start()].encode())
            if html.endswith('name="token" value="', 0, own.start()):
                self.pieces.append([])
            at = own.end()
        self.pieces[-1].append(html[at:].encode())
        self.has_forms = any(len(pieces) > 1 for pieces in self.pieces)
        self.size = len(html)

    def written(self, request: HttpRequest) -> bytes:
        """For this reader."""
        token = token_of(request).encode() if self.has_forms else b""
        first, *more = [token.join(pieces) for pieces in self.pieces]
        return first + b"".join([uuid.uuid4().hex.encode() + piece for piece in more])


class Parts:
    """The least recently used parts make room."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._parts: OrderedDict[Hashable, Part] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Part | None:
        """The part, or None."""
        with self._lock:
            part = self._parts.get(key)
            if part is not None:
                self._parts.move_to_end(key)
            return part

    def put(self, key: Hashable, part: Part) -> None:
        """Keep it."""
        with self._lock:
            before = self._parts.pop(key, None)
            self._size += part.size - (before.size if before else 0)
            self._parts[key] = part
            while self._size > self.most:
                self._size -= self._parts.popitem(last=False)[1].size

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
    request = context["request"]
    spoken = getattr(request, "spoken", None)  # a page has one language and one zone
    whole = (*key, *(spoken or (translation.get_language(), timezone.get_current_timezone_name())))
    part = None if settings.DEBUG else parts.get(whole)
    if part is None:
        part = Part(_whole(request, caller))
        parts.put(whole, part)
    laid: list[Part] | None = getattr(request, "_laid", None)
    if laid is None:
        return Markup(part.written(request).decode())  # noqa: S704
    laid.append(part)
    return Markup(f"{_MARK}{len(laid) - 1}{_END}")  # noqa: S704


def _whole(request: HttpRequest, caller: Callable[[], str]) -> str:
    """What `caller` renders, with the parts in it, not their marks."""
    laid = getattr(request, "_laid", None)
    request._laid = None  # type: ignore[attr-defined]
    try:
        return str(caller())
    finally:
        request._laid = laid  # type: ignore[attr-defined]


class PutTogether:
    """Middleware that puts the kept parts into the page; it stands inside the one that sets the token's cookie."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Every page made within this call has marks, and none of them leaves it."""
        laid: list[Part] = []
        request._laid = laid  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            request._laid = None  # type: ignore[attr-defined]
        if laid and not response.streaming:
            response.content = b"".join(_put_together(response.content, laid, request))
        return response


def _put_together(page: bytes, laid: list[Part], request: HttpRequest) -> Iterator[bytes]:
    first, *rest = page.split(_MARK_BYTES)
    yield first
    for piece in rest:
        number, _end, more = piece.partition(_END_BYTES)
        yield laid[int(number)].written(request)
        yield more


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
