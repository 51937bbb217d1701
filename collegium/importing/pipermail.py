"""Addresses of Mailman 2's archive: its pages are numbered, and each names the Message-ID of what it shows.

    /pipermail/onclist/2005-January/000123.html   <LINK REL="made" HREF="mailto:…&In-Reply-To=%3Cid%40host%3E">

With a copy of that folder the pages lead on to what became of their messages; without one nothing tells which is which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from collegium.discussion.models import Piece, Reply
from collegium.importing.models import remember
from collegium.importing.words import origin_of

BATCH = 500
_PAGE = re.compile(r"\d{6,}\.html?")
_ID = re.compile(rb"(?i)href=\"mailto:[^\"]{0,2000}[?&](?:amp;)?In-Reply-To=([^\"&]{3,600})")
HEAD = 8_000  # bytes of a page in which the link stands


def note_pages(folder: Path, at: str) -> tuple[int, int]:
    """Lead the pages of a copied archive on.

    Args:
        folder: the list's folder, with one folder a month in it.
        at: where it stood, "/pipermail/onclist/".

    Returns:
        How many pages there are, and how many lead on now.
    """
    pages = _pages(folder, at)
    seen = led = 0
    while batch := dict(islice(pages, BATCH)):
        seen += len(batch)
        origins = {origin_of(message_id): address for address, message_id in batch.items() if message_id}
        heads = Piece.objects.filter(origin__in=origins).values_list("origin", "pk")
        replies = Reply.objects.filter(origin__in=origins).values_list("origin", "piece_id", "pk")
        rows = [(origins[origin], piece, None) for origin, piece in heads]
        led += remember([*rows, *((origins[origin], piece, reply) for origin, piece, reply in replies)])
    return seen, led


def _pages(folder: Path, at: str) -> Iterator[tuple[str, str]]:
    """Old address and Message-ID of each page; "" for one that names none."""
    for path in sorted(folder.rglob("*.htm*")):
        if not _PAGE.fullmatch(path.name) or path.is_symlink():
            continue
        with path.open("rb") as file:
            found = _ID.search(file.read(HEAD))
        message_id = unquote(found[1].decode("latin-1")).strip().strip("<>") if found else ""
        yield f"{at.rstrip('/')}/{path.relative_to(folder).as_posix()}", message_id
