"""A SAML identity provider on this machine: its key is made here, its assertions are signed by xmlsec."""

from __future__ import annotations

import base64
import datetime
import html
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import Client
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from collegium.signon.tests.providers import address_in

NOW = "%Y-%m-%dT%H:%M:%SZ"
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r{number}" Version="2.0" IssueInstant="{now}"
 Destination="{acs}" InResponseTo="{request}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{now}">
<saml:Issuer>{issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:{format}">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{until}"
 Recipient="{recipient}" InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>
</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s"><saml:AuthnContext>
<saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"""
ATTRIBUTE = '<saml:Attribute Name="{}"><saml:AttributeValue>{}</saml:AttributeValue></saml:Attribute>'


def key_pair() -> tuple[str, str]:
    """A new key and its certificate, in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    certificate = certificate.serial_number(7).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    return private, certificate.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()


def encrypted(assertion: str, certificate: str, by: Any) -> str:
    """The assertion for the holder of the certificate's key alone (XML Encryption, AES-256-GCM)."""
    node = etree.fromstring(assertion)
    data = xmlsec.template.encrypted_data_create(node, xmlsec.Transform.AES256_GCM, type=xmlsec.EncryptionType.ELEMENT)
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data)
    key = xmlsec.template.add_encrypted_key(info, by)
    xmlsec.template.encrypted_data_ensure_cipher_value(key)
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(certificate.encode(), xmlsec.KeyFormat.CERT_PEM, None))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, 256, xmlsec.KeyDataType.SESSION)
    holder = etree.Element("{urn:oasis:names:tc:SAML:2.0:assertion}EncryptedAssertion")
    holder.append(node)
    context.encrypt_xml(data, node)  # puts the data in the place of the assertion
    return etree.tostring(holder).decode()


class SamlProvider:
    """One provider. `faults` replace what it says; `wrap` may change the whole response once it is signed."""

    def __init__(self, port: int) -> None:
        self.place = f"http://127.0.0.1:{port}"
        self.key, self.certificate = key_pair()
        self.person = {"mail": "mia@example.org", "member_id": "", "displayName": "Mia Lindholm"}
        self.subject = "s-4711"
        self.faults: dict[str, str] = {}
        self.signs, self.sha1 = True, False
        self.wrap: Any = None
        self.encrypts_for = ""  # a certificate in PEM
        self.by = xmlsec.Transform.RSA_OAEP
        self.number = 0

    def metadata(self) -> str:
        inner = re.sub(r"-----[A-Z ]+-----|\s", "", self.certificate)
        return (
            f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{self.place}/metadata">'
            '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">'
            f'<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{inner}'
            "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService"
            f' Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{self.place}/sso"/>'
            "</md:IDPSSODescriptor></md:EntityDescriptor>"
        )

    def answer(self, request: str) -> str:
        """The SAMLResponse to a SAMLRequest, as the form carries it."""
        asked = zlib.decompress(base64.b64decode(request), -15).decode()
        acs = re.search(r'AssertionConsumerServiceURL="([^"]+)"', asked)[1]  # type: ignore[index]
        now = datetime.datetime.now(datetime.UTC)
        self.number += 1
        said = {
            "id": f"_a{self.number}", "number": str(self.number), "now": now.strftime(NOW), "acs": acs, "recipient": acs,
            "since": (now - datetime.timedelta(minutes=1)).strftime(NOW), "until": (now + datetime.timedelta(minutes=5)).strftime(NOW),
            "request": re.search(r'\bID="([^"]+)"', asked)[1], "issuer": f"{self.place}/metadata",  # type: ignore[index]
            "audience": re.search(r"Issuer[^>]*>([^<]+)<", asked)[1].strip(), "subject": self.subject,  # type: ignore[index]
            "format": "persistent", "context": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
            "attributes": "".join(ATTRIBUTE.format(*pair) for pair in self.person.items()),
        } | self.faults  # fmt: skip
        assertion = ASSERTION.format(**said)
        if self.signs:
            ways = (Names.RSA_SHA1, Names.SHA1) if self.sha1 else (Names.RSA_SHA256, Names.SHA256)
            signed = OneLogin_Saml2_Utils.add_sign(assertion, self.key, self.certificate, False, *ways)
            assertion = signed.decode() if isinstance(signed, bytes) else signed
        if self.encrypts_for:
            assertion = encrypted(assertion, self.encrypts_for, self.by)
        whole = RESPONSE.format(**said, assertion=assertion)
        return base64.b64encode((self.wrap(whole) if self.wrap else whole).encode()).decode()


@contextmanager
def served(settings: Any) -> Iterator[SamlProvider]:
    """A provider that answers on 127.0.0.1, which this test allows."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            request = parse_qs(parts.query).get("SAMLRequest", [""])[0]
            said = provider.answer(request) if parts.path == "/sso" else provider.metadata()
            body = said.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = SamlProvider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.OUTBOUND_TRUSTED = settings.OUTBOUND_TRUSTED | {f"127.0.0.1:{server.server_port}"}
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answered(address: str) -> str:
    """What the provider's form holds, once somebody signed in there."""
    parts = urlsplit(html.unescape(address))
    connection = HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}")
    said = connection.getresponse().read().decode()
    connection.close()
    return said


def there_and_back(client: Client, begin: str = "/accounts/with/saltmarsh/", **sent: str) -> Any:
    """Press the button, sign in at the provider, come back: the answer to that."""
    said = answered(address_in(client.post(begin, sent)))
    return posted(client, said)


def posted(client: Client, said: str, slug: str = "saltmarsh") -> Any:
    """The provider's form is sent by another site, without cookies; then the browser goes on with its own."""
    taken = Client(HTTP_HOST="localhost").post(f"/accounts/with/{slug}/answer/", {"SAMLResponse": said})
    if taken.status_code == 403:
        return taken
    assert taken.status_code == 303
    return client.get(taken["Location"])
