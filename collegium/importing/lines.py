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
    number = 0
    try:
        with _open(path) as file:
            while line := file.readline(LONGEST_LINE):
                number += 1
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if number < 20 and b"\x00" in line:
                    raise BadArchive(f"Line {number} of {path.name} holds binary data, so it is no mail archive.")
                yield number, line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadArchive(f"The compression of {path.name} is broken after line {number}.") from error


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]
