"""What a provider said of somebody, once it was checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from collegium.signon.models import LONGEST_SUBJECT, Provider

MULTIPLE = {"mfa", "https://refeds.org/profile/mfa", "http://schemas.microsoft.com/claims/multipleauthn"}  # RFC 8176
NAMES = {
    "name": ("name", "displayName", "urn:oid:2.16.840.1.113730.3.1.241", "http://schemas.microsoft.com/identity/claims/displayname"),
    "given": ("given_name", "givenName", "urn:oid:2.5.4.42", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname"),
    "family": ("family_name", "sn", "urn:oid:2.5.4.4", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname"),
    "email": ("email", "mail", "urn:oid:0.9.2342.19200300.100.1.3", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"),
}  # fmt: skip
HIDDEN = {"nonce", "at_hash", "c_hash", "jti", "sid", "session_state"}  # of the protocol, for machines only


@dataclass(frozen=True, slots=True)
class Came:
    """One person, as a provider vouches for them."""

    provider: Provider
    subject: str
    claims: Mapping[str, Any] = field(default_factory=dict)
    context: tuple[str, ...] = ()  # how they proved it there: OIDC `amr`, SAML's AuthnContextClassRef
    proved_at: float = 0.0  # when, in seconds; 0 when it was not said

    @property
    def uid(self) -> str:
        """The subject as it is kept; a very long one as its hash."""
        if len(self.subject) <= LONGEST_SUBJECT:
            return self.subject
        return f"sha256:{hashlib.sha256(self.subject.encode()).hexdigest()}"

    def claim(self, name: str) -> str:
        """A claim as text; of several values the first; "" when it did not come."""
        value = self.claims.get(name)
        value = value[0] if isinstance(value, list) and value else value
        return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def _first(self, names: tuple[str, ...]) -> str:
        return next((found for name in names if (found := self.claim(name))), "")

    @property
    def name(self) -> str:
        """How the provider calls them."""
        whole = f"{self._first(NAMES['given'])} {self._first(NAMES['family'])}".strip()
        return self._first(NAMES["name"]) or whole

    @property
    def email(self) -> str:
        """The mail address, whoever's it is."""
        return self._first(NAMES["email"])

    @property
    def is_email_verified(self) -> bool:
        """Whether the provider says that the address was proven: only the claim `email_verified`, only when true."""
        return self.claims.get("email_verified") in (True, "true") and bool(self.email)

    @property
    def member_id(self) -> str:
        """What it says of the member number."""
        return self.claim(self.provider.member_claim) if self.provider.member_claim else ""

    @property
    def has_factor(self) -> bool:
        """Whether they used a second factor there, and staff said that this counts."""
        return self.provider.trusts_factor and bool(MULTIPLE & set(self.context))

    def lines(self) -> list[tuple[str, str]]:
        """The claims as people read them: name and value, nothing that is for machines."""
        said = []
        for name, value in self.claims.items():
            if name not in HIDDEN:
                values = value if isinstance(value, list) else [value]
                said.append((name[:200], ", ".join(str(one) for one in values)[:300]))
        return said
