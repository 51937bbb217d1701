"""A mail of an archive as words of this site: its text, with quotes and signature folded; and whose they are."""

from __future__ import annotations

import hashlib

from django.utils.text import slugify
from django.utils.translation import gettext as _

from collegium.discussion.bylines import EMPTY
from collegium.discussion.words import Words
from collegium.importing.message import Message
from collegium.web import html

LONGEST_ORIGIN = 200


def origin_of(message_id: str) -> str:
    """What a topic or reply keeps of the mail it came from, so that it comes only once."""
    origin = f"list:{message_id}"
    if len(origin) <= LONGEST_ORIGIN:
        return origin
    return f"list:{hashlib.sha256(message_id.encode()).hexdigest()}"


def words_of(message: Message) -> Words:
    """The words of a message; a message of nothing but quotes keeps them open."""
    blocks = message.blocks
    if not any(block.kind == "text" for block in blocks):
        return Words.plain(message.body_text or _("(no text)"))
    labels = {"quote": _("Quoted text"), "signature": _("Signature")}
    body = "".join(
        html.from_plain(block.text) if block.kind == "text" else html.folded(labels[block.kind], block.text)
        for block in blocks
    )
    return Words.kept(html.clean(body, folds=True))


def byline_of(message: Message, handle: str = "") -> dict[str, str]:
    """The byline of an archived message: the name as it was signed and the year, never the address.

    Args:
        handle: that of the author's account, when there is one.
    """
    name = message.from_name if "@" not in message.from_name else ""
    return EMPTY | {"name": name[:160] or _("Archived author"), "handle": handle, "archived": str(message.date.year)}


def title_of(subject: str) -> str:
    """A topic's title; mails without a subject have one too."""
    return subject.strip()[:200] or _("(no subject)")


def slug_of(title: str) -> str:
    """A topic's slug."""
    return slugify(title)[:80].strip("-") or "topic"
