"""Over real HTTP: a foreign client of its own make; and Collegium signing in with Collegium."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from allauth.socialaccount.models import SocialAccount

from collegium.accounts.actions import suspend
from collegium.idp.actions import register_site
from collegium.idp.models import Consent
from collegium.idp.tests import foreign as out
from collegium.idp.tests.foreign import BACK
from collegium.idp.tests.served import served
from collegium.signon.models import Provider
from collegium.signon.tests.providers import address_in
from collegium.web.secrets import hidden
from tests.cast import PASSWORD


class Browser(requests.Session):
    """Follows what stays on the site, sends forms with their hidden fields, stops where it is led away."""

    def form(self, page: Any, action: str, **fields: str) -> Any:
        text = page.text
        found = next(
            one
            for one in re.findall(r"<form\b.*?</form>", text, re.DOTALL)
            if f'action="{action}' in html.unescape(one)
        )
        address = html.unescape(re.search(r'action="([^"]+)"', found)[1])
        inputs = re.findall(r"<input[^>]*>", found)
        hidden_fields = {
            html.unescape(re.search(r'name="([^"]+)"', one)[1]): html.unescape(
                (re.search(r'value="([^"]*)"', one) or ["", ""])[1]
            )
            for one in inputs
            if 'type="hidden"' in one
        }
        base = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        return self.post(base + address, data=hidden_fields | fields, headers={"Referer": page.url, "Origin": base})

    def signed_in(self, page: Any, who: str) -> Any:
        return self.form(page, "/accounts/login/", login=who, password=PASSWORD)


def led_to(page: Any) -> str:
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert found, (page.status_code, page.url, page.text[-2000:])
    return html.unescape(found[1])


def foreign_client(issuer: str, client_id: str, secret: str) -> dict[str, Any]:
    """What any library does: discovery, code with PKCE, the token, keys by their id, details, giving back."""
    about = requests.get(f"{issuer}/.well-known/openid-configuration").json()
    assert about["issuer"] == issuer
    state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "client_id": client_id, "response_type": "code", "redirect_uri": BACK, "scope": "openid profile email membership",
        "state": state, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    with Browser() as browser:
        page = browser.get(about["authorization_endpoint"], params=asked)
        assert urlsplit(page.url).path == "/accounts/login/"
        page = browser.signed_in(page, "mia")
        assert urlsplit(page.url).path == "/oidc/authorize/", page.url
        back = urlsplit(led_to(browser.form(page, "/oidc/consent/", answer="agree")))
    said = {name: value for name, [value] in parse_qs(back.query).items()}
    assert (said["state"], said["iss"]) == (state, issuer)
    sent = {"grant_type": "authorization_code", "code": said["code"], "redirect_uri": BACK, "code_verifier": verifier}
    tokens = requests.post(about["token_endpoint"], data=sent, auth=(client_id, secret)).json()
    key = jwt.PyJWKClient(about["jwks_uri"]).get_signing_key_from_jwt(tokens["id_token"])
    claims = jwt.decode(tokens["id_token"], key.key, algorithms=["RS256"], audience=client_id, issuer=issuer)
    assert claims["nonce"] == nonce
    digest = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    details = requests.get(about["userinfo_endpoint"], headers=bearer).json()
    assert details["sub"] == claims["sub"]
    given = requests.post(
        about["revocation_endpoint"], data={"token": tokens["access_token"]}, auth=(client_id, secret)
    )
    assert given.status_code == 200
    assert requests.get(about["userinfo_endpoint"], headers=bearer).status_code == 401
    return details


def test_foreign_client_of_its_own_make_signs_somebody_in(cast, settings):
    wanted = {"name": "Meeting site", "addresses": [BACK], "scopes": ["profile", "email", "membership"]}
    site, secret = register_site(wanted | {"is_trusted": False}, None)
    with served(settings) as address:
        details = foreign_client(address, site.client_id, secret)
    assert (details["name"], details["email"]) == ("Mia Lindholm", "mia@example.org")
    assert details["collegium_standing"] == "member"
    assert details["sub"] == Consent.objects.get(person=cast.mia).subject


def test_collegium_signs_in_with_collegium(cast, settings):
    """Out and in are the two halves of one standard: each is the other's foreign side."""
    with served(settings) as address:
        wanted = {
            "name": "Itself",
            "addresses": [f"{address}/accounts/with/itself/back/"],
            "scopes": ["profile", "email"],
        }
        site, secret = register_site(wanted | {"is_trusted": True}, None)
        Provider.objects.create(
            kind="openid_connect", slug="itself", name="Itself", is_on=True, issuer=address, client_id=site.client_id,
            secret=hidden(secret),
        )  # fmt: skip
        there, here = cast.client("mia"), cast.client("vera")

        def there_and_back() -> Any:
            back = urlsplit(
                out.led_to(there.get(address_in(here.post("/accounts/with/itself/")).removeprefix(address)))
            )
            return here.get(f"{back.path}?{back.query}", follow=True)

        page = there_and_back()
        assert page.redirect_chain[-1][0] == "/accounts/who/", page.content.decode()[-3000:]
        assert "Itself knows you as Mia Lindholm" in html.unescape(page.content.decode())
        SocialAccount.objects.create(provider="itself", uid=Consent.objects.get().subject, user=cast.mia)
        assert there_and_back().redirect_chain[-1][0] == "/"
        assert here.session["_auth_user_id"] == str(cast.mia.pk)
        suspend(cast.mia, cast.ada, "Because.")
        assert there.get(
            site_asks := address_in(cast.client("vera").post("/accounts/with/itself/")).removeprefix(address)
        )
        assert "code=" not in there.get(site_asks).content.decode()
