"""Visitors' pages kept in front of the site: made once, handed out again while nothing that decides them has changed.

A page is kept only when it was made for nobody in particular: asked for without any cookie but the language, answered
with 200, setting no cookie. Before it is handed out again the committed counter `KeptVersion.PAGES` is read and
compared, so what another process changed counts on the next request; and a page never outlives the next instant at
which something is scheduled to come out, open or close (docs/access.md, "How soon").
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from collegium.audience.instants import Instants
from collegium.compression import accepts_gzip, gzipped

LONGEST = 60.0  # seconds a page is kept at most
MOST_BYTES = 32 * 1024 * 1024  # of all kept pages together, their compressed forms included
LARGEST = 512 * 1024  # bytes of one page
UNKEPT = ("/accounts/", "/join/", "/static/", "/files/", "/search/", "/healthz", "/readyz", "/admin/", "/desk/")
DECIDING = ("accept-language", "accept", "hx-request", "x-forwarded-proto")
UNDERSTOOD = {"cookie", "accept-language", "accept", "accept-encoding", "hx-request"}

Key = tuple[str, ...]
Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Page:
    """An answer made for visitors. `version` is the counter read before it was made; `until` seconds since 1970."""

    headers: Headers
    body: bytes
    small: bytes
    etag: str
    version: int
    until: float

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.body) + len(self.small) + 1024


@dataclass(slots=True)
class Wish:
    """What a request asks for: its key, and whether an answer made for it, from `begun` on, may be kept for others."""

    key: Key
    may_keep: bool
    begun: float = field(default_factory=time.time, compare=False)


def cookies_of(header: str) -> dict[str, str]:
    """The cookies of a request by name."""
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, mark, value in pairs if mark}


def wish_of(scope: Any) -> Wish | None:
    """The key of a request that a kept page may answer; None when it has to be made.

    A visitor's own cookies are the language and the token of forms. The token does not change a page that has no form;
    but a page asked for with one may hold it, and is kept for nobody.
    """
    if scope.method not in ("GET", "HEAD") or scope.path.startswith(UNKEPT):
        return None
    headers = scope.headers
    if headers.get("authorization") or headers.get("range"):
        return None
    sent = headers.get_all("cookie")
    cookies = cookies_of("; ".join(sent)) if sent else {}
    language = cookies.pop(settings.LANGUAGE_COOKIE_NAME, "")
    has_token = cookies.pop(settings.CSRF_COOKIE_NAME, None) is not None
    if cookies:
        return None
    host = scope.authority or headers.get("host") or ""
    told = tuple(",".join(headers.get_all(name)) for name in DECIDING)
    key = (scope.scheme, host, scope.path, scope.query_string, language, *told)
    return Wish(key, scope.method == "GET" and not has_token)


def may_be_kept(status: int, headers: Headers, body: bytes) -> bool:
    """Whether an answer is the same for every visitor who asks with the same key."""
    if status != 200 or len(body) > LARGEST:
        return False
    for name, value in headers:
        if name in ("set-cookie", "cache-control", "content-encoding", "content-disposition"):
            return False
        if name == "vary" and not {part.strip().lower() for part in value.split(",")} <= UNDERSTOOD:
            return False
    return dict(headers).get("content-type", "").startswith("text/html")


class Counter:
    """Reads the committed counter of visitors' pages, on a connection of its own."""

    SQL = "SELECT CAST(sum(value) AS bigint) FROM web_keptversion WHERE counter = 1"  # KeptVersion.PAGES

    def __init__(self) -> None:
        self._connection: Any = None
        self._read: Callable[[], int] = int

    def __call__(self) -> int:
        """The counter now; 0 when it can't be told, and then nothing is kept or handed out."""
        try:
            if self._connection is None:
                self._connection, self._read = self._connect()
            return self._read()
        except Exception:  # whatever the driver says: the site makes the page, and reports it
            self.close()
            return 0

    def close(self) -> None:
        """Let the connection go; the next read opens another."""
        if self._connection is not None:
            try:
                self._connection.close()
            finally:
                self._connection = None

    def _connect(self) -> tuple[Any, Callable[[], int]]:
        """A connection, and what reads the counter with it."""
        if connection.vendor == "sqlite":
            place = settings.DATABASES["default"]["NAME"]
            own = sqlite3.connect(str(place), timeout=0.05, isolation_level=None, check_same_thread=False)
            return own, lambda: own.execute(self.SQL).fetchone()[0] or 0
        import psycopg  # only where the database is PostgreSQL

        from collegium.web.planned import checked

        wishes = connection.get_connection_params()
        plain: dict[str, Any] = {
            name: wishes[name] for name in ("dbname", "user", "password", "host", "port") if wishes.get(name)
        }
        limits: dict[str, Any] = {
            "connect_timeout": 3,
            "tcp_user_timeout": 3000,
            "options": "-c statement_timeout=2000",
        }
        line = psycopg.connect(autocommit=True, **plain, **limits)
        checked(line.pgconn.prepare(b"counter", self.SQL.encode()))

        def read() -> int:  # before each visitor's page: no more than libpq does
            return int(checked(line.pgconn.exec_prepared(b"counter", None)).get_value(0, 0) or 0)

        return line, read


class KeptPages:
    """The pages kept by this process, least recently used first.

    Args:
        counter: gives the committed counter.
        clock: seconds since 1970.
    """

    def __init__(self, counter: Callable[[], int] | None = None, clock: Callable[[], float] = time.time) -> None:
        self.counter, self.clock, self._instants = counter or Counter(), clock, Instants()
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def find(self, wish: Wish, version: int) -> Page | None:
        """The page, if it is still what the site would answer at this version of everything."""
        page = self._pages.get(wish.key)
        if page is None or not version:
            return None
        with self._lock:
            if page.version != version or page.until <= self.clock():
                self._drop(wish.key)
                return None
            if wish.key in self._pages:
                self._pages.move_to_end(wish.key)
        return page

    def keep(self, wish: Wish, version: int, headers: Headers, body: bytes) -> Page | None:
        """Keep an answer of status 200 made after `version` was read. Call it in a thread: it asks the database."""
        if not (version and wish.may_keep and may_be_kept(200, headers, body)):
            return None
        try:
            until = self._instants.end_of(version, wish.begun, LONGEST)
        except DatabaseError:
            return None
        if until <= self.clock():
            return None
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        page = Page(_kept_headers(headers, etag), body, gzipped(body), etag, version, until)
        with self._lock:
            self._drop(wish.key)
            self._pages[wish.key] = page
            self._bytes += page.size
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))
        return page

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= page.size


def _kept_headers(headers: Headers, etag: str) -> Headers:
    told = [(name, value) for name, value in headers if name not in ("vary", "content-length")]
    return [
        *told, ("etag", etag), ("cache-control", "no-cache"), ("vary", "Cookie, Accept-Language, Accept-Encoding"),
    ]  # fmt: skip


def answer(page: Page, scope: Any) -> tuple[int, Headers, bytes]:
    """What a request gets of a kept page: 304 when it has it, else the bytes, compressed where that is understood."""
    held = scope.headers.get("if-none-match") or ""
    if held and page.etag in [tag.strip().removeprefix("W/") for tag in held.split(",")]:
        return 304, page.headers, b""
    if accepts_gzip(scope.headers.get("accept-encoding") or ""):
        return 200, [*page.headers, ("content-encoding", "gzip"), ("content-length", str(len(page.small)))], page.small
    return 200, [*page.headers, ("content-length", str(len(page.body)))], page.body
