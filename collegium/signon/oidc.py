"""OpenID Connect, ORCID included: out to the provider, and what it says on the way back.

django-allauth keeps the state, makes the PKCE challenge and exchanges the code. What it leaves open is closed here:
the signature of the ID token is always checked, by keys of the provider and methods with two keys; issuer, audience,
time and nonce must fit; what is asked for afterwards is about the same person (OpenID Connect Core 3.1.3.7, 5.3.2).
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from collegium.citations import orcid
from collegium.signon.asking import Session
from collegium.signon.came import Came
from collegium.signon.models import Provider
from collegium.signon.refusing import NotTrusted, unfit
from collegium.web import secrets as kept

KEPT = 600  # seconds that a provider's description and keys are remembered
METHODS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
KINDS = {"R": "RSA", "P": "RSA", "ES": "EC", "Ed": "OKP"}
OF_THE_PROTOCOL = {"iss", "aud", "exp", "iat", "nbf", "nonce", "azp", "at_hash", "c_hash", "jti", "sid", "auth_time"}


class Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's, for one of our providers."""

    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        super().__init__(request, provider.slug)
        self.row = provider

    def get_provider(self) -> Protocol:
        """The provider that builds the first address."""
        return Protocol(self.request, self.row)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says about itself; about itself only (OpenID Connect Discovery 4.3).

        Raises:
            NotTrusted: it could not be asked, or speaks for somebody else.
        """
        address = f"{self.row.issuer.rstrip('/')}/.well-known/openid-configuration"
        found: Any = _asked(address)
        if not isinstance(found, dict) or str(found.get("issuer", "")).rstrip("/") != self.row.issuer.rstrip("/"):
            raise NotTrusted(
                _("%(name)s describes itself under another name than it has here. Tell the society.")
                % {"name": self.row.name}
            )
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_web_address(str(found.get(name, ""))):
                raise NotTrusted(
                    _("%(name)s does not say where to sign in. Tell the society.") % {"name": self.row.name}
                )
        return found

    @property
    def basic_auth(self) -> bool:
        """How the client proves itself; without a word from the provider, as the standard says."""
        methods = self.openid_config.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" in methods or "client_secret_post" not in methods

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where people come back to."""
        return callback_address(self.row)


class Protocol(OpenIDConnectProvider):
    """allauth's, with PKCE always."""

    pkce_enabled_default = True

    def __init__(self, request: HttpRequest, row: Provider) -> None:
        try:
            secret = kept.shown(row.secret)
        except kept.Lost:
            raise NotTrusted(
                _("The client secret of this provider has to be entered again. Tell the society.")
            ) from None
        app = SocialApp(
            provider="openid_connect", provider_id=row.slug, name=row.name, client_id=row.client_id, secret=secret,
            settings={"server_url": row.issuer},
        )  # fmt: skip
        super().__init__(request, app=app)
        self.row = row

    def get_default_scope(self) -> list[str]:
        """What is asked about people; of ORCID nothing but who they are."""
        return ["openid"] if self.row.kind == Provider.Kind.ORCID else ["openid", "profile", "email"]

    def get_oauth2_adapter(self, request: HttpRequest) -> Adapter:
        """Ours."""
        return Adapter(request, self.row)


def is_web_address(address: str) -> bool:
    """Whether a browser or this server may be sent there: https, or where a test stands in for a provider."""
    trusted = tuple(f"http://{place}/" for place in settings.OUTBOUND_TRUSTED)
    return address.startswith(("https://", *trusted))


def callback_address(provider: Provider) -> str:
    """Where people come back to: what the other side has to register."""
    return f"{settings.SITE_URL}{reverse('signon:come_back', args=[provider.slug])}"


def _asked(address: str, *, anew: bool = False) -> Any:
    """JSON of the provider, remembered for ten minutes."""
    key = f"signon:{address}"
    found = None if anew else cache.get(key)
    if found is None:
        answer = Session().get(address)
        answer.raise_for_status()
        found = answer.json()
        cache.set(key, found, KEPT)
    return found


def away(request: HttpRequest, provider: Provider, purpose: str, next_address: str, about: dict[str, Any]) -> str:
    """The provider's address to which the browser goes next; what has to fit on the way back lies in the session.

    Args:
        purpose: "login", "again" (prove anew who you are), "link" or "test".
        about: kept until they come back.

    Raises:
        NotTrusted: the provider could not be asked.
    """
    nonce = secrets.token_urlsafe(24)
    wishes = {"nonce": nonce} | ({"prompt": "login", "max_age": "0"} if purpose == "again" else {})
    answer = Protocol(request, provider).redirect(
        request, purpose, next_address, about, auth_params=wishes, nonce=nonce
    )
    return str(answer["Location"])


def state_of(request: HttpRequest, provider: Provider) -> dict[str, Any]:
    """What was kept of the step that ends here; it is gone now, so that each works once.

    Raises:
        NotTrusted: it was not begun in this browser, or more than ten minutes ago.
    """
    state = statekit.unstash_state(request, provider_id=provider.slug, state_id=request.GET.get("state", ""))
    if state is None:
        raise NotTrusted(
            _(
                "This sign-in was not begun in this browser, was used already, or took more than ten minutes."
                " Begin again."
            )
        )
    return state


def answer(request: HttpRequest, provider: Provider, state: dict[str, Any]) -> Came:
    """Who came back, once everything fits.

    Raises:
        NotTrusted: something does not.
    """
    if request.GET.get("error") or not request.GET.get("code"):
        if request.GET.get("error") == "access_denied":
            raise NotTrusted(_("You stopped the sign-in at %(name)s.") % {"name": provider.name})
        raise NotTrusted(
            _("%(name)s did not sign you in. Try again; if it stays, tell the society.") % {"name": provider.name}
        )
    adapter = Adapter(request, provider)
    if (issuer := request.GET.get("iss")) and issuer.rstrip("/") != provider.issuer.rstrip("/"):  # RFC 9207
        raise unfit(provider)
    app = adapter.get_provider().app
    try:
        client = adapter.get_client(request, app)
        tokens = adapter.get_access_token_data(request, app, client, state.get("pkce_code_verifier"))
    except OAuth2Error:
        raise NotTrusted(
            _("%(name)s did not accept this site. The client ID or secret may be wrong: tell the society.")
            % {"name": provider.name}
        ) from None
    claims = id_claims(adapter, str(tokens.get("id_token") or ""), str(state.get("nonce")))
    context = claims.get("amr")
    said = {name: value for name, value in claims.items() if name not in OF_THE_PROTOCOL}
    said |= _userinfo(adapter, str(tokens["access_token"]), str(claims["sub"]))
    if provider.kind == Provider.Kind.ORCID and orcid.read(str(claims["sub"])) != orcid.Orcid(claims["sub"]):
        raise unfit(provider)
    proved_at = claims.get("auth_time")
    return Came(
        provider, claims["sub"], said, tuple(map(str, context)) if isinstance(context, list) else (),
        float(proved_at) if isinstance(proved_at, int | float) else 0.0,
    )  # fmt: skip


def _userinfo(adapter: Adapter, token: str, subject: str) -> dict[str, Any]:
    address = str(adapter.openid_config.get("userinfo_endpoint") or "")
    if not address or adapter.row.kind == Provider.Kind.ORCID:
        return {}
    response = Session().get(address, headers={"Authorization": f"Bearer {token}"})
    response.raise_for_status()
    found = response.json()
    if not isinstance(found, dict) or found.get("sub") != subject:
        raise unfit(adapter.row)
    return found


def id_claims(adapter: Adapter, token: str, nonce: str) -> dict[str, Any]:
    """The claims of an ID token that fits (OpenID Connect Core 3.1.3.7).

    Raises:
        NotTrusted: signature, issuer, audience, time or nonce do not.
    """
    import jwt

    row = adapter.row
    try:
        header = jwt.get_unverified_header(token)
        method = str(header.get("alg"))
        if method not in METHODS:
            raise unfit(row)
        key = jwt.PyJWK(_key(adapter, header.get("kid"), method), algorithm=method)
        claims = jwt.decode(
            token, key.key, algorithms=[method], audience=row.client_id, leeway=60,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )  # fmt: skip
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        raise unfit(row) from None
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    fits = (
        str(claims["iss"]).rstrip("/") == row.issuer.rstrip("/") and claims.get("nonce") == nonce
        and claims["sub"] and (claims.get("azp") == row.client_id if several or "azp" in claims else True)
    )  # fmt: skip
    if not fits:
        raise unfit(row)
    return dict(claims)


def _key(adapter: Adapter, kid: object, method: str) -> dict[str, Any]:
    """The provider's key that this token names; asked for anew once when it is not among the remembered ones."""
    address = str(adapter.openid_config["jwks_uri"])
    kind = KINDS.get(method[:2]) or KINDS[method[:1]]
    for anew in (False, True):
        found = _asked(address, anew=anew)
        keys = [
            key for key in (found.get("keys") if isinstance(found, dict) else None) or []
            if isinstance(key, dict) and key.get("kty") == kind and key.get("use") in (None, "sig")
            and (kid is None or key.get("kid") == kid)
        ]  # fmt: skip
        if len(keys) == 1:
            return dict(keys[0])
    raise unfit(adapter.row)
