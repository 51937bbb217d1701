"""Mailman 2 text archives (pipermail) and mbox files, told apart by themselves.

Both begin each message with a "From " line after a blank one; the archives write addresses as "adams at
lakeside.example.org". Body lines that begin with "From " are escaped as ">From " in both, see RFC 4155.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from collegium.importing.lines import LARGEST_MESSAGE, TOO_LARGE, numbered_lines
from collegium.importing.message import BadArchive, Message, Raw, Skipped, keep, read_each

_BEGIN = re.compile(
    rb"^From (?:\S.{0,300}?)?\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? {1,2}(?:\d{1,2} )?"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec).{0,60}\b(?:19|20)\d\d\b"
)
# Where the blank line before it is missing, only what a mail program writes is believed.
_BEGIN_AT_ONCE = re.compile(
    rb"^From \S+(?: at \S+)? {1,2}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    rb" [ \d]\d \d\d:\d\d:\d\d (?:[A-Z+-][A-Z\d]{2,4} )?(?:19|20)\d\d\s*$"
)
_HEADER = re.compile(rb"^[!-9;-~]{1,76}:")
_ESCAPED = re.compile(rb"^>(>*From )")


def read_messages(
    path: Path,
    *,
    list_name: str = "",
    on_skip: Callable[[Skipped], None] | None = None,
    with_no_archive: bool = False,
) -> Iterator[Message]:
    """The messages of a Mailman 2 text archive or an mbox file (also .gz), in the order of the file.

    path             the file; it is read as it is iterated, one message in memory at a time.
    list_name        goes into the ids made for messages without Message-ID; give the same at every import.
    on_skip          is told of each message that is left out: a duplicate, one its sender asked not to archive, one
                     without a readable date, one over 30 MB.
    with_no_archive  hands out messages marked X-No-Archive too, with `no_archive` True.

    Raises BadArchive, with one sentence that names the line, when the file is no such archive.
    """
    return keep(read_each(_raws(path), list_name), on_skip, with_no_archive)


def _raws(path: Path) -> Iterator[Raw | Skipped]:
    """One message after the other. A "From " line counts before a header, and after a blank line if it is a loose one.

    Raises BadArchive when there is none, or when the last one is cut off.
    """
    held: list[bytes] = []
    size, begin, envelope = 0, 0, ""
    waiting: tuple[int, bytes] | None = None  # a "From " line that begins a message if a header follows
    after_blank = True
    for number, line in numbered_lines(path):
        if waiting:
            if _HEADER.match(line):
                if begin:
                    yield _close(begin, envelope, held, size)
                begin, envelope = waiting[0], waiting[1].decode("latin-1").strip()
                held, size = [], 0
            elif begin:
                held.append(waiting[1])
            waiting = None
        if (after_blank and _BEGIN.match(line)) or _BEGIN_AT_ONCE.match(line):
            waiting = (number, line)
        elif begin:
            size += len(line)
            if size <= LARGEST_MESSAGE:
                held.append(_ESCAPED.sub(rb"\1", line))
            else:
                held.clear()
        elif line.strip():
            raise BadArchive(_no_beginning(number, path))
        after_blank = not line.strip()
    if begin:
        if size <= LARGEST_MESSAGE and all(line.strip() for line in held):
            raise BadArchive(f"{path.name} is cut off: it ends among the headers of the message on line {begin}.")
        yield _close(begin, envelope, held, size)
    elif waiting:
        raise BadArchive(f"Line {waiting[0]} of {path.name} begins a message, but no header follows.")
    else:
        raise BadArchive(f"{path.name} holds no message.")


def _no_beginning(number: int, path: Path) -> str:
    return (
        f"Line {number} of {path.name} does not begin a message with “From ”, so it is neither a Mailman "
        "archive nor an mbox file."
    )


def _close(begin: int, envelope: str, held: list[bytes], size: int) -> Raw | Skipped:
    if size > LARGEST_MESSAGE:
        return Skipped(begin, TOO_LARGE)
    return Raw(begin, b"".join(held), envelope)
