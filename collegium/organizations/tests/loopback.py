"""A DNS server and a web server with TLS on this machine, for claims proven end to end through the guarded client."""

from __future__ import annotations

import datetime
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port

Zone = dict[str, Any]


def answer_to(wire: bytes, zone: Zone, *, is_udp: bool) -> bytes | None:
    """What the zone says: a list of texts, ("cname", name), "silent", "cut" (whole over TCP only), else no such name."""
    asked = dns.message.from_wire(wire)
    response = dns.message.make_response(asked)
    name = asked.question[0].name
    seen = 0
    while True:
        said = zone.get(name.to_text().rstrip(".").lower())
        if said == "silent":
            return None
        if isinstance(said, tuple):
            response.answer.append(dns.rrset.from_text(name, 60, "IN", "CNAME", f"{said[1]}."))
            name, seen = dns.name.from_text(said[1]), seen + 1
            if seen > 40:
                break
            continue
        if said is None:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif said == "cut" and is_udp:
            response.flags |= dns.flags.TC
        elif said:
            texts = [f"{'x' * 200}"] * 250 if said == "cut" else said
            response.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *[f'"{text}"' for text in texts]))
        break
    return response.to_wire(max_size=65535)


@contextmanager
def dns_server(settings: Any, zone: Zone) -> Iterator[Zone]:
    """Answers from `zone` over UDP and TCP; the settings ask it, and allow claims to be proven."""

    class Udp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, connection = self.request
            if (wire := answer_to(data, zone, is_udp=True)) is not None:
                connection.sendto(wire, self.client_address)

    class Tcp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                length = int.from_bytes(self.request.recv(2), "big")
                if (wire := answer_to(self.request.recv(length), zone, is_udp=False)) is not None:
                    self.request.sendall(len(wire).to_bytes(2, "big") + wire)

    place = "127.0.0.1", free_port()
    udp, tcp = socketserver.ThreadingUDPServer(place, Udp), socketserver.ThreadingTCPServer(place, Tcp)
    with _serving(udp), _serving(tcp):
        settings.RESOLVERS, settings.OUTBOUND_CLAIMS = (f"127.0.0.1:{place[1]}",), True
        yield zone


@contextmanager
def web_server(settings: Any, folder: Path, host: str, answers: dict[str, Any]) -> Iterator[list[str]]:
    """HTTPS as `host`, with a certificate of an authority that the settings trust; `answers` by path: bytes, (status,
    bytes), or "slow". Gives what was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            said = answers.get(self.path, (404, b"none"))
            if said == "slow":
                time.sleep(1.5)
                return
            status, body = said if isinstance(said, tuple) else (200, said)
            self.send_response(status)
            self.send_header("Location", "https://127.0.0.1/inside")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(folder, host))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    with _serving(server):
        settings.OUTBOUND_PLACES = {host: ("127.0.0.1", server.server_address[1])}
        settings.OUTBOUND_CA, settings.OUTBOUND_CLAIMS = str(folder / "authority.pem"), True
        yield asked


@contextmanager
def _serving(server: Any) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate for a host, of an authority made for this test: files of certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = _name("Authority of a test")
    own = _signed(authority, authority, authority_key, authority_key, x509.BasicConstraints(ca=True, path_length=0))
    leaf = _signed(_name(host), authority, key, authority_key, x509.SubjectAlternativeName([x509.DNSName(host)]))
    files = folder / "authority.pem", folder / "leaf.pem", folder / "key.pem"
    files[0].write_bytes(own.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    files[2].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files[1], files[2]


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _signed(
    subject: x509.Name, issuer: x509.Name, key: Any, by: Any, extension: x509.ExtensionType
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2)).add_extension(extension, critical=False)
    )  # fmt: skip
    if isinstance(extension, x509.BasicConstraints):
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(by, hashes.SHA256())
