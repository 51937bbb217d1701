"""Two foreign OpenID Connect providers of different make, on this machine, with real requests, keys and signatures.

Northfield: client_secret_post, RS256, key ids, userinfo with many claims. Harbor: client_secret_basic only, ES256, one key
without an id, a subject for each client (pairwise), no userinfo, nothing said about the address being proven.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.core.cache import cache
from django.test import Client

from collegium.signon.models import Provider
from collegium.web.secrets import hidden

SECRET = "a secret that both sides know"
MIA = {
    "sub": "n-4711", "name": "Mia Lindholm", "email": "mia@example.org", "email_verified": True, "member_id": "",
    "eduperson_affiliation": ["staff", "member"],
}  # fmt: skip


class ForeignProvider:
    """One provider. `person` is who sits before its sign-in page; `faults` are put into what it says."""

    slug, method, ways = "northfield", "RS256", ["client_secret_post"]
    has_userinfo = True

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.key, self.other = self.new_key(), self.new_key()
        self.person: dict[str, Any] = dict(MIA)
        self.faults: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}
        self.asked: list[str] = []

    def new_key(self) -> Any:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def jwk(self) -> dict[str, Any]:
        return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())) | {"kid": "key-1", "use": "sig"}

    def subject(self, client_id: str) -> str:
        return str(self.person["sub"])

    def configuration(self) -> dict[str, Any]:
        place = self.issuer
        said = {
            "issuer": place, "authorization_endpoint": f"{place}/authorize", "token_endpoint": f"{place}/token",
            "jwks_uri": f"{place}/keys", "token_endpoint_auth_methods_supported": self.ways,
        }  # fmt: skip
        if self.has_userinfo:
            said["userinfo_endpoint"] = f"{place}/me"
        return said | self.faults.get("configuration", {})

    def id_token(self, code: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": self.subject(code["client_id"]), "aud": code["client_id"], "iat": now,
            "exp": now + 300, "nonce": code["nonce"], "auth_time": now,
        }  # fmt: skip
        if not self.has_userinfo:
            claims |= {name: value for name, value in self.person.items() if name != "sub"}
        claims |= self.faults.get("claims", {})
        method = self.faults.get("method", self.method)
        if method == "none":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": "key-1"})
        if method == "HS256":  # signed with what everybody knows: the public key
            return jwt.encode(claims, json.dumps(self.jwk()), algorithm="HS256", headers={"kid": "key-1"})
        key = self.other if self.faults.get("other_key") else self.key
        headers = {"kid": self.faults.get("kid", "key-1")} if "kid" in self.jwk() else {}
        return jwt.encode(claims, key, algorithm=method, headers=headers)

    def may_have(self, sent: dict[str, str], authorization: str) -> bool:
        """Whether the client proved itself in the way that this provider takes."""
        if "client_secret_post" in self.ways:
            return sent.get("client_secret") == SECRET
        pair = base64.b64encode(f"collegium:{SECRET}".encode()).decode()
        return authorization == f"Basic {pair}" and "client_secret" not in sent

    def answer(self, verb: str, path: str, sent: dict[str, str], authorization: str) -> tuple[int, Any, str]:
        """Status, JSON, and where it leads."""
        if path == "/.well-known/openid-configuration":
            return 200, self.configuration(), ""
        if path == "/keys":
            return 200, {"keys": [self.jwk()]}, ""
        if path == "/authorize":
            code = secrets.token_urlsafe(8)
            self.codes[code] = sent
            return 302, {}, f"{sent['redirect_uri']}?{urlencode({'code': code, 'state': sent['state']})}"
        if path == "/token" and verb == "POST":
            code = self.codes.pop(sent.get("code", ""), None)
            challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
            if code is None or code["code_challenge"] != challenge.decode().rstrip("="):
                return 400, {"error": "invalid_grant"}, ""
            if not self.may_have(sent, authorization) or sent["redirect_uri"] != code["redirect_uri"]:
                return 401, {"error": "invalid_client"}, ""
            token = secrets.token_urlsafe(8)
            self.tokens[token] = code
            return 200, {"access_token": token, "token_type": "Bearer", "id_token": self.id_token(code)}, ""
        if path == "/me" and (code := self.tokens.get(authorization.removeprefix("Bearer "))):
            return 200, self.person | {"sub": self.subject(code["client_id"])} | self.faults.get("me", {}), ""
        return 404, {}, ""


class Harbor(ForeignProvider):
    """The other one."""

    slug, method, ways = "harbor", "ES256", ["client_secret_basic"]
    has_userinfo = False

    def __init__(self, port: int) -> None:
        super().__init__(port)
        del self.person["email_verified"]

    def new_key(self) -> Any:
        return ec.generate_private_key(ec.SECP256R1())

    def jwk(self) -> dict[str, Any]:
        return dict(json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key())))

    def subject(self, client_id: str) -> str:
        return hashlib.sha256(f"{client_id} {self.person['sub']}".encode()).hexdigest()


@contextmanager
def served(make: type[ForeignProvider], settings: Any) -> Iterator[ForeignProvider]:
    """A provider that answers on 127.0.0.1, which this test allows."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond("GET", urlsplit(self.path).query)

        def do_POST(self) -> None:
            self.respond("POST", self.rfile.read(int(self.headers["Content-Length"])).decode())

        def respond(self, verb: str, sent: str) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            fields = {name: values[0] for name, values in parse_qs(sent).items()}
            status, said, onward = provider.answer(verb, path, fields, self.headers.get("Authorization", ""))
            body = json.dumps(said).encode()
            self.send_response(status)
            if onward:
                self.send_header("Location", onward)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = make(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.OUTBOUND_TRUSTED = settings.OUTBOUND_TRUSTED | {f"127.0.0.1:{server.server_port}"}
    cache.clear()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def registered(foreign: ForeignProvider, **more: Any) -> Provider:
    """This site knows the provider, and it is on."""
    fields = {"name": foreign.slug.title(), "is_on": True, "issuer": foreign.issuer, "client_id": "collegium"}
    return Provider.objects.create(
        kind=Provider.Kind.OPENID, slug=foreign.slug, secret=hidden(SECRET), **(fields | more)
    )


def address_in(page: Any) -> str:
    """Where the page leads on to by itself."""
    assert page.status_code == 200, page.content.decode()[:3000]
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    assert found, page.content.decode()
    return html.unescape(found[1])


def signed_in_there(address: str) -> str:
    """The address that the provider sends the browser back to, without the host."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}")
    response = connection.getresponse()
    response.read()
    connection.close()
    back = urlsplit(response.headers["Location"])
    return f"{back.path}?{back.query}"


def there_and_back(client: Client, begin: str, **sent: str) -> Any:
    """Press the button, sign in at the provider, come back: the answer to that."""
    return client.get(signed_in_there(address_in(client.post(begin, sent))))
