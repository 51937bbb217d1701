"""What happens to somebody whom a provider vouches for: signed in, linked, asked who they are here, or only shown."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from collegium.accounts import activity
from collegium.accounts.models import Activity, User
from collegium.audience.reader import Reader
from collegium.signon import linking
from collegium.signon.came import Came
from collegium.signon.models import Provider
from collegium.signon.refusing import NotTrusted

JUST_NOW = 300  # seconds
HERE = "/settings/security/#elsewhere"


def see_other(address: str) -> HttpResponse:
    """303."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def refused(request: HttpRequest, provider: Provider, refusal: Exception) -> HttpResponse:
    """One sentence, and the other ways in; a line for who watches over sign-ins."""
    activity.note(request, Activity.What.REFUSED, request.reader.person, Activity.Way.PROVIDER)  # type: ignore[attr-defined]
    return render(request, "signon/refused.html", {"provider": provider, "why": str(refusal)}, status=403)


def arrive(request: HttpRequest, came: Came, state: dict[str, Any]) -> HttpResponse:
    """Do what this step was begun for.

    Raises:
        NotTrusted, Refused: it can't be done; nothing was.
    """
    reader: Reader = request.reader  # type: ignore[attr-defined]
    about: dict[str, Any] = state.get("data") or {}
    if state.get("process") == "login":
        return _sign_in(request, came, state.get("next") or "/")
    if reader.person_id is None or reader.person_id != about.get("person"):
        raise NotTrusted(_("You are not the person who began this. Sign in, then begin again."))
    if state.get("process") == "test" and reader.is_administrator:
        return render(request, "signon/test_result.html", _tested(came))
    if not came.provider.is_on:
        raise NotTrusted(_("%(name)s signs nobody in at present.") % {"name": came.provider.name})
    if state.get("process") == "again":
        return _prove(request, came, state.get("next") or "/")
    linking.link(request, reader.person, came.provider, came.uid)  # type: ignore[arg-type]
    messages.success(request, _("%(name)s is linked to your account.") % {"name": came.provider.name})
    return see_other(HERE)


def _prove(request: HttpRequest, came: Came, onward: str) -> HttpResponse:
    """The sign-in counts as fresh again, if the provider asked just now and it is the same person."""
    found, reader = linking.find(came), request.reader  # type: ignore[attr-defined]
    if found.by != "link" or found.person is None or found.person.pk != reader.person_id:
        raise NotTrusted(_("This is not the sign-in that is linked to your account. Use that one."))
    if time.time() - came.proved_at > JUST_NOW:
        raise NotTrusted(
            _("%(name)s did not ask you again who you are. Sign out here, then sign in with it again.")
            % {"name": came.provider.name}
        )
    record_authentication(request, found.person, "socialaccount", **_about(came))
    return see_other(onward)


def _sign_in(request: HttpRequest, came: Came, onward: str) -> HttpResponse:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if not came.provider.is_on:
        raise NotTrusted(_("%(name)s signs nobody in at present.") % {"name": came.provider.name})
    found = linking.find(came)
    if reader.person_id is not None:
        raise NotTrusted(_("You are signed in here already. Sign out first to come in as somebody else."))
    if not found.signs_in or found.person is None:
        linking.keep(request.session, came, found, onward)
        return see_other(reverse("signon:who_are_you"))
    if found.by == "number":
        linking.link(request, found.person, came.provider, came.uid)
    return enter(request, found.person, came, onward)


def enter(request: HttpRequest, person: User, came: Came, onward: str) -> HttpResponse:
    """Sign in; suspension and the second step are asked as on every other way in (`accounts/adapter.py`)."""
    record_authentication(request, person, "socialaccount", **_about(came))
    login = Login(user=person, redirect_url=onward, email_verification=EmailVerificationMethod.NONE)
    return perform_login(request, login)


def _about(came: Came) -> dict[str, Any]:
    return {"provider": came.provider.slug, "uid": came.uid, "factor": True if came.has_factor else None}


def _tested(came: Came) -> dict[str, Any]:
    """What the test says: what came, what is missing, what would happen; nothing is stored."""
    found = linking.find(came)
    provider = came.provider
    is_missing = [
        (bool(came.name), _("a name")),
        (bool(came.email), _("a mail address")),
        (not came.email or came.is_email_verified, _("that the mail address was proven (email_verified)")),
        (
            not provider.member_claim or bool(came.member_id),
            _("the member number, which should be in “%(claim)s”") % {"claim": provider.member_claim},
        ),
    ]
    is_missing = [] if provider.kind == Provider.Kind.ORCID else is_missing
    return {
        "provider": provider, "came": came, "found": found, "lines": came.lines(),
        "missing": [word for is_there, word in is_missing if not is_there],
        "back": reverse("desk:edit_provider", args=[provider.pk]),
    }  # fmt: skip
