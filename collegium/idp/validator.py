"""What oauthlib asks of a site, a code, a token: django-allauth's answers, narrowed by ours.

Every refusal leaves its reason in `why`, so that the desk can say it in a sentence (`notes.py`).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.idp.oidc.internal.oauthlib import authorization_codes
from allauth.idp.oidc.internal.oauthlib.request_validator import OAuthLibRequestValidator
from allauth.idp.oidc.models import Client, Token
from django.core.cache import cache
from django.utils import timezone
from oauthlib.common import Request

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.idp.models import Consent, Line, Site

What = Line.What
REMEMBERED = 3600  # seconds that a code which was used is known as such; as long as what it opened
LONGEST = 100  # characters of a client id, code or token that is looked up


class Validator(OAuthLibRequestValidator):
    """One for each request."""

    def __init__(self) -> None:
        super().__init__()
        self.site: Site | None = None
        self.why = ""
        self.told = ""
        self.person: User | None = None

    def _refuse(self, why: str, told: str = "") -> bool:
        self.why, self.told = why, told
        return False

    def _lookup_client(self, request: Request, client_id: Any) -> Client | None:
        """Only of a site that may sign people in; a suspended one is as good as unknown."""
        if not isinstance(client_id, str) or len(client_id) > LONGEST or "\0" in client_id:
            return None
        client = super()._lookup_client(request, client_id)
        if client is None or self.site is not None:
            return client if self.site is None or not self.site.suspended_at else None
        self.site = Site.objects.filter(client=client).select_related("client").first()
        if self.site is None or self.site.suspended_at:
            self._refuse(What.SUSPENDED)
            return None
        return client

    # Being led here

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """The same to the letter (RFC 9700, 2.1)."""
        is_known = redirect_uri in request.client.get_redirect_uris()
        return is_known or self._refuse(What.WRONG_ADDRESS, str(redirect_uri))

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """What the site may ask for, `openid` among it."""
        fits = "openid" in scopes and super().validate_scopes(client_id, scopes, client, request, *args, **kwargs)
        return fits or self._refuse(What.UNKNOWN_SCOPE, " ".join(scopes))

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        """Of everybody."""
        return True

    def validate_silent_login(self, request: Request) -> bool:
        """`prompt=none` is answered by `asking.py`, which knows the reader."""
        return True

    def validate_silent_authorization(self, request: Request) -> bool:
        """As above."""
        return True

    def validate_user_match(self, id_token_hint: str, scopes: list[str], claims: Any, request: Request) -> bool:
        """A hint must fit; single claims can't be asked for, so that what asks for them is not looked at."""
        return not id_token_hint or super().validate_user_match(id_token_hint, scopes, None, request)

    def save_authorization_code(
        self, client_id: str, code: dict[str, Any], request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """With the moment it was made, and when the person proved who they are."""
        marked = code | {"at": time.time(), "auth_time": int(request.auth_time)}
        super().save_authorization_code(client_id, marked, request, *args, **kwargs)

    # The site's server

    def client_authentication_required(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Always."""
        return True

    def authenticate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        """An id alone is no proof."""
        return False

    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """By id and secret."""
        if super().authenticate_client(request, *args, **kwargs) and request.client_id in (None, request.client.id):
            request.client_id = request.client.id
            return True
        self._lookup_client(request, request.client_id)
        return self._refuse(self.why or What.WRONG_SECRET)

    def validate_code(self, client_id: str, code: Any, client: Client, request: Request, *args: Any, **kw: Any) -> bool:
        """Works once, whatever becomes of it; a second time ends what the first had opened (RFC 6749, 4.1.2)."""
        if not isinstance(code, str) or len(code) > LONGEST or not (code.isascii() and code.isalnum()):
            return self._refuse(What.WRONG_CODE)
        known = self._lookup_authorization_code(request, client.id, code)
        name = f"idp:used:{hashlib.sha256(f'{client.id}:{code}'.encode()).hexdigest()}"
        if not known and cache.get(name) is None:
            return self._refuse(What.WRONG_CODE)
        if not cache.add(name, known["sub"] if known else "", REMEMBERED):
            Token.objects.filter(client=client, user__site_consents__subject=cache.get(name)).delete()
            return self._refuse(What.USED_CODE)
        if not authorization_codes.validate(client.id, code, request):
            return self._refuse(What.BARRED)
        self.person = request.user
        begun = datetime.fromtimestamp(known["code"]["at"], tz=timezone.get_default_timezone()) if known else None
        if begun is None or not is_standing(client, request.user, begun, request.scopes):
            return self._refuse(What.BARRED)
        return True

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """The one that the code was sent to."""
        fits = super().confirm_redirect_uri(client_id, code, redirect_uri, client, request, *args, **kwargs)
        return fits or self._refuse(What.WRONG_ADDRESS, str(redirect_uri))

    def finalize_id_token(self, id_token: dict[str, Any], token: dict[str, Any], handler: Any, request: Request) -> str:
        """With the moment of the sign-in."""
        known = self._lookup_authorization_code(request, request.client.id, request.code)
        if known is not None:
            id_token["auth_time"] = known["code"]["auth_time"]
        return str(super().finalize_id_token(id_token, token, handler, request))

    # Tokens

    def validate_bearer_token(self, token: Any, scopes: list[str], request: Request) -> bool:
        """Of a person who can sign in now, since nothing ended it."""
        if not isinstance(token, str) or not super().validate_bearer_token(token, scopes, request):
            return False
        row = Token.objects.lookup(Token.Type.ACCESS_TOKEN, token)
        self.site = Site.objects.filter(client=request.client).select_related("client").first()
        if row is None or self.site is None or self.site.suspended_at:
            return False
        self.person = request.user
        return is_standing(request.client, request.user, row.created_at, request.scopes)

    def revoke_token(self, token: str, token_type_hint: str, request: Request, *args: Any, **kwargs: Any) -> None:
        """The site's own only."""
        Token.objects.by_value(token).filter(client=request.client).delete()


def is_standing(client: Client, person: User, since: datetime, scopes: Iterable[str]) -> bool:
    """Whether what was given to a site at that moment still counts.

    It ends with the person's account, with their sessions (`sessions_ended_at`: a new password, a suspension), and when
    they take back what they let the site know.
    """
    consent = Consent.objects.running().filter(site__client=client, person=person.pk).first()
    if consent is None or not set(scopes) - {"openid"} <= set(consent.scopes) or reader_for(person).is_visitor:
        return False
    ends = (consent.tokens_ended_at, person.sessions_ended_at)
    return all(end is None or since > end for end in ends)
