"""The bridge between granian's RSGI and the site: pages run in WSGI in a fixed crew of threads, `/live/` beside them.

Visitors' pages are kept in front of it (kept.py); other pages, styles and scripts are compressed here when asked for.

`serve` starts granian with this module as target. With `_COLLEGIUM_RUN` in the environment naming `jobs`, the jobs of
the site run in a thread beside it.
"""

from __future__ import annotations

import asyncio
import gc
import io
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from collegium.wsgi import application  # isort: skip (first: it prepares Django)
from django.conf import settings
from granian.rsgi import ProtocolClosed

from collegium import kept, live
from collegium.compression import compressed, is_compressible
from collegium.crew import Crew
from collegium.web.middleware import security_headers

THREADS = 4
_pages = kept.KeptPages()
_crew = Crew(THREADS)
OF_PROXIES = ("x-forwarded-", "x-real-ip", "forwarded")  # what any client could claim (OWASP ASVS 4.1.3)
GARBAGE = 20_000  # new objects until the next look for cycles
BODY_LIMIT = 60 * 1024 * 1024
TOO_LARGE = (
    f"Nothing was stored: one form may carry {BODY_LIMIT // 1024**2} MB with its files; send fewer or smaller ones.\n"
)


def _environ(scope: Any, body: bytes) -> dict[str, Any]:
    """The WSGI environment of a request (PEP 3333)."""
    client, _colon, port = scope.client.rpartition(":")
    client = client.strip("[]")
    is_proxy = client in settings.CONFIG.proxies
    host = scope.authority or scope.headers.get("host") or "localhost"
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host.split(":")[0],
        "SERVER_PORT": host.rpartition(":")[2] if ":" in host else "80",
        "REMOTE_ADDR": client,
        "REMOTE_PORT": port,
        "HTTP_HOST": host,
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": _errors,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _Stored,
    }
    for name, value in scope.headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name.startswith(OF_PROXIES) and not is_proxy:
            continue
        elif name not in ("content-length", "host") and "_" not in name:
            key = "HTTP_" + name.upper().replace("-", "_")
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


class _Errors(io.TextIOBase):
    def write(self, text: str) -> int:
        os.write(2, text.encode(errors="replace"))
        return len(text)


_errors = _Errors()


class _Stored:
    """A stored file that a view hands out: the server reads it from the disk itself, where it lies there (PEP 3333)."""

    def __init__(self, stream: Any, size: int) -> None:
        self._stream, self._size = stream, size
        self.close = stream.close

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self._stream.read(self._size), b"")

    @property
    def path(self) -> Path | None:
        """Where it lies; None in a storage elsewhere."""
        name = getattr(self._stream, "name", None)
        return Path(name) if isinstance(name, str) and os.path.isabs(name) and os.path.isfile(name) else None


def _answer(environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes | Path]:
    """Run the site for one request and collect its answer: its bytes, or the file that they are."""
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        started[:] = [int(status[:3]), [(name.lower(), value) for name, value in headers]]

    parts = application(environ, start_response)  # type: ignore[arg-type]
    try:
        path = parts.path if isinstance(parts, _Stored) and not is_compressible(started[1]) else None
        body = path or b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return started[0], started[1], body


def _page(scope: Any, environ: dict[str, Any], wish: kept.Wish | None, version: int) -> tuple[int, Any, bytes | Path]:
    """The site's answer as it is sent; kept for the next visitor where it may be."""
    status, headers, body = _answer(environ)
    if isinstance(body, Path):
        return status, headers, body
    if wish is not None and status == 200:
        page = _pages.keep(wish, version, headers, body)
        if page is not None:
            return kept.answer(page, scope)
    headers, body = compressed(headers, body, asked=scope.headers.get("accept-encoding") or "", path=scope.path)
    return status, headers, body


def _answer_page(scope: Any, protocol: Any, body: bytes, wish: kept.Wish | None, version: int) -> None:
    """Make a page and send it, in a thread of the crew."""
    _send(scope, protocol, *_page(scope, _environ(scope, body), wish, version))


async def _read(protocol: Any) -> bytes | None:
    """The body of a request; None when it is too large, whatever its headers said."""
    parts: list[bytes] = []
    size = 0
    async for part in protocol:
        size += len(part)
        if size > BODY_LIMIT:
            return None
        parts.append(bytes(part))
    return b"".join(parts)


def _send(scope: Any, protocol: Any, status: int, headers: kept.Headers, content: bytes | Path) -> None:
    if isinstance(content, Path) and scope.method != "HEAD":
        protocol.response_file(status, headers, str(content))
    elif content and scope.method != "HEAD":
        protocol.response_bytes(status, headers, content)
    else:
        protocol.response_empty(status, headers)


def _headers() -> kept.Headers:
    return [(name.lower(), value) for name, value in security_headers()]


def _too_large(protocol: Any) -> None:
    protocol.response_str(413, [("content-type", "text/plain; charset=utf-8"), *_headers()], TOO_LARGE)


def _end_with(parent: int) -> None:
    """End when `serve` was killed: the port is free for the next start."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


class Site:
    """The RSGI application."""

    _version: int | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start what runs beside the pages in this process."""
        gc.freeze()  # what was loaded at the start is not looked through for garbage again
        gc.set_threshold(GARBAGE)
        threading.Thread(target=_end_with, args=(os.getppid(),), name="parent", daemon=True).start()
        if "jobs" in os.environ.get("_COLLEGIUM_RUN", ""):
            from collegium.outbox.worker import start_in_thread

            start_in_thread()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """End in peace: the present job is finished, answers under way are given."""
        if "jobs" in os.environ.get("_COLLEGIUM_RUN", ""):
            from collegium.outbox.worker import stop_thread

            stop_thread()

    def _version_now(self) -> int:
        """The committed counter: read once for all requests that had arrived when the reading began."""
        if self._version is None:
            asyncio.get_running_loop().call_soon(self._forget_version)  # after those that wait now
            self._version = _pages.counter()
        return self._version

    def _forget_version(self) -> None:
        self._version = None

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        if scope.proto != "http":
            protocol.close(400)
            return
        reads = scope.method in ("GET", "HEAD")
        if not reads and int(scope.headers.get("content-length") or 0) > BODY_LIMIT:
            _too_large(protocol)
            return
        if scope.path == "/live/" and scope.method == "GET":
            await self._live(scope, protocol)
            return
        wish = kept.wish_of(scope)
        version = self._version_now() if wish is not None else 0
        page = _pages.find(wish, version) if wish is not None else None
        if page is not None:
            _send(scope, protocol, *kept.answer(page, scope))
            return
        body = b"" if reads else await _read(protocol)
        if body is None:
            _too_large(protocol)
            return
        await _crew.ask(_answer_page, scope, protocol, body, wish, version)

    async def _live(self, scope: Any, protocol: Any) -> None:
        """Follow what moves for this reader, when this process serves it (`--live`)."""
        if "live" not in os.environ.get("_COLLEGIUM_RUN", "live"):
            protocol.response_empty(404, _headers())
            return
        environ = _environ(scope, b"") | {"PATH_INFO": "/live/counts/"}

        def ask() -> Any:
            return _crew.ask(lambda: _answer(environ.copy())[::2])

        with suppress(ProtocolClosed):  # the reader has gone
            await live.follow(protocol, environ.get("HTTP_COOKIE", ""), ask, _headers())


site = Site()
