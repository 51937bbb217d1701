"""A fresh sign-in: roles, exports and changes of sign-in ask for it again after five minutes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings as allauth_settings
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def to_page(name: str, next_address: str) -> HttpResponseRedirect:
    """303 to a page that leads back afterwards."""
    response = HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': next_address})}")
    response.status_code = 303
    return response


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session proved who it is within the last five minutes, by whatever way."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    latest = max((record["at"] for record in records), default=0.0)
    return time.time() - latest < allauth_settings.REAUTHENTICATION_TIMEOUT


def with_fresh_sign_in(view: View) -> View:
    """Open the view only within five minutes of a sign-in; else ask for it and come back (ASVS 7.5.1)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return to_page("account_reauthenticate", request.get_full_path())

    guarded.needs_fresh_sign_in = True  # type: ignore[attr-defined]
    return guarded
