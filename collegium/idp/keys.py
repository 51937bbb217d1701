"""The keys that sign ID tokens: made once, encrypted by the site's key, replaced in steps that nobody notices.

A new key is published an hour before it signs, which is as long as sites may remember the list of keys; the old one
stays published for a day after it signed last.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.idp.oidc.models import PrivateKey
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import transaction
from django.utils import timezone

from collegium.accounts.models import User
from collegium.idp.models import SigningKey
from collegium.outbox import audit
from collegium.web import secrets

BEFORE = timedelta(hours=1)  # `IDP_OIDC_JWKS_CACHE_CONTROL`
AFTER = timedelta(days=1)


def _new_pem() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return secrets.hidden(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


def published() -> list[PrivateKey]:
    """The keys that are known now; what another `COLLEGIUM_SECRET_KEY` encrypted is not among them."""
    found = []
    for row in SigningKey.objects.all():
        try:
            pem = secrets.shown(row.pem)
        except secrets.Lost:
            continue
        found.append(PrivateKey(pem=pem, not_before=row.signs_from, issued_at=row.signs_from, expires_at=row.until))
    return found


def ensure() -> None:
    """Make the first key, or one in place of those that can't be read any more."""
    now = timezone.now()
    if not any(key.expires_at is None or key.expires_at > now for key in published()):
        SigningKey.objects.create(pem=_new_pem())


@transaction.atomic
def renew(by: User | None, *, at_once: bool = False) -> SigningKey:
    """Make a new key.

    Args:
        at_once: the old one may be known to others: it is worth nothing from now on, and the new one signs now. Sites
            that remember the list of keys ask for it anew when they meet a key that they do not know.
    """
    now = timezone.now()
    begins = now if at_once else now + BEFORE
    if at_once:
        SigningKey.objects.all().delete()
    else:
        SigningKey.objects.filter(until=None).update(until=begins + AFTER)
    row = SigningKey.objects.create(pem=_new_pem(), signs_from=begins)
    audit.log(by, "renewed the key that signs for other sites", about=("key", row.pk), detail={"at_once": at_once})
    return row


def forget_old() -> None:
    """Forget keys whose day is over."""
    SigningKey.objects.filter(until__lte=timezone.now()).delete()
