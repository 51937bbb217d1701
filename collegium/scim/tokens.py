"""Tokens: shown once, kept as a hash, revoked at once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from collegium.accounts.models import User
from collegium.outbox import audit
from collegium.scim.models import Token

PREFIX = "scim_"
NOTED = timedelta(minutes=5)  # between two notes of when a token was used


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def make_token(name: str, by: User) -> tuple[Token, str]:
    """A new token: its row, and the text that is shown once."""
    text = PREFIX + secrets.token_urlsafe(32)
    row = Token.objects.create(name=name, digest=_digest(text), begins=text[:8], made_by=by)
    audit.log(by, "made a token for SCIM", about=("token", row.pk), detail={"name": name})
    return row, text


@transaction.atomic
def revoke_token(row: Token, by: User) -> None:
    """From the next request on it opens nothing."""
    if Token.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.log(by, "revoked a token for SCIM", about=("token", row.pk), detail={"name": row.name})


def find_token(header: str) -> Token | None:
    """The token of an Authorization header, if it is one that opens."""
    scheme, _space, text = header.partition(" ")
    if scheme.lower() != "bearer" or not text.startswith(PREFIX):
        return None
    row = Token.objects.filter(digest=_digest(text.strip()), revoked_at=None).first()
    if row is not None and (row.used_at is None or timezone.now() - row.used_at > NOTED):
        Token.objects.filter(pk=row.pk).update(used_at=timezone.now())
    return row
