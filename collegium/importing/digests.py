"""Digests: many messages sent as one mail, as MIME parts (RFC 2046, 5.1.5) or between lines of strokes (RFC 1153)."""

import email
import email.message
import re
from collections.abc import Iterator

from collegium.importing import bodies

_SUBJECT = re.compile(r"^(?!(?:re|aw|fwd?)\s?:).{0,150}\bdigest\b", re.IGNORECASE)
_CONTENTS_END = re.compile(r"^-{70}$", re.MULTILINE)
_BETWEEN = re.compile(r"^-{30}\n+(?=[A-Z][\w-]{1,30}:|End of )", re.MULTILINE)


def opened(mail: email.message.Message, subject: str) -> list[email.message.Message]:
    """The messages of a digest; the mail itself when it is none. What a digest says of itself is left out."""
    found = list(_in_parts(mail))
    if not found and _SUBJECT.match(subject):
        found = list(_between_strokes(bodies.text_of(mail)))
    return found or [mail]


def _in_parts(mail: email.message.Message) -> Iterator[email.message.Message]:
    if not mail.is_multipart() or mail.get_content_maintype() != "multipart":
        return
    parts = [part for part in mail.get_payload() if isinstance(part, email.message.Message)]
    for part in parts:
        if mail.get_content_type() == "multipart/digest" and part.get_content_type() == "message/rfc822":
            yield from (inner for inner in part.get_payload() if isinstance(inner, email.message.Message))
        elif part.get_content_type() == "multipart/digest":
            yield from _in_parts(part)


def _between_strokes(text: str) -> Iterator[email.message.Message]:
    end = _CONTENTS_END.search(text)
    for piece in _BETWEEN.split(text[end.end() :]) if end else ():
        mail = email.message_from_bytes(piece.lstrip("\n").encode("utf-8", "replace"))
        if mail["from"] and (mail["date"] or mail["subject"]):
            for name in ("content-type", "content-transfer-encoding"):  # of the mail as it was; the words are decoded
                del mail[name]
            mail["Content-Type"] = "text/plain; charset=utf-8"
            yield mail
