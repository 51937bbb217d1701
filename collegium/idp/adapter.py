"""How django-allauth's part for other sites behaves here: our issuer, our subjects, our claims, our keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.idp import keys
from collegium.idp.claims import claims_of
from collegium.idp.models import Consent


class IdpAdapter(DefaultOIDCAdapter):
    """Ours."""

    def get_issuer(self) -> str:
        """The public address of this site, whatever host was asked."""
        return settings.SITE_URL

    def get_claims(  # type: ignore[override]
        self, purpose: str, user: User, client: Client, scopes: Iterable[str], email: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """The same in the ID token and afterwards."""
        return claims_of(user, consent_of(client, user), scopes)

    def get_user_sub(self, client: Client, user: User) -> str:  # type: ignore[override]
        """The name that this site knows the person by; "" before the first sign-in."""
        consent = consent_of(client, user)
        return consent.subject if consent else ""

    def get_user_by_sub(self, client: Client, sub: str) -> User | None:
        """Whoever the site knows by this name, if they can sign in now."""
        consent = Consent.objects.running().filter(site__client=client, subject=sub).select_related("person").first()
        return consent.person if consent and not reader_for(consent.person).is_visitor else None

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        """The keys of the database."""
        return filter_keys(keys.published(), did_activate=did_activate, is_active=is_active)

    def get_signing_key(self) -> PrivateKey:
        """The newest that signs already; made now where there is none."""
        keys.ensure()
        return super().get_signing_key()


def consent_of(client: Client, person: User) -> Consent | None:
    """What a person let a site know, ended or not."""
    return Consent.objects.filter(site__client=client, person=person.pk).first()
