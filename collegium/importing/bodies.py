"""The text of a mail: decoded, without pictures, and cut into text, quotes and signature."""

import base64
import email.message
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from itertools import takewhile
from typing import Literal, NamedTuple

Kind = Literal["text", "quote", "signature"]
NOT_SHOWN = ("script", "style", "title")  # of HTML; "head" may stay open, and holds nothing else that is words
SHOWN = ("text/plain", "text/html")
SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
BLOCKS = ("p", "div", "blockquote", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
# Left of old mails and of broken ones; neither a page nor a feed may hold them, and an address with a space of no width
# in it would not be found. A form feed ends a line.
_NO_WIDTH = (0xAD, 0x200B, 0x2060, 0xFEFF)
_CONTROLS: dict[int, str | None] = dict.fromkeys(
    (*range(9), *range(14, 32), *range(127, 160), *_NO_WIDTH, 0xFFFE, 0xFFFF)
)
_CONTROLS |= {11: "\n", 12: "\n"}
_HALF = re.compile(r"[\ud800-\udfff]")  # half a character, which no database takes
# What mail programs wrote under a charset's name: mostly a larger one of the same family.
_IN_TRUTH = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
}
_NOT_DECLARED = ("", "us-ascii", "ascii", "cp1252", "windows-1252")  # said of UTF-8 as well; it never fits by chance
_META = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,30})", re.IGNORECASE)
_FLOWED = re.compile(r"^(?P<marks>>*) ?(?P<words>.*?)\r?$")
_BASE64 = re.compile(rb"^[A-Za-z0-9+/]*={0,2}\s*$")


class Block(NamedTuple):
    """A stretch of a mail: what its author wrote, what is quoted (with "On ... wrote:"), or a signature."""

    kind: Kind
    text: str


def decode(data: bytes, *charsets: str) -> str:
    """Text from bytes: in the first charset named that fits, else UTF-8, else Windows-1252; never fails."""
    named = [_IN_TRUTH.get(name.lower(), name.lower()) for name in charsets]
    if all(name in _NOT_DECLARED for name in named):
        named.insert(0, "utf-8")
    for name in (*named, "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def without_controls(text: str) -> str:
    """The text without characters that mean nothing and that XML forbids."""
    return _HALF.sub("", text.translate(_CONTROLS))


def count_left_out(mail: email.message.Message) -> int:
    """How many attachments and pictures a mail has besides its words; they stay in the archive."""
    if mail.get_content_type() == "message/rfc822":
        return 1
    if mail.is_multipart():
        return sum(count_left_out(part) for part in mail.get_payload() if isinstance(part, email.message.Message))
    shown = mail.get_content_type() in (*SHOWN, *SIGNATURES) or mail.get_content_maintype() == "multipart"
    return int(not shown or mail.get_content_disposition() == "attachment")


def text_of(mail: email.message.Message) -> str:
    """The words of a mail as plain text with "\\n" line ends: the text part, else what the HTML part says."""
    text = without_controls(_part(mail).replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _part(part: email.message.Message) -> str:
    if part.is_multipart():
        return _parts(part)
    if part.get_content_disposition() == "attachment":
        return ""
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart":  # its boundary is missing: an archive kept only the text
        return decode(str(part.get_payload()).encode("utf-8", "surrogateescape"), "utf-8")
    if kind not in SHOWN:
        return ""
    data = _bytes(part)
    if kind == "text/html":
        said = _META.search(data[:2000])
        return _words_of_html(decode(data, part.get_content_charset() or (said[1].decode() if said else "")))
    text = decode(data, part.get_content_charset() or "")
    is_flowed = str(part.get_param("format", "")).lower() == "flowed"
    return unflow(text, str(part.get_param("delsp", "")).lower() == "yes") if is_flowed else text


def unflow(text: str, without_space: bool) -> str:
    """Lines that end in a space joined with the next one of the same quote, see RFC 3676."""
    lines: list[str] = []
    open_marks: str | None = None  # of the line before, when it goes on
    for line in text.split("\n"):
        match = _FLOWED.match(line)
        assert match is not None
        marks, words = match.groups()
        goes_on = words.endswith(" ") and words != "-- "
        words_kept = words[:-1] if goes_on and without_space else words
        if open_marks == marks and words != "-- ":
            lines[-1] += words_kept
        else:
            lines.append(f"{marks} {words_kept}" if marks else words_kept)
        open_marks = marks if goes_on else None
    return "\n".join(lines)


def _bytes(part: email.message.Message) -> bytes:
    """What a part holds. List programs added their footer in plain text below words in Base64."""
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        lines = str(part.get_payload()).encode("utf-8", "surrogateescape").splitlines(keepends=True)
        packed = list(takewhile(_BASE64.match, lines))
        whole = b"".join(b"".join(packed).split()).rstrip(b"=")  # an archive cut off ends in the middle of a character
        with suppress(ValueError):
            words = base64.b64decode(whole[: len(whole) - (len(whole) % 4 == 1)] + b"==")
            return b"\n".join((words, *lines[len(packed) :]))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _parts(part: email.message.Message) -> str:
    inner = [child for child in part.get_payload() if isinstance(child, email.message.Message)]
    if part.get_content_type() == "multipart/alternative":
        inner.sort(key=lambda child: child.get_content_type() != "text/plain")
        return next((text for text in map(_part, inner) if text.strip()), "")
    if part.get_content_type() == "multipart/related":
        inner = inner[:1]
    elif part.get_content_type() == "message/rfc822":
        return ""
    return "\n\n".join(text for text in map(_part, inner) if text.strip())


class _Words(HTMLParser):
    """Collects what an HTML mail says; pictures, scripts and styles are left out and nothing is fetched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.quotes = self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at blocks; leave out what is not shown."""
        self.hidden += tag in NOT_SHOWN
        if tag in (*BLOCKS, "br", "li", "tr"):
            self.lines.append("")
        elif tag in ("td", "th"):
            self.handle_data(" ")
        self.quotes += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        """Leave what a start tag entered."""
        if tag in NOT_SHOWN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in BLOCKS:
            self.lines.append("")
        if tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)

    def handle_data(self, data: str) -> None:
        """Add words to the line, with "> " in a quote."""
        words = re.sub(r"\s+", " ", data)
        if not self.lines[-1].strip(" >"):
            words = words.lstrip()
        if self.hidden or not words:
            return
        self.lines[-1] = (self.lines[-1] or "> " * self.quotes) + words


def _words_of_html(html: str) -> str:
    words = _Words()
    words.feed(html)
    words.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in words.lines)).strip()


_QUOTED = re.compile(r"^\s{0,3}(?:>|[A-Z]{1,4}>)")
_ATTRIBUTION = re.compile(
    r"(?:\bwrote|\bwrites|\bsaid|\bschrieb|\ba écrit|\bescribió|\bha scritto|\bskrev|\bschreef|\bescreveu)\s?:?\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^--\s?$")
_FOOTER = re.compile(r"^_{20,}$|^-{20,}$")
_LIST_WORDS = re.compile(r"mailing list|list archive|unsubscribe|listinfo|listserv|to subscribe", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"^[-_ ]{3,}\s?(?:original message|forwarded message|ursprüngliche nachricht|message d'origine)\s?[-_ ]{3,}$",
    re.IGNORECASE,
)
_ARMOR = re.compile(r"^-----BEGIN PGP SIGN(?:ED MESSAGE|ATURE)-----$")  # up to a blank line; a signature to its end
_NEXT_PART = re.compile(r"^-{10,} next part -{10,}$")  # Mailman: a second text, or what it says of an attachment


def _attribution(lines: list[str], at: int) -> int:
    """How many lines from `at` lead in a quote ("On Monday Ann Adams wrote:", also wrapped); 0 when none do."""
    for length in (1, 2, 3):
        if at + length > len(lines) or not lines[at + length - 1].strip():
            return 0
        if _ATTRIBUTION.search(lines[at + length - 1][-40:]):
            following = [line for line in lines[at + length : at + length + 3] if line.strip()]
            return length if following and _QUOTED.match(following[0]) else 0
    return 0


def _is_footer(lines: list[str], at: int) -> bool:
    """Does a line of strokes begin what a list program adds below every message?"""
    return bool(_FOOTER.match(lines[at]) and _LIST_WORDS.search("\n".join(lines[at + 1 : at + 5])))


def _kinds(lines: list[str]) -> Iterator[tuple[Kind, str]]:
    """Each line with what it is."""
    kind: Kind = "text"
    leading, armor = 0, ""
    for at, line in enumerate(lines):
        if leading or _QUOTED.match(line):
            leading, kind = max(0, leading - 1), "quote"
        elif _ORIGINAL.match(line):  # without marks in front of the lines: all that follows is quoted
            yield from (("quote", rest) for rest in lines[at:])
            return
        elif _NEXT_PART.match(line):
            yield "signature", line
            kind = "signature" if "scrubbed..." in "".join(lines[at + 1 : at + 3]) else "text"
            continue
        elif _ARMOR.match(line):
            kind, armor = "signature", line
        elif armor and not line.strip() and "MESSAGE" in armor:
            kind, armor = "text", ""
        elif _SIGNATURE.match(line) or _is_footer(lines, at):
            kind = "signature"
        elif length := _attribution(lines, at):
            leading, kind = length - 1, "quote"
        elif line.strip() and kind == "quote":
            kind = "text"
        yield kind, line


def cut(text: str) -> Iterator[Block]:
    """The text as blocks in order; nothing is left out but blank lines between blocks."""
    held: list[str] = []
    held_kind: Kind = "text"
    for kind, line in _kinds(text.split("\n")):
        if kind != held_kind:
            if words := "\n".join(held).strip("\n"):
                yield Block(held_kind, words)
            held, held_kind = [], kind
        held.append(line)
    if words := "\n".join(held).strip("\n"):
        yield Block(held_kind, words)
