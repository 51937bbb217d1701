"""Addresses of Mailman 3's archiver: every message stands under a hash of its Message-ID.

    /archives/list/onc@lists.example.org/message/<hash>/   (or /hyperkitty/…)
    /archives/list/onc@lists.example.org/thread/<hash>/    the hash of the first message

The hash is the Base32 of the SHA-1 of the Message-ID without its angle brackets (Mailman's `X-Message-ID-Hash`), so
that the addresses need no map: only the hash is kept. The archive itself is exported as mbox and read by `mailman`.
"""

from __future__ import annotations

import base64
import hashlib
import re

_ADDRESS = re.compile(r"^/(?:[\w-]+/){0,3}list/[^/]{1,200}/(?:message|thread)/([A-Z2-7]{32})(?:/.*)?$")


def hash_of(message_id: str) -> str:
    """The hash under which a message stands.

    >>> hash_of("87myycy5eh.fsf@uwakimon.sk.tsukuba.ac.jp")
    'JJIGKPKB6CVDX6B2CUG4IHAJRIQIOUTP'
    """
    return base64.b32encode(hashlib.sha1(message_id.encode(), usedforsecurity=False).digest()).decode()


def address_of(message_id: str) -> str:
    """What is kept of a message's address, whatever the list is called."""
    return f"/message/{hash_of(message_id)}"


def hash_key(path: str) -> str:
    """The same from an address somebody asks for; "" when it is none of Mailman 3's."""
    match = _ADDRESS.match(path)
    return f"/message/{match[1]}" if match else ""
