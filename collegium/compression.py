"""gzip for what the site answers, where the browser asks for it."""

from __future__ import annotations

import secrets
import struct
import time
import zlib
from functools import lru_cache

LEVEL = 4  # of 1-9: most of the gain for a third of the time
SMALLEST = 600  # bytes; below, the header eats the gain
KINDS = (
    "text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml", "text/plain",
    "application/json", "application/xml", "application/atom+xml", "application/rss+xml", "text/calendar",
)  # fmt: skip
MOST_PADDING = 96  # bytes


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding asks for gzip."""
    for part in header.split(","):
        name, _mark, weight = part.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def gzipped(data: bytes, *, is_personal: bool = False) -> bytes:
    """Compressed bytes.

    Args:
        data: what is sent.
        is_personal: pad to a random length, so that lengths tell less of a secret beside a visitor's words (BREACH).
    """
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush()
    padding = b"x" * secrets.randbelow(MOST_PADDING) + b"\0" if is_personal else b""
    flags = 8 if is_personal else 0  # 8: a file name follows (RFC 1952)
    head = struct.pack("<4BL2B", 0x1F, 0x8B, 8, flags, int(time.time()) & 0xFFFFFFFF if is_personal else 0, 0, 255)
    return head + padding + packed + struct.pack("<2L", zlib.crc32(data), len(data) & 0xFFFFFFFF)


@lru_cache(maxsize=128)
def gzipped_once(data: bytes) -> bytes:
    """The same for static files, kept."""
    return gzipped(data)


Headers = list[tuple[str, str]]


def is_compressible(headers: Headers) -> bool:
    """Whether an answer is of a kind that gets smaller."""
    return dict(headers).get("content-type", "").split(";")[0].strip().lower() in KINDS


def compressed(headers: Headers, body: bytes, *, asked: str, path: str) -> tuple[Headers, bytes]:
    """An answer as it is sent to somebody whose Accept-Encoding is `asked`."""
    told = dict(headers)
    if not is_compressible(headers) or len(body) < SMALLEST or "content-encoding" in told or "content-range" in told:
        return headers, body
    headers = _varying(headers)
    if not accepts_gzip(asked):
        return headers, body
    small = gzipped_once(body) if path.startswith("/static/") else gzipped(body, is_personal=True)
    kept = [(name, value) for name, value in headers if name != "content-length"]
    kept = [(name, f"W/{value}" if name == "etag" and value.startswith('"') else value) for name, value in kept]
    return [*kept, ("content-encoding", "gzip"), ("content-length", str(len(small)))], small


def _varying(headers: Headers) -> Headers:
    told = ", ".join(value for name, value in headers if name == "vary")
    if "accept-encoding" in told.lower():
        return headers
    rest = [(name, value) for name, value in headers if name != "vary"]
    return [*rest, ("vary", f"{told}, Accept-Encoding" if told else "Accept-Encoding")]
