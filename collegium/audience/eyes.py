"""Through others' eyes: the very page that a visitor, a guest or a member gets, for whoever has as much themselves.

`@seen_by_others` on a view makes `?as=visitor` answer as it answers a visitor, with a line above that says so. Nobody
is behind these eyes, so nothing is marked as read; no form of the page can be sent and no script of it runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from collegium.audience.doors import Door
from collegium.audience.middleware import door_page
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import VISITOR, Reader
from collegium.web.errors import page_not_found
from collegium.web.middleware import POLICY

_SCRIPT = re.compile(rb'<script(?=[^>]* src=)(?![^>]*"/static/web/behaviours/theme\.js)[^>]*></script>')
NOBODY = 0  # no person has this number, and no row is without a person because of it
EYES: dict[str, Reader] = {
    "visitor": VISITOR,
    "guest": Reader(person_id=NOBODY, standing="guest", audiences=frozenset({PUBLIC, GUESTS})),
    "member": Reader(person_id=NOBODY, standing="member", audiences=frozenset({PUBLIC, GUESTS, MEMBERS})),
}


@dataclass(frozen=True, slots=True)
class SeenAs:
    """What the line above the page says: whose eyes, which others may be chosen, where one's own view is."""

    eyes: str
    choices: tuple[str, ...]
    address: str


def seen_by_others(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the page of this view be seen as others get it, the door or the page of nothing if they get no more."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own: Reader = request.reader  # type: ignore[attr-defined]
        name = request.GET.get("as", "")
        choices = choices_of(own)
        if name not in choices:
            return view(request, *args, **kwargs)
        request.seen_as = SeenAs(name, choices, request.path)  # type: ignore[attr-defined]
        request.reader = replace(EYES[name], language=own.language, time_zone=own.time_zone)  # type: ignore[attr-defined]
        try:
            return _answer(view, request, *args, **kwargs)
        finally:
            request.reader = own  # type: ignore[attr-defined]

    return seen


def choices_of(reader: Reader) -> tuple[str, ...]:
    """Whose eyes this reader may choose: nobody sees more than they have themselves."""
    return tuple(name for name, eyes in EYES.items() if not reader.is_visitor and eyes.audiences <= reader.audiences)


def _answer(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except Door as door:
        return door_page(request, str(door))
    except Http404:
        return page_not_found(request)


class NothingSent:
    """Middleware around the finished page: what is seen through others' eyes has no form that can be sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Shut the forms, and let the browser run nothing but the choice of light and dark."""
        response = self.get_response(request)
        if getattr(request, "seen_as", None) and not response.streaming:
            response.content = _SCRIPT.sub(b"", response.content).replace(b"<form ", b"<form inert ")
            policy = POLICY.replace("form-action 'self'", "form-action 'none'")
            response["Content-Security-Policy"] = (
                f"{policy}; script-src {settings.SITE_URL}/static/web/behaviours/theme.js"
            )
        return response
