"""This site's own key for a SAML provider: requests are signed with it, and assertions may be encrypted for it."""

from __future__ import annotations

import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.utils import timezone

from collegium.signon.models import Provider
from collegium.web import secrets

BITS = 3072  # NIST SP 800-57 part 1: 128 bits of security
YEARS = 20  # the other side holds the certificate by its metadata; nobody renews it in between


def make_key(provider: Provider) -> None:
    """Give the provider a new key and its certificate, which it signs itself; the row is not saved."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"collegium {provider.slug}")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365 * YEARS))
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    provider.secret = secrets.hidden(private.decode())
    provider.certificate = certificate.public_bytes(Encoding.PEM).decode()


def private_key(provider: Provider) -> str:
    """The key in PEM; "" where there is none, or none that the site's present secret opens."""
    try:
        return secrets.shown(provider.secret)
    except secrets.Lost:
        return ""
