"""Another site that signs people in with Collegium: knows nothing but the standard, and checks what it is told."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from django.test import Client

from collegium.idp.actions import register_site
from collegium.idp.models import Scope, Site

BACK = "https://meeting.example.org/signed-in"


class ForeignSite:
    """It keeps its state, nonce and verifier as a library of a site would. `server` asks without any cookie."""

    def __init__(self, site: Site, secret: str) -> None:
        self.site, self.client_id, self.secret = site, site.client_id, secret
        self.server = Client(HTTP_HOST="localhost")
        self.about = self.server.get("/.well-known/openid-configuration").json()
        self.begin()

    def begin(self) -> None:
        """Fresh values for one sign-in."""
        self.state, self.nonce, self.verifier = (
            secrets.token_urlsafe(16),
            secrets.token_urlsafe(16),
            secrets.token_urlsafe(48),
        )

    @property
    def challenge(self) -> str:
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")

    def asks(self, scope: str = "openid profile email", **changed: Any) -> str:
        """The address to which the browser is led; None leaves a parameter out."""
        said: dict[str, Any] = {
            "client_id": self.client_id, "response_type": "code", "redirect_uri": BACK, "scope": scope,
            "state": self.state, "nonce": self.nonce, "code_challenge": self.challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        kept = {name: value for name, value in (said | changed).items() if value is not None}
        return f"{urlsplit(self.about['authorization_endpoint']).path}?{urlencode(kept, doseq=True)}"

    def code_of(self, address: str) -> str:
        """The code that came back, with the right state and issuer."""
        back = came_back(address)
        assert address.startswith(f"{BACK}?"), address
        assert (back["state"], back["iss"]) == (self.state, self.about["issuer"]), back
        return back["code"]

    def swaps(self, code: str, /, *, way: str = "basic", **changed: Any) -> Any:
        """What its server is answered for a code."""
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": self.verifier}
        headers = {}
        if way == "basic":
            headers["HTTP_AUTHORIZATION"] = basic(self.client_id, self.secret)
        else:
            sent |= {"client_id": self.client_id, "client_secret": self.secret}
        sent = {name: value for name, value in (sent | changed).items() if value is not None}
        return self.server.post(urlsplit(self.about["token_endpoint"]).path, sent, **headers)

    def reads(self, id_token: str) -> dict[str, Any]:
        """The claims, after all checks of OpenID Connect Core 3.1.3.7."""
        keys = self.server.get(urlsplit(self.about["jwks_uri"]).path).json()["keys"]
        kid = jwt.get_unverified_header(id_token)["kid"]
        [key] = [one for one in keys if one["kid"] == kid]
        claims = jwt.decode(
            id_token, jwt.PyJWK(key).key, algorithms=["RS256"], audience=self.client_id, issuer=self.about["issuer"],
            options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce", "auth_time"]},
        )  # fmt: skip
        assert claims["nonce"] == self.nonce
        return claims

    def details(self, token: str) -> Any:
        """What it is answered when it asks for details."""
        return self.server.get(urlsplit(self.about["userinfo_endpoint"]).path, HTTP_AUTHORIZATION=f"Bearer {token}")

    def signs_in(self, browser: Client, scope: str = "openid profile email") -> dict[str, Any]:
        """The whole way, with a consent where one is asked for: the token response."""
        self.begin()
        answer = self.swaps(self.code_of(led_to(agreed(browser, self.asks(scope)))))
        assert answer.status_code == 200, answer.content
        return answer.json()


def make_site(
    name: str = "Meeting site", scopes: tuple[str, ...] = tuple(Scope.values), *, trusted: bool = False
) -> ForeignSite:
    """A registered site."""
    site, secret = register_site(
        {"name": name, "addresses": [BACK], "scopes": list(scopes), "is_trusted": trusted}, None
    )
    return ForeignSite(site, secret)


def basic(name: str, secret: str) -> str:
    return f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"


def came_back(address: str) -> dict[str, str]:
    """What stands in an address that a browser was led back to."""
    return {name: value for name, [value] in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def led_to(answer: Any) -> str:
    """Where a page leads on to by itself."""
    if answer.status_code == 302:
        return str(answer["Location"])
    assert answer.status_code == 200, answer.content.decode()[:2000]
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.content.decode())
    assert found, re.sub(r"\s+", " ", answer.content.decode())[-3000:]
    return html.unescape(found[1])


def agreed(browser: Client, address: str) -> Any:
    """The answer to being led here; to the consent, if it is asked for."""
    answer = browser.get(address)
    found = re.search(r'action="(/oidc/consent/[^"]+)"', answer.content.decode())
    return browser.post(html.unescape(found[1]), {"answer": "agree"}) if found else answer


def payload(id_token: str) -> dict[str, Any]:
    """The claims, not checked."""
    body = id_token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
