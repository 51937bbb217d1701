"""Secrets of others that the site has to say again (a client secret): encrypted in the database by the site's key.

What the site only has to recognize (tokens it gave out) is kept as a hash instead.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Lost(Exception):
    """The secret was encrypted by another key than `COLLEGIUM_SECRET_KEY` is now: it has to be entered again."""


def _cipher() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"collegium.web.secrets").derive(
        str(settings.SECRET_KEY).encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


def hidden(secret: str) -> str:
    """The secret as it is stored; "" stays ""."""
    return _cipher().encrypt(secret.encode()).decode() if secret else ""


def shown(stored: str) -> str:
    """The secret as it was.

    Raises:
        Lost: the key is another one now.
    """
    try:
        return _cipher().decrypt(stored.encode()).decode() if stored else ""
    except InvalidToken:
        raise Lost from None
