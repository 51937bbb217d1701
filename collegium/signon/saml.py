"""SAML 2.0: out to the provider with a request, back with one signed assertion for it (python3-saml checks the XML).

Only answers to a request of this browser count, each once (ASVS 6.8.3); the assertion must be signed with a
certificate of the metadata, by SHA-256 or better; audience, recipient, issuer and times must fit. Requests are signed,
and an assertion may be encrypted for this site's key (`own_key.py`): the signature that counts is the one inside.
The answer comes by POST from another site, without the browser's cookie: it waits under the request's number until the
browser, led on by itself, asks for it with its own session.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any
from xml.etree import ElementTree

from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from collegium.signon.asking import asked
from collegium.signon.came import Came
from collegium.signon.models import Provider
from collegium.signon.oidc import is_web_address
from collegium.signon.own_key import private_key
from collegium.signon.refusing import NotTrusted, unfit

MOST = 256 * 1024  # characters of an answer
WAITS = 300  # seconds that an answer waits for its browser
ONCE = 3600 * 24  # seconds that a used assertion is remembered; it is not valid that long
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
ENCRYPTED_BY = "{http://www.w3.org/2001/04/xmlenc#}EncryptionMethod"  # PKCS #1 v1.5 is not taken (RFC 8017, 7.2)
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"


def entity_id(provider: Provider) -> str:
    """This site's name for the provider: where its metadata is."""
    return f"{settings.SITE_URL}{reverse('signon:saml_metadata', args=[provider.slug])}"


def answer_address(provider: Provider) -> str:
    """Where the provider sends its answer."""
    return f"{settings.SITE_URL}{reverse('signon:take_saml', args=[provider.slug])}"


def read_metadata(text: str) -> dict[str, Any]:
    """What the metadata of a provider says: {"entity_id", "sso", "certificates"}.

    Raises:
        NotTrusted: it can't be read, or lacks one of them.
    """
    from lxml.etree import XMLSyntaxError
    from onelogin.saml2.errors import OneLogin_Saml2_Error
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

    wrong = NotTrusted(
        _(
            "This is no metadata of a SAML provider: it has no name, no address for sign-ins by redirect, or no"
            " certificate."
        )
    )
    if len(text) > MOST or "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise wrong
    try:
        found = OneLogin_Saml2_IdPMetadataParser.parse(text.encode(), required_sso_binding=REDIRECT).get("idp") or {}
    except (OneLogin_Saml2_Error, XMLSyntaxError, ValueError, KeyError, IndexError, TypeError, ElementTree.ParseError):
        raise wrong from None
    several = (found.get("x509certMulti") or {}).get("signing") or []
    certificates = several or ([found["x509cert"]] if found.get("x509cert") else [])
    said = {
        "entity_id": str(found.get("entityId") or ""),
        "sso": str((found.get("singleSignOnService") or {}).get("url") or ""),
        "certificates": [str(one) for one in certificates],
    }  # fmt: skip
    if not (said["entity_id"] and is_web_address(str(said["sso"])) and certificates):
        raise wrong
    return said


def fetch_metadata(address: str) -> dict[str, Any]:
    """The metadata at an address, through the guards.

    Raises:
        NotTrusted: it could not be asked for, or is none.
    """
    answer = asked(address)
    if answer.status != 200:
        raise NotTrusted(_("There is no metadata at this address."))
    return read_metadata(answer.body.decode("utf-8", "replace"))


def _settings(provider: Provider) -> dict[str, Any]:
    known, key = provider.metadata, private_key(provider)
    return {
        "strict": True,
        "sp": {
            "entityId": entity_id(provider),
            "assertionConsumerService": {"url": answer_address(provider), "binding": POST},
            "NameIDFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            "x509cert": provider.certificate if key else "", "privateKey": key,
        },
        "idp": {
            "entityId": known.get("entity_id", ""),
            "singleSignOnService": {"url": known.get("sso", ""), "binding": REDIRECT},
            "x509certMulti": {"signing": known.get("certificates", []), "encryption": []},
        },
        "security": {
            "wantAssertionsSigned": True, "wantNameId": True, "wantAttributeStatement": False,
            "requestedAuthnContext": False, "authnRequestsSigned": bool(key),
            "rejectDeprecatedAlgorithm": True, "allowSingleLabelDomains": True,
            "allowRepeatAttributeName": True, "rejectUnsolicitedResponsesWithInResponseTo": True,
        },
    }  # fmt: skip


def _auth(provider: Provider, answer: str = "") -> Any:
    """python3-saml's object, told the site's public address whatever the request's headers say."""
    from urllib.parse import urlsplit

    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    parts = urlsplit(answer_address(provider))
    request = {
        "https": "on" if parts.scheme == "https" else "off", "http_host": parts.netloc, "script_name": parts.path,
        "get_data": {}, "post_data": {"SAMLResponse": answer} if answer else {},
    }  # fmt: skip
    return OneLogin_Saml2_Auth(request, old_settings=_settings(provider))


def metadata(provider: Provider) -> bytes:
    """This site's own metadata for the provider."""
    from onelogin.saml2.metadata import OneLogin_Saml2_Metadata

    sp = _settings(provider)["sp"] | {"attributeConsumingService": {}}
    text = OneLogin_Saml2_Metadata.builder(sp, authnsign=bool(sp["privateKey"]), wsign=True)
    inner = "".join(line for line in sp["x509cert"].splitlines() if not line.startswith("-----"))
    text = OneLogin_Saml2_Metadata.add_x509_key_descriptors(text, inner)
    return text.encode() if isinstance(text, str) else bytes(text)


def away(request: HttpRequest, provider: Provider, purpose: str, next_address: str, about: dict[str, Any]) -> str:
    """The provider's address with a request; what has to fit on the way back lies in the session.

    Raises:
        NotTrusted: the provider's metadata is not there.
    """
    from onelogin.saml2.errors import OneLogin_Saml2_Error

    try:
        auth = _auth(provider)
        address = str(auth.login(return_to="", force_authn=purpose == "again"))
    except OneLogin_Saml2_Error:
        raise NotTrusted(_("%(name)s has no metadata here. Tell the society.") % {"name": provider.name}) from None
    state = {"process": purpose, "data": about, "next": next_address or None}
    statekit.stash_state(request, provider_id=provider.slug, state=state, state_id=auth.get_last_request_id())
    return address


def hold(provider: Provider, answer: str) -> str:
    """Keep an answer until its browser asks for it. Returns the number of the request it claims to answer.

    Raises:
        NotTrusted: it can't be read, or says to answer nothing.
    """
    from lxml import etree

    if not answer or len(answer) > MOST:
        raise unfit(provider)
    try:
        text = base64.b64decode(answer, validate=False)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(text, parser)
    except (binascii.Error, ValueError, etree.XMLSyntaxError):
        raise unfit(provider) from None
    number = root.get("InResponseTo") or ""
    ways = {method.get("Algorithm", "") for method in root.iter(ENCRYPTED_BY)}
    if root.getroottree().docinfo.doctype or not number or any(way.endswith("rsa-1_5") for way in ways):
        raise unfit(provider)
    cache.set(f"signon:saml:{provider.slug}:{number}", answer, WAITS)
    return number


def held(request: HttpRequest, provider: Provider) -> tuple[dict[str, Any], str, str]:
    """The state of this browser's request that was answered, its number, and the answer; each is there once.

    Raises:
        NotTrusted: none of this browser's requests was answered.
    """
    for number, (_state, _at, slug) in list(statekit.get_states(request).items()):
        key = f"signon:saml:{provider.slug}:{number}"
        if slug == provider.slug and (answer := cache.get(key)):
            cache.delete(key)
            state = statekit.unstash_state(request, provider_id=provider.slug, state_id=number)
            if state is not None:
                return state, number, str(answer)
    raise NotTrusted(
        _("This sign-in was not begun in this browser, was used already, or took more than ten minutes. Begin again.")
    )


def answer(provider: Provider, number: str, text: str) -> Came:
    """Who comes, once everything fits.

    Raises:
        NotTrusted: something does not.
    """
    import xmlsec
    from lxml.etree import LxmlError
    from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError

    try:
        auth = _auth(provider, text)
        auth.process_response(request_id=number)
    except (
        OneLogin_Saml2_Error,
        OneLogin_Saml2_ValidationError,
        LxmlError,
        xmlsec.Error,
        binascii.Error,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
    ):
        raise unfit(provider) from None
    if auth.get_errors() or not auth.is_authenticated() or auth.get_last_response_in_response_to() != number:
        raise unfit(provider)
    assertion, subject = str(auth.get_last_assertion_id() or ""), str(auth.get_nameid() or "")
    if "transient" in str(auth.get_nameid_format() or ""):
        raise NotTrusted(
            _(
                "%(name)s sends another name for you each time. It has to send one that stays (persistent): tell the"
                " society."
            )
            % {"name": provider.name}
        )
    if not subject or not assertion or not cache.add(f"signon:used:{provider.slug}:{assertion}", True, ONCE):
        raise unfit(provider)
    contexts = tuple(auth.get_last_authn_contexts() or ())
    return Came(provider, subject, auth.get_attributes(), contexts, _proved_at(auth))


def _proved_at(auth: Any) -> float:
    """When they signed in there, as the checked assertion says."""
    from django.utils.dateparse import parse_datetime

    found = auth.get_last_response_xml(pretty_print_if_possible=False)
    from lxml import etree

    root = etree.fromstring(found if isinstance(found, bytes) else str(found).encode())
    statements = root.findall(".//{urn:oasis:names:tc:SAML:2.0:assertion}AuthnStatement")
    moment = parse_datetime(statements[0].get("AuthnInstant") or "") if len(statements) == 1 else None
    return moment.timestamp() if moment and moment.tzinfo else 0.0
