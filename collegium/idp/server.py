"""oauthlib's endpoints with one way in: authorization code with PKCE (S256) and the client's secret.

No implicit or hybrid answers, no password, device or client grants, no refresh tokens: whoever wants to know later how
things stand leads the browser here again (`prompt=none`).
"""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc import app_settings
from allauth.idp.oidc.internal.oauthlib.server import generate_opaque_token
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749.endpoints import AuthorizationEndpoint, RevocationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256
from oauthlib.oauth2.rfc6749.tokens import BearerToken
from oauthlib.openid.connect.core.endpoints.userinfo import UserInfoEndpoint
from oauthlib.openid.connect.core.grant_types import AuthorizationCodeGrant

from collegium.idp.validator import Validator


class Server(AuthorizationEndpoint, TokenEndpoint, RevocationEndpoint, UserInfoEndpoint):
    """The four endpoints. `validator` knows afterwards which site asked, and why it was refused."""

    def __init__(self) -> None:
        self.validator = Validator()
        grant = AuthorizationCodeGrant(self.validator, refresh_token=False)
        grant.proxy_target._code_challenge_methods = {"S256": code_challenge_method_s256}
        grant.custom_validators.pre_auth.append(_only_in_the_query)
        bearer = BearerToken(
            self.validator, generate_opaque_token, expires_in=app_settings.ACCESS_TOKEN_EXPIRES_IN
        )  # fmt: skip
        AuthorizationEndpoint.__init__(
            self, default_response_type="code", default_token_type=bearer, response_types={"code": grant}
        )
        TokenEndpoint.__init__(
            self, default_grant_type="authorization_code", default_token_type=bearer,
            grant_types={"authorization_code": grant},
        )  # fmt: skip
        RevocationEndpoint.__init__(self, self.validator)
        UserInfoEndpoint.__init__(self, self.validator)


def _only_in_the_query(request: Request) -> dict[str, Any]:
    """No code in a fragment or a form; no request object that this server would have to ignore."""
    if request.response_mode not in (None, "", "query"):
        raise InvalidRequestError(description="The only response_mode is query.", request=request)
    if getattr(request, "request", None) or getattr(request, "request_uri", None):
        raise InvalidRequestError(description="Request objects are not supported.", request=request)
    return {}
