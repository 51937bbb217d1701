"""Where things stood before they were brought in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.db import models

from collegium.discussion.models import Piece, Reply

LONGEST = 300


def key_of(address: str) -> str:
    """What of an old address is compared: its path without a last slash; "?p=12" only where the path says nothing.

    >>> key_of("https://old.example.org/2010/05/24/sweat%20equity/?utm=x")
    '/2010/05/24/sweat equity'
    """
    parts = urlsplit(address)
    path = "/" + unquote(parts.path).strip("/")
    short = next((part for part in parts.query.split("&") if part.startswith(("p=", "page_id="))), "")
    key = f"{path.rstrip('/')}/?{short}" if short and short.partition("=")[2].isdigit() else path
    return key if len(key) <= LONGEST else hashlib.sha256(key.encode()).hexdigest()


class OldAddress(models.Model):
    """An address on the site or in the archive that was left; it leads to a piece, or to one reply under it."""

    key = models.CharField(max_length=LONGEST, unique=True)
    piece = models.ForeignKey(Piece, models.CASCADE, related_name="old_addresses")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="old_addresses")

    def __str__(self) -> str:
        return self.key


def remember(addresses: Iterable[tuple[str, int, int | None]]) -> int:
    """Note old addresses: (address, piece, reply or None) each; those noted already stay as they are.

    Returns:
        How many were given.
    """
    rows = {key_of(address): (piece, reply) for address, piece, reply in addresses if key_of(address) != "/"}
    OldAddress.objects.bulk_create(
        [OldAddress(key=key, piece_id=piece, reply_id=reply) for key, (piece, reply) in rows.items()],
        ignore_conflicts=True,
    )
    return len(rows)
