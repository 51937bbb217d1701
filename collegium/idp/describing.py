"""What this site says about itself to other sites (OpenID Connect Discovery, RFC 8414)."""

from __future__ import annotations

import base64
import json
from typing import Any

from django.conf import settings
from django.urls import reverse

from collegium.idp.models import Scope

CLAIMS = (
    "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "name", "given_name", "family_name", "locale", "email",
    "email_verified", "collegium_standing", "collegium_category",
)  # fmt: skip
OF_THE_PROTOCOL = {"iss", "aud", "exp", "iat", "auth_time", "nonce", "jti", "at_hash"}
WAYS = ["client_secret_basic", "client_secret_post"]


def configuration() -> dict[str, Any]:
    """The document."""
    return {
        "issuer": settings.SITE_URL,
        "authorization_endpoint": _address("authorize"),
        "token_endpoint": _address("exchange_code"),
        "userinfo_endpoint": _address("userinfo"),
        "revocation_endpoint": _address("revoke_token"),
        "jwks_uri": _address("signing_keys"),
        "scopes_supported": ["openid", *Scope.values],
        "claims_supported": list(CLAIMS),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": WAYS,
        "revocation_endpoint_auth_methods_supported": WAYS,
        "prompt_values_supported": ["none", "login", "consent"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
        "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
    }


def _address(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'idp:{name}')}"


def addresses() -> list[str]:
    """What whoever sets up the other site may be asked for: issuer, description, the three steps, keys."""
    said = configuration()
    names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    return [said["issuer"], _address("openid_configuration"), *(said[name] for name in names)]


def names_in(id_token: str) -> str:
    """The names of the claims about a person in an ID token of ours."""
    payload = id_token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return " ".join(name for name in claims if name not in OF_THE_PROTOCOL)
