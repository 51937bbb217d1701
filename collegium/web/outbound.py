"""The one way in which the server asks another: by HTTPS, of hosts that the operator listed (`COLLEGIUM_OUTBOUND`), or
of the one host that an organization's claim is about, where the operator allows such proofs.

Guards (OWASP ASVS 1.3.6; SSRF): the host must be on the list; every address it resolves to must be a public one, and
the connection goes to the very address that was looked at; redirects are not followed; no proxy of the environment is
used; an answer has a largest size and a last moment. Called from jobs; while somebody waits only where they come back
from a provider of sign-ins (`collegium/signon/`).
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from collegium import __version__
from collegium.web.models import Society

MOST = 2 * 1024 * 1024  # bytes of an answer
CONNECT, WHOLE = 8.0, 20.0  # seconds to connect, and until the answer is whole
GAP = 1.0  # seconds between two questions to one host
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_lock = threading.Lock()
_asked: dict[str, float] = {}


class NotAllowed(Exception):
    """This may not be asked: another scheme, host or address than the operator allows; a redirect."""


class Redirected(NotAllowed):
    """The answer leads elsewhere."""


class NotPublic(NotAllowed):
    """The name leads to an address that is not public."""


class NotReached(Exception):
    """No answer now: no connection, too slow, too large, or the other side asks to come back later."""


class TooLarge(NotReached):
    """The answer has more bytes than were wanted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever the status (but 3xx, 429 and 5xx, which are no answers)."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: it is none.
        """
        return json.loads(self.body.decode("utf-8"))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a host."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes | None
    most: int = MOST


def get(address: str, *, proof_of: str = "", most: int = MOST) -> Answer:
    """Ask for an address, not sooner than a second after the last question to its host.

    Args:
        proof_of: a host that may be asked this once although it is not listed, since somebody says that they speak for
            it; only where the operator allows such proofs (`claims` in `COLLEGIUM_OUTBOUND`).
        most: bytes of the answer.

    Raises:
        NotAllowed: it may not be asked; asking again changes nothing.
        NotReached: try again later.
    """
    return ask(address, waits=True, proof_of=proof_of, most=most)


def ask(
    address: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None,
    waits: bool = False, proof_of: str = "", most: int = MOST,
) -> Answer:  # fmt: skip
    """Ask for an address, or send it something.

    Args:
        headers: beside the usual ones, or in place of them.
        waits: not sooner than a second after the last question to this host.
        proof_of, most: as `get` says.

    Raises:
        NotAllowed: it may not be asked; asking again changes nothing.
        NotReached: try again later.
    """
    parts = urlsplit(address)
    host, is_trusted = (parts.hostname or "").lower(), parts.netloc in settings.OUTBOUND_TRUSTED
    may = host in settings.OUTBOUND_HOSTS or (bool(host) and settings.OUTBOUND_CLAIMS and host == proof_of)
    if not is_trusted and (parts.scheme != "https" or not may):
        raise NotAllowed(f"{host or address} is not among the hosts that may be asked.")
    if parts.username or parts.password or not (is_trusted or parts.port in (None, 443)):
        raise NotAllowed("An address with a name, a password or a port is not asked.")
    if waits:
        _wait_for(host)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connected = _connected(host, parts.port or (443 if parts.scheme == "https" else 80), is_trusted)
        question = Question(method, target, _headers() | (headers or {}), body, most)
        return _asked_of(connected, host, question, is_secure=parts.scheme == "https")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotReached(f"{host} gave no answer: {error or type(error).__name__}") from error


def is_public(text: str) -> bool:
    """Whether an address lies in the public part of the internet, whichever way it is written."""
    address: Any = ipaddress.ip_address(text.partition("%")[0])
    inner = [address]
    if address.version == 6:
        embedded = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            embedded.append(ipaddress.ip_address(int(address) & 0xFFFFFFFF))
        inner = [found for found in embedded if found] or inner
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in inner)


def _connected(host: str, port: int, is_trusted: bool) -> socket.socket:
    """A connection to an address that was looked at, never to a name that could mean another one by then."""
    if standing_in := settings.OUTBOUND_PLACES.get(host):
        found, is_trusted = socket.getaddrinfo(*standing_in, type=socket.SOCK_STREAM), True
    else:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not is_trusted and not all(is_public(str(place[0])) for *_rest, place in found):
        raise NotPublic(f"{host} leads to an address that is not public.")
    last: OSError = OSError("no address")
    for family, kind, protocol, _name, place in found:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(CONNECT)
            connection.connect(place)
            if not is_trusted and not is_public(str(connection.getpeername()[0])):
                raise NotPublic(f"{host} leads to an address that is not public.")
        except OSError as error:
            connection.close()
            last = error
        except NotAllowed:
            connection.close()
            raise
        else:
            return connection
    raise last


@contextmanager
def _until_deadline(connected: socket.socket) -> Iterator[None]:
    """Ends the connection when its time is over, however slowly the other side talks."""

    late = threading.Event()

    def end() -> None:
        late.set()
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(WHOLE, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connected.close()
    if late.is_set():
        raise TimeoutError(f"it took longer than {WHOLE} seconds")


def _asked_of(connected: socket.socket, host: str, question: Question, *, is_secure: bool) -> Answer:
    if is_secure:
        context = ssl.create_default_context()
        if settings.OUTBOUND_CA:
            context.load_verify_locations(settings.OUTBOUND_CA)
        connected = context.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)
    with _until_deadline(connected):
        if isinstance(connected, ssl.SSLSocket):
            connected.do_handshake()
        connection = http.client.HTTPConnection(host)
        connection.sock = connected
        connection.request(question.method, question.target, body=question.body, headers=question.headers)
        with closing(connection), closing(connection.getresponse()) as response:
            return _read(response, host, question.most)


def _read(response: http.client.HTTPResponse, host: str, most: int) -> Answer:
    if 300 <= response.status < 400:
        raise Redirected(f"{host} leads elsewhere; that is not followed.")
    if response.status == 429 or response.status >= 500:
        raise NotReached(f"{host} answered {response.status}.")
    body = response.read(most + 1)
    if len(body) > most:
        raise TooLarge(f"{host} answered more than {most} bytes.")
    if response.length:
        raise NotReached(f"{host} stopped in the middle of its answer.")
    return Answer(response.status, body)


def _headers() -> dict[str, str]:
    """Who asks, and where to complain: registers want to be able to write to whoever asks them."""
    contact = Society.current().contact_email
    who = f"; mailto:{contact}" if contact else ""
    return {
        "User-Agent": f"Collegium/{__version__} (+{settings.SITE_URL}{who})",
        "Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close",
    }  # fmt: skip


def _wait_for(host: str) -> None:
    """One question a second to each host, from this process."""
    if host in settings.OUTBOUND_PLACES or host in {name.partition(":")[0] for name in settings.OUTBOUND_TRUSTED}:
        return
    with _lock:
        now = time.monotonic()
        at = max(now, _asked.get(host, 0.0) + GAP)
        _asked[host] = at
    time.sleep(at - now)
