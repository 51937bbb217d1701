"""Proofs that somebody controls a domain: a TXT record at `_collegium-challenge.<domain>`, or a file on its host.

Only where the operator allows it (`claims` in `COLLEGIUM_OUTBOUND`), only in jobs. The file is asked for through
`collegium/web/outbound.py` (HTTPS, public addresses, no redirect); DNS is asked of the operator's resolvers, within
eight seconds, and nothing is ever connected to that an answer names. Both hold one line: `collegium=<token>`.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from collegium.organizations.domains import host_of, is_usable
from collegium.web import outbound

if TYPE_CHECKING:
    from dns.nameserver import Nameserver

    from collegium.organizations.models import Organization

RECORD: Final = "_collegium-challenge"
PATH: Final = "/.well-known/collegium-challenge.txt"
LARGEST: Final = 16 * 1024  # bytes of the file
LIFETIME: Final = 8.0  # seconds for all questions to all resolvers
MOST_RECORDS: Final = 100


class Found(models.TextChoices):
    """What a look at a proof gave."""

    PROVEN = "proven", _("The proof is there.")
    MISSING = "missing", _("There is nothing yet. It can take an hour until a new record or file is seen everywhere.")
    OTHER = "other", _("Something else stands there. Compare it letter by letter with what is asked for.")
    SILENT = "silent", _("There was no answer. Look whether the address works, then check again.")
    LARGE = "large", _("The answer was too large. The file holds nothing but the line that is asked for.")
    REDIRECT = "redirect", _("The address leads elsewhere. The file must lie on the very address, without a redirect.")
    INSIDE = "inside", _("The name leads to an address that is not public, which is never asked.")
    CERTIFICATE = "certificate", _("The certificate of the address is not valid. Mend it, or use a DNS record.")
    FORBIDDEN = "forbidden", _("This site does not ask other hosts now. Use your work mail, or a statement.")


def line_of(token: str) -> str:
    """What record and file hold."""
    return f"collegium={token}"


def host_for(organization: Organization, domain: str) -> str:
    """The host on which the file must lie: that of the website where it is of this domain (with its "www."), else the
    domain itself."""
    website = host_of(organization.website, whole=True)
    return website if website.removeprefix("www.") == domain else domain


def look(method: str, domain: str, host: str, token: str) -> Found:
    """Look for a proof now.

    Args:
        method: "dns" or "file".
        host: where the file must lie.
    """
    if not settings.OUTBOUND_CLAIMS or not is_usable(domain):
        return Found.FORBIDDEN
    return _in_dns(domain, token) if method == "dns" else _in_file(host, token)


def _in_dns(domain: str, token: str) -> Found:
    import dns.exception
    import dns.name
    import dns.resolver

    resolver = dns.resolver.Resolver(configure=not settings.RESOLVERS)
    if settings.RESOLVERS:
        resolver.nameservers = [_server(text) for text in settings.RESOLVERS]
    resolver.timeout, resolver.lifetime, resolver.cache = 3.0, LIFETIME, None
    try:
        name = dns.name.from_text(f"{RECORD}.{domain}.")
        answer = resolver.resolve(name, "TXT", search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return Found.MISSING
    except (dns.exception.DNSException, OSError, ValueError):  # slow, broken, a chain of names without end
        return Found.SILENT
    texts = [b"".join(record.strings)[:1000].decode("ascii", "replace") for record in list(answer)[:MOST_RECORDS]]
    return _compare(texts, token)


def _server(text: str) -> Nameserver:
    """A resolver: "9.9.9.9", "127.0.0.1:5353", "[::1]:5353", "2620:fe::fe"."""
    import dns.nameserver

    bare, _colon, port = text.rpartition(":")
    has_port = port.isdigit() and (bare.endswith("]") or ":" not in bare) and bool(bare)
    address = bare if has_port else text
    return dns.nameserver.Do53Nameserver(address.strip("[]"), int(port) if has_port else 53)


def _in_file(host: str, token: str) -> Found:
    try:
        answer = outbound.get(f"https://{host}{PATH}", proof_of=host, most=LARGEST)
    except outbound.Redirected:
        return Found.REDIRECT
    except outbound.NotPublic:
        return Found.INSIDE
    except outbound.NotAllowed:
        return Found.FORBIDDEN
    except outbound.TooLarge:
        return Found.LARGE
    except outbound.NotReached as error:
        is_certificate = isinstance(error.__cause__, ssl.SSLCertVerificationError)
        return Found.CERTIFICATE if is_certificate else Found.SILENT
    if answer.status != 200:
        return Found.MISSING
    return _compare(answer.body.decode("utf-8", "replace").splitlines()[:MOST_RECORDS], token)


def _compare(texts: list[str], token: str) -> Found:
    wanted = line_of(token)
    if any(constant_time_compare(text.strip().strip("\ufeff"), wanted) for text in texts):
        return Found.PROVEN
    return Found.OTHER if any(text.strip() for text in texts) else Found.MISSING
