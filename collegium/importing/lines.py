"""Lines of an archive file, numbered, one at a time, also from a .gz file."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from collegium.importing.message import BadArchive

LONGEST_LINE = 1_000_000  # bytes; a longer line comes in pieces
LARGEST_MESSAGE = 30_000_000  # bytes; a larger message is skipped and never held whole
TOO_LARGE = "larger than 30 MB"


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """(number from 1, line with its line end). Raises BadArchive when the file is binary or its compression broken."""
    number, is_whole = 0, True
    try:
        with _open(path) as file:
            while line := file.readline(LONGEST_LINE):
                number += is_whole  # a piece of a long line counts with it
                is_whole = line.endswith(b"\n")
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                    if b"\x00" in line:  # further down it is one broken mail among others
                        raise BadArchive(f"Line 1 of {path.name} holds binary data, so it is no mail archive.")
                yield number, line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadArchive(f"The compression of {path.name} is broken after line {number}.") from error


def _open(path: Path) -> IO[bytes]:
    """The file, unpacked when it begins as gzip does, whatever its name."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if is_packed else path.open("rb")  # type: ignore[return-value]
