"""A site leads somebody here: what it asks, whether it may, and whether the person has to be asked something first."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from oauthlib.common import add_params_to_uri
from oauthlib.oauth2.rfc6749 import errors

from collegium.accounts.models import User
from collegium.idp import notes
from collegium.idp.actions import agree, passed
from collegium.idp.models import Consent, Line, Scope, Site
from collegium.idp.server import Server
from collegium.web.numbers import number_of

What = Line.What
PARAMETERS = (
    "client_id", "response_type", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
    "prompt", "max_age", "id_token_hint", "response_mode", "request", "request_uri",
)  # fmt: skip
LONGEST = 4000  # characters of a request
REASONS = {
    errors.MissingCodeChallengeError: What.NO_PKCE, errors.UnsupportedCodeChallengeMethodError: What.NO_PKCE,
    errors.MissingResponseTypeError: What.WRONG_KIND, errors.UnsupportedResponseTypeError: What.WRONG_KIND,
    errors.UnauthorizedClientError: What.WRONG_KIND, errors.MissingRedirectURIError: What.WRONG_ADDRESS,
}  # fmt: skip


class NotAnswered(Exception):
    """Nobody is led anywhere: the message is a sentence for whoever sits before the browser."""


class LedBack(Exception):
    """The site itself is told: `address` is a registered one, with the error in it."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class Wish:
    """What a site asks, once it is known that it may."""

    server: Server
    site: Site
    uri: str
    address: str
    state: str
    scopes: tuple[str, ...]
    prompts: frozenset[str]
    longest_ago: int | None

    @property
    def words(self) -> list[str]:
        """What the site would learn, in words."""
        return [str(Scope(scope).label) for scope in Scope.values if scope in self.scopes]

    def refused(self, error: str) -> LedBack:
        """The way back with an error and nothing else."""
        return LedBack(add_params_to_uri(self.address, _signed({"error": error}, self.state)))


def read(request: HttpRequest) -> Wish:
    """What is asked in the address.

    Raises:
        NotAnswered: the site is unknown or suspended, or the way back is none of its addresses.
        LedBack: the site may not ask this.
    """
    server, uri = Server(), asked_address(request)
    try:
        if len(uri) > LONGEST:
            raise errors.InvalidRequestFatalError(description="The request is too long.")
        scopes, info = server.validate_authorization_request(uri)
    except errors.FatalClientError as fault:
        _note(server, fault)
        raise NotAnswered(_why_nobody_is_led(server)) from None
    except errors.OAuth2Error as fault:
        _note(server, fault)
        raise LedBack(add_params_to_uri(fault.redirect_uri, _signed(dict(fault.twotuples)))) from None
    site = server.validator.site
    assert site is not None
    notes.note(site, What.ASKED, told=" ".join(scopes))
    return Wish(
        server, site, uri, info["redirect_uri"], info["state"] or "", tuple(scopes), frozenset(info["prompt"]),
        number_of(request.GET.get("max_age", "")),
    )  # fmt: skip


def asked_address(request: HttpRequest, *, without: tuple[str, ...] = ()) -> str:
    """The address with the parameters that count, each as often as it came; others are not looked at."""
    pairs = [(name, value) for name in PARAMETERS if name not in without for value in request.GET.getlist(name)]
    return f"{reverse('idp:authorize')}?{urlencode(pairs)}"


def _signed(said: dict[str, str], state: str = "") -> list[tuple[str, str]]:
    """What goes back, with the state and with who says it (RFC 9207)."""
    return list((said | ({"state": state} if state else {}) | {"iss": settings.SITE_URL}).items())


def _note(server: Server, fault: errors.OAuth2Error) -> None:
    asked = server.validator
    if asked.site is not None:
        why = asked.why or next((what for kind, what in REASONS.items() if isinstance(fault, kind)), What.UNREADABLE)
        notes.note(asked.site, why, told=asked.told or fault.description or fault.error or "")


def _why_nobody_is_led(server: Server) -> str:
    site = server.validator.site
    if site is None:
        return _("The site that led you here is not known to this one. Go back, and tell whoever runs it.")
    if site.suspended_at:
        return _("%(name)s can’t sign anybody in at present. Tell the society if you need it.") % {"name": site.name}
    return _(
        "%(name)s wants to be answered at an address that is not registered here, so nobody was led there. Tell whoever"
        " runs it."
    ) % {"name": site.name}


def must_prove(request: HttpRequest, wish: Wish) -> bool:
    """Whether the site wants the person to prove who they are now."""
    if "login" in wish.prompts:
        return True
    return wish.longest_ago is not None and time.time() - proved_at(request) > wish.longest_ago


def proved_at(request: HttpRequest) -> float:
    """When the person proved last who they are."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return max((float(record["at"]) for record in records), default=0.0)


def must_ask(wish: Wish, person: User) -> bool:
    """Whether the person has to be asked whether the site may learn this.

    Not of a site that the society vouches for, unless the person ended it before; else until they agreed to all of it.
    """
    if "consent" in wish.prompts:
        return True
    consent = Consent.objects.filter(site=wish.site, person=person).first()
    if consent is None or consent.ended_at is not None:
        return consent is not None or not wish.site.is_trusted
    return not (wish.site.is_trusted or set(wish.scopes) - {"openid"} <= set(consent.scopes))


def pass_on(request: HttpRequest, wish: Wish, person: User) -> str:
    """The way back, with a code that works once within a minute.

    Raises:
        LedBack: the site's request no longer holds.
    """
    agree(person, wish.site, wish.scopes)
    known = {"user": person, "auth_time": proved_at(request)}
    headers, _body, _status = wish.server.create_authorization_response(
        wish.uri, scopes=list(wish.scopes), credentials=known
    )
    passed(request, wish.site, person)
    return str(add_params_to_uri(headers["Location"], _signed({})))
