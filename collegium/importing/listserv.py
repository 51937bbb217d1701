"""LISTSERV notebooks: plain text files, each message after a line of exactly 73 equal signs, no Message-ID."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from collegium.importing.lines import LARGEST_MESSAGE, TOO_LARGE, numbered_lines
from collegium.importing.message import BadArchive, Message, Raw, Skipped, keep, read_each

SEPARATOR = b"=" * 73
_HEADER = re.compile(rb"^[!-9;-~]{1,76}:")
_NOTEBOOK = re.compile(r"^(?P<list>.+?)\.log\d{2,6}[a-z]?(?:\.gz)?$", re.IGNORECASE)


def read_messages(
    path: Path,
    *,
    list_name: str = "",
    on_skip: Callable[[Skipped], None] | None = None,
    with_no_archive: bool = False,
) -> Iterator[Message]:
    """The messages of a LISTSERV notebook (also .gz), in the order of the file; see `mailman.read_messages`.

    list_name is taken from the file's name ("onc-l.log9703") when it is not given.
    """
    named = _NOTEBOOK.match(path.name)
    name = list_name or (named["list"] if named else path.stem)
    return keep(read_each(_raws(path), name), on_skip, with_no_archive)


def _raws(path: Path) -> Iterator[Raw | Skipped]:
    """One message after the other. The separator counts only where a header follows."""
    held: list[bytes] = []
    size = begin = waiting = 0
    for number, line in numbered_lines(path):
        if waiting:
            if _HEADER.match(line):
                if begin:
                    yield _close(begin, held, size)
                begin, held, size = waiting, [], 0
            elif begin:
                held.append(SEPARATOR + b"\n")
            waiting = 0
        if line.rstrip(b"\r\n") == SEPARATOR:
            waiting = number
        elif begin:
            size += len(line)
            if size <= LARGEST_MESSAGE:
                held.append(line)
            else:
                held.clear()
        elif line.strip():
            raise BadArchive(
                f"Line {number} of {path.name} is not a line of 73 equal signs, so it is no LISTSERV notebook."
            )
    if begin:
        yield _close(begin, held, size)
    elif waiting:
        raise BadArchive(f"Line {waiting} of {path.name} begins a message, but no header follows.")
    else:
        raise BadArchive(f"{path.name} holds no message.")


def _close(begin: int, held: list[bytes], size: int) -> Raw | Skipped:
    return Skipped(begin, TOO_LARGE) if size > LARGEST_MESSAGE else Raw(begin, b"".join(held))
