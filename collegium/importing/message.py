"""What a reader hands out: `Message`, `Skipped`, `BadArchive`; and how one raw mail becomes a `Message`."""

import datetime
import email.errors
import email.header
import email.message
import email.utils
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.parser import BytesParser

from collegium.importing import bodies, digests
from collegium.importing.addresses import hide_addresses, split_sender
from collegium.importing.bodies import Block

__all__ = ["BadArchive", "Block", "Message", "Raw", "Skipped", "keep", "read_each", "read_raw"]


class BadArchive(Exception):
    """A file that is no archive, or broken beyond a single message. The text is one sentence with the line."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A message left out. `line` is where it begins in the file, `why` a short reason in English."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Raw:
    """One mail as it stands in a file: the line it begins on, its "From " line if any, its bytes."""

    line: int
    data: bytes
    envelope: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One mail of an archive.

    message_id    without angle brackets; made here when the mail has none, then `generated_id` is True.
    date          aware, in UTC.
    from_name     as written, "" when unknown. from_email: lower case, for matching only, never shown.
    subject       a title: without list tag, "Re:" and "(was: ...)". raw_subject is as it was sent.
    in_reply_to, references   ids without angle brackets, the nearest last; "" and () when there are none.
    body_text     plain text with addresses hidden. blocks: the same text cut into text, quotes and signature.
    line          the line of the file the message begins on.
    no_archive    the sender asked that it not be archived.
    left_out      how many attachments and pictures stay in the archive.
    """

    message_id: str
    generated_id: bool
    date: datetime.datetime
    from_name: str
    from_email: str
    subject: str
    raw_subject: str
    in_reply_to: str
    references: tuple[str, ...]
    body_text: str
    blocks: tuple[Block, ...]
    line: int
    no_archive: bool = False
    left_out: int = 0

    @property
    def quoted(self) -> str:
        """What a page folds: quotes with their attribution lines, and signatures."""
        return "\n\n".join(block.text for block in self.blocks if block.kind != "text")


_TAG = re.compile(r"^\[[A-Za-z][\w.-]{1,29}\]\s*")
_REPLY = re.compile(
    r"^(?:re|aw|sv|vs|antw|antwort|r[ée]p|réf|rif|res?p?|odp|ynt|отв|答复|回复|返信|답장)\.?"
    r"(?:\s?[\[(^*]\d{1,3}[\])]?)?\s?[:：]\s*",
    re.IGNORECASE,
)
# Marks that stay in a title, because they say something or could be its first words ("R: a package for trials").
_PASSED_ON = re.compile(r"^(?:fwd?|wg|tr|rv|enc|i|r|пересл|转发|转寄)\s?[:：]\s*", re.IGNORECASE)
_WAS = re.compile(r"\s*[(\[]\s?was\b:?.{0,300}[)\]]\s*$", re.IGNORECASE)
_ID = re.compile(r"<([^<>\s]{3,400})>")
_COMMENT = re.compile(r"\([^()]{0,80}\)")
_GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)\s?([+-]\d\d):?(\d\d)\b")
_ENVELOPE_DATE = re.compile(r"\s((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s.{10,40})$")
_VIA = re.compile(r"^(?P<name>.{2,200}?) via \S.{0,80}$")
_STRANGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)
_NO_DATE, _UNREADABLE = "no readable date", "unreadable"
_SAME = "no Message-ID, and sender, date and subject of an earlier message"


def title(subject: str) -> str:
    """The subject as a title: without list tags, reply marks and "(was: ...)"."""
    before = None
    while before != subject:
        before = subject
        subject = _REPLY.sub("", _TAG.sub("", subject.strip()))
    return _WAS.sub("", subject).strip()


def plain(subject: str) -> str:
    """A subject for comparing: case, spaces, marks of answers and of what was passed on do not count."""
    before = None
    while before != subject:
        before = subject
        subject = _PASSED_ON.sub("", title(subject))
    return " ".join(subject.casefold().split())


def to_utc(value: str) -> datetime.datetime | None:
    """The time in a Date header or "From " line, in UTC; None when it cannot be read, is before there was mail, or is
    still to come.

    Zones that mean nothing are taken as UTC, after RFC 5322, 4.3.
    """
    parsed = email.utils.parsedate_tz(_COMMENT.sub(" ", _GMT_OFFSET.sub(r"\1\2", value)))
    if parsed is None:
        return None
    offset = parsed[9] or 0
    zone = datetime.timezone(datetime.timedelta(seconds=offset if abs(offset) <= 14 * 3600 else 0))
    try:
        when = datetime.datetime(*parsed[:5], min(parsed[5], 59), tzinfo=zone).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None
    latest = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)  # a clock may be wrong by a zone
    return when if datetime.datetime(1971, 1, 1, tzinfo=datetime.UTC) <= when <= latest else None


def generate_id(list_name: str, date: datetime.datetime, sender: str, subject: str) -> str:
    """The id of a mail without Message-ID: the same for the same mail, so that a second import changes nothing."""
    words = "\n".join((list_name.lower(), date.isoformat(), sender, subject))
    return f"{hashlib.sha256(words.encode()).hexdigest()[:32]}@generated.invalid"


class _Headers:
    """The headers of a mail, decoded, whatever state they are in."""

    def __init__(self, mail: email.message.Message) -> None:
        self._raw = [(name.lower(), value) for name, value in mail.raw_items()]
        self._charset = mail.get_content_charset() or ""  # of bytes that should not be there

    def get(self, name: str) -> str:
        """The first header of that name as one line of text, "" when it is absent."""
        value = next((value for key, value in self._raw if key == name), "")
        line = " ".join(bodies.decode(str(value).encode("ascii", "surrogateescape"), "utf-8", self._charset).split())
        with suppress(ValueError, email.errors.HeaderParseError):
            line = "".join(map(_decoded, email.header.decode_header(line)))
        return " ".join(bodies.without_controls(line).split())


def _decoded(part: tuple[str | bytes, str | None]) -> str:
    """A stretch of a header; words in an unknown charset are guessed like those of a body."""
    words, charset = part
    if isinstance(words, str):
        return words
    return bodies.decode(words, charset) if charset else words.decode("raw-unicode-escape", "replace")


def _date(headers: _Headers, raw: Raw) -> datetime.datetime | None:
    envelope = _ENVELOPE_DATE.search(raw.envelope)
    received = headers.get("received").rpartition(";")[2]
    for value in (headers.get("date"), envelope[1] if envelope else "", received):
        if when := to_utc(value):
            return when
    return None


def _wants_no_archive(headers: _Headers) -> bool:
    """X-No-Archive: yes and its relatives, as Mailman and news archives honour them."""
    asked = headers.get("x-no-archive").lower().startswith("yes")
    return asked or any(headers.get(name).lower() == "no" for name in ("x-archive", "archive"))


def _sender(headers: _Headers) -> tuple[str, str]:
    """Name and address of the author; "Ann Adams via OncList" is Ann Adams, whose address stands in Reply-To."""
    name, address = split_sender(headers.get("from"))
    if via := _VIA.match(name):
        return via["name"], split_sender(headers.get("reply-to"))[1]
    return name, address


def _own_id(headers: _Headers) -> str:
    value = headers.get("message-id")
    bracketed = _ID.search(value)
    return bracketed[1] if bracketed else value if value and " " not in value else ""


def read_raw(raw: Raw, list_name: str = "") -> Iterator[Message | Skipped]:
    """The message in some bytes, those of a digest, or why it cannot be one. `list_name` goes into generated ids."""
    try:
        mail = BytesParser().parsebytes(raw.data)
        for one in digests.opened(mail, _Headers(mail).get("subject")):
            yield _read(one, raw, list_name)
    except _STRANGE:  # one strange mail must not end the reading of 200,000 others
        yield Skipped(raw.line, _UNREADABLE)


def read_each(raws: Iterator[Raw | Skipped], list_name: str) -> Iterator[Message | Skipped]:
    """What `read_raw` makes of each; what was skipped stays skipped."""
    for raw in raws:
        if isinstance(raw, Skipped):
            yield raw
        else:
            yield from read_raw(raw, list_name)


def _read(mail: email.message.Message, raw: Raw, list_name: str) -> Message | Skipped:
    headers = _Headers(mail)
    date = _date(headers, raw)
    if date is None:
        return Skipped(raw.line, _NO_DATE)
    name, address = _sender(headers)
    subject, own_id = headers.get("subject"), _own_id(headers)
    text = hide_addresses(bodies.text_of(mail))
    return Message(
        message_id=own_id or generate_id(list_name, date, address or name, subject),
        generated_id=not own_id,
        date=date,
        from_name=name,
        from_email=address,
        subject=hide_addresses(title(subject)),
        raw_subject=subject,
        in_reply_to=next(iter(_ID.findall(headers.get("in-reply-to"))), ""),
        references=tuple(_ID.findall(headers.get("references"))),
        body_text=text,
        blocks=tuple(bodies.cut(text)),
        line=raw.line,
        no_archive=_wants_no_archive(headers),
        left_out=bodies.count_left_out(mail),
    )


def keep(
    read: Iterator[Message | Skipped], on_skip: Callable[[Skipped], None] | None, with_no_archive: bool
) -> Iterator[Message]:
    """The messages to import: unreadable, repeated and unwanted ones are told to `on_skip` and left out."""
    known: set[bytes] = set()
    for message in read:
        skip = message if isinstance(message, Skipped) else None
        if isinstance(message, Message):
            digest = hashlib.blake2b(message.message_id.encode("utf-8", "replace"), digest_size=12).digest()
            if message.no_archive and not with_no_archive:
                skip = Skipped(message.line, "X-No-Archive: yes")
            elif digest in known:
                skip = Skipped(message.line, _SAME if message.generated_id else "duplicate Message-ID")
            else:
                known.add(digest)
                yield message
        if skip and on_skip:
            on_skip(skip)
