"""What other sites and their servers ask (OpenID Connect), and what a person lets them know."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.core.internal import jwkkit
from allauth.idp.oidc.internal.oauthlib.utils import extract_headers
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from collegium.accounts.fresh import to_page
from collegium.audience.doors import open_to
from collegium.discussion.views import see_other
from collegium.idp import asking, describing, notes
from collegium.idp.actions import take_back
from collegium.idp.adapter import IdpAdapter
from collegium.idp.models import Consent, Line
from collegium.idp.server import Server
from collegium.web.limits import limited, seconds_to_wait

What = Line.What
View = Callable[..., HttpResponse]


@open_to("everyone")
@require_safe
def openid_configuration(request: HttpRequest) -> HttpResponse:
    """`/.well-known/openid-configuration`: what a site has to know of this one."""
    return _public(describing.configuration())


@open_to("everyone")
@require_safe
def signing_keys(request: HttpRequest) -> HttpResponse:
    """`/oidc/keys/`: the public halves of the keys that sign."""
    adapter = IdpAdapter()
    found = [jwkkit.load_jwk_from_pem(key.pem)[0] for key in adapter.list_private_keys(is_active=True)]
    answer = _public({"keys": [_published(key) for key in found]})
    answer["Cache-Control"] = f"public, max-age={adapter.get_jwks_cache_control()}, must-revalidate"
    return answer


def _published(key: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in key.items() if name in ("kty", "n", "e", "kid")}
    return kept | {"use": "sig", "alg": "RS256"}


def _public(said: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(said)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


# ── A person is led here ──


def _answered(view: View) -> View:
    """What is refused becomes a page, or the site is told of it at a registered address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except asking.NotAnswered as refusal:
            answer = render(request, "idp/refused.html", {"why": str(refusal)}, status=400)
        except asking.LedBack as way:
            answer = _lead(request, way.address)
        answer.setdefault("Cache-Control", "no-store")
        return answer

    return guarded


def _lead(request: HttpRequest, address: str) -> HttpResponse:
    """On to a site, by a page: what began with the sign-in's form may not lead to another site (CSP `form-action`).

    Where nobody may be shown anything (`prompt=none`) by a redirect.
    """
    if request.GET.get("prompt") == "none":
        answer = HttpResponse(status=302)
        answer["Location"] = address
        return answer
    return render(request, "idp/onward.html", {"address": address, "host": urlsplit(address).hostname})


@csrf_exempt
@open_to("everyone")
@limited("authorize", methods=("GET", "POST"))
@_answered
def authorize(request: HttpRequest) -> HttpResponse:
    """`/oidc/authorize/`: a site wants to know who somebody is; asked by POST, it is the same by GET."""
    if request.method == "POST":
        return see_other(f"{request.path}?{urlencode(list(_pairs(request)))}")
    wish, reader = asking.read(request), request.reader
    if reader.is_visitor:
        return _sign_in_first(request, wish)
    if asking.must_prove(request, wish):
        if "none" in wish.prompts:
            raise wish.refused("login_required")
        return to_page("account_reauthenticate", asking.asked_address(request, without=("prompt", "max_age")))
    if asking.must_ask(wish, reader.person):
        if "none" in wish.prompts:
            raise wish.refused("consent_required")
        address = f"{reverse('idp:give_consent')}?{wish.uri.partition('?')[2]}"
        return render(request, "idp/consent.html", {"wish": wish, "address": address})
    return _lead(request, asking.pass_on(request, wish, reader.person))


def _pairs(request: HttpRequest) -> Any:
    return ((name, value) for name in asking.PARAMETERS for value in request.POST.getlist(name))


def _sign_in_first(request: HttpRequest, wish: asking.Wish) -> HttpResponse:
    if "none" in wish.prompts:
        raise wish.refused("login_required")
    if request.user.is_authenticated:  # suspended, unconfirmed: the sign-in would only lead back here
        notes.note(wish.site, What.BARRED, request.user)
        raise asking.NotAnswered(
            _("Your account can’t be used to sign in to other sites at present. Write to the society about it.")
        )
    return to_page("account_login", asking.asked_address(request, without=("prompt", "max_age")))


@open_to("registered")
@require_POST
@limited("authorize")
@_answered
def give_consent(request: HttpRequest) -> HttpResponse:
    """`/oidc/consent/`: the answer of the person; what the site asked is looked at anew."""
    wish, person = asking.read(request), request.reader.person
    if request.POST.get("answer") != "agree":
        notes.note(wish.site, What.DECLINED, person)
        raise wish.refused("access_denied")
    if asking.must_prove(request, wish):
        return see_other(asking.asked_address(request))
    return _lead(request, asking.pass_on(request, wish, person))


@open_to("registered")
def end_consent(request: HttpRequest, consent_id: int) -> HttpResponse:
    """`/settings/security/sites/<id>/end/`: the site learns nothing more."""
    rows = Consent.objects.running().of(request.reader.person_id).select_related("person")
    consent = get_object_or_404(rows, pk=consent_id)
    if request.method == "POST":
        take_back(request, consent)
        messages.success(request, _("%(name)s learns nothing more of you.") % {"name": consent.site.name})
        return see_other(reverse("security") + "#sites")
    return render(request, "idp/end_consent.html", {"consent": consent})


# ── A site's server asks ──


def _of_a_server(view: View) -> View:
    """Counted, never kept, and refused with JSON."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wait = seconds_to_wait(request, "site")
        answer = _too_many(wait) if wait else view(request, *args, **kwargs)
        if answer.status_code in (400, 401) and (wait := seconds_to_wait(request, "site_refused")):
            answer = _too_many(wait)
        answer["Cache-Control"], answer["Pragma"] = "no-store", "no-cache"
        return answer

    return guarded


def _asked(request: HttpRequest) -> tuple[str, str, str, dict[str, str]]:
    """What oauthlib looks at: the form and the headers. What stands behind a ? is nothing that a server may say."""
    return request.path, str(request.method), str(urlencode(request.POST.dict())), extract_headers(request)


def _too_many(wait: int) -> HttpResponse:
    answer = JsonResponse({"error": "temporarily_unavailable", "error_description": "Too many requests."}, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def _told(headers: dict[str, str], body: Any, status: int) -> HttpResponse:
    answer = HttpResponse(body or "", status=status, content_type="application/json")
    for name, value in headers.items():
        answer[name] = value
    return answer


@csrf_exempt
@open_to("everyone")
@require_POST
@_of_a_server
@transaction.atomic
def exchange_code(request: HttpRequest) -> HttpResponse:
    """`/oidc/token/`: a code becomes an ID token and an access token, once."""
    server = Server()
    try:
        headers, body, status = server.create_token_response(*_asked(request))
    except OAuth2Error as fault:
        headers, body, status = {}, fault.json, fault.status_code
    asked = server.validator
    if asked.site is not None and status == 200:
        notes.note(asked.site, What.SIGNED_IN, asked.person, sent=describing.names_in(json.loads(body)["id_token"]))
    elif asked.site is not None:
        notes.note(asked.site, asked.why or What.WRONG_VERIFIER, asked.person, told=asked.told)
    return _told(headers, body, status)


@csrf_exempt
@open_to("everyone")
@_of_a_server
def userinfo(request: HttpRequest) -> HttpResponse:
    """`/oidc/userinfo/`: how things stand now, for whoever shows an access token that still counts."""
    server = Server()
    try:
        headers, body, status = server.create_userinfo_response(*_asked(request))
    except OAuth2Error as fault:
        if server.validator.site is not None:
            notes.note(server.validator.site, What.WRONG_TOKEN)
        return _told({"WWW-Authenticate": 'Bearer error="invalid_token"'}, fault.json, 401)
    asked = server.validator
    assert asked.site is not None
    notes.note(asked.site, What.DETAILS, asked.person, sent=" ".join(json.loads(body)))
    return _told(headers, body, status)


@csrf_exempt
@open_to("everyone")
@require_POST
@_of_a_server
def revoke_token(request: HttpRequest) -> HttpResponse:
    """`/oidc/revoke/`: a site gives an access token back (RFC 7009)."""
    server = Server()
    answer = _told(*server.create_revocation_response(*_asked(request)))
    if server.validator.site is not None and server.validator.why:
        notes.note(server.validator.site, server.validator.why)
    return answer
