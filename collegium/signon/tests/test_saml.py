"""SAML: one signed assertion, for this site, for this browser's request, once."""

from __future__ import annotations

import base64
import re

import pytest
import xmlsec
from allauth.socialaccount.models import SocialAccount

from collegium.accounts.tests.factory import browser, make_fresh
from collegium.signon import own_key, saml
from collegium.signon.actions import change_provider
from collegium.signon.models import Provider
from collegium.signon.own_key import make_key
from collegium.signon.refusing import NotTrusted
from collegium.signon.tests.providers import address_in
from collegium.signon.tests.saml_provider import answered, key_pair, posted, served, there_and_back

OLD, SOON = "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
FAULTS = {
    "wrong_audience": {"audience": "https://somebody-else.example/"}, "wrong_issuer": {"issuer": "https://evil.example"},
    "wrong_recipient": {"recipient": "https://evil.example/acs"}, "wrong_destination": {"acs": "https://evil.example/acs"},
    "expired": {"until": OLD}, "not_yet": {"since": SOON}, "answer_to_another_request": {"request": "ONELOGIN_other"},
    "no_subject": {"subject": ""}, "name_that_changes": {"format": "transient"},
}  # fmt: skip


@pytest.fixture
def idp(cast, settings):
    with served(settings) as provider:
        provider.row = Provider.objects.create(
            kind="saml", slug="saltmarsh", name="Saltmarsh", is_on=True, issuer=f"{provider.place}/metadata",
            metadata=saml.fetch_metadata(f"{provider.place}/metadata"), member_claim="member_id",
        )  # fmt: skip
        SocialAccount.objects.create(provider="saltmarsh", uid="s-4711", user=cast.mia)
        yield provider


def is_refused(answer, client):
    assert answer.status_code == 403, answer.content.decode()[:500]
    assert re.search(r'role="alert">.*?<span>[^<]+\.</span>', answer.content.decode(), re.DOTALL)
    assert "_auth_user_id" not in client.session


def test_linked_person_is_signed_in(cast, idp):
    client = browser()
    assert there_and_back(client, next="/settings/")["Location"] == "/settings/"
    assert client.session["_auth_user_id"] == str(cast.mia.pk)


def test_provider_is_added_by_its_metadata_and_tested(cast, idp):
    client = make_fresh(cast.client("ada"), cast.ada)
    form = {"name": "Second", "metadata_address": f"{idp.place}/metadata", "member_claim": "member_id"}
    answer = client.post("/desk/sign-on/new/saml/", form)
    row = Provider.objects.get(name="Second")
    page = client.get(answer["Location"]).content.decode()
    assert saml.answer_address(row) in page
    assert saml.entity_id(row).encode() in client.get(saml.entity_id(row).replace("http://localhost:8000", "")).content
    said = answered(address_in(client.post(f"/desk/sign-on/{row.pk}/test/")))
    page = posted(client, said, "second").content.decode()
    assert "The connection works" in page
    assert "mia@example.org" in page
    assert "which should be in “member_id”" in page


@pytest.fixture
def own(idp):
    """The provider encrypts for this site, whose key it has from this site's metadata."""
    make_key(idp.row)
    idp.row.save()
    said = browser().get(f"/accounts/with/{idp.row.slug}/metadata/").content.decode()
    assert 'AuthnRequestsSigned="true"' in said
    inner = re.search(r'use="encryption".*?<ds:X509Certificate>(.*?)</ds:X509Certificate>', said, re.DOTALL)[1]
    idp.encrypts_for = f"-----BEGIN CERTIFICATE-----\n{inner.strip()}\n-----END CERTIFICATE-----\n"
    return idp.row


def test_encrypted_assertion_is_read_and_the_request_for_it_was_signed(cast, idp, own):
    client = browser()
    away = client.post("/accounts/with/saltmarsh/")
    assert "SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256" in address_in(away)
    said = answered(address_in(away))
    assert b"s-4711" not in base64.b64decode(said)
    assert posted(client, said)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.mia.pk)


@pytest.mark.parametrize("fault", ["wrong_audience", "wrong_recipient", "expired", "answer_to_another_request"])
def test_encrypted_assertion_that_does_not_fit_cannot_sign_anybody_in(idp, own, fault):
    idp.faults = FAULTS[fault]
    client = browser()
    is_refused(there_and_back(client), client)


def test_encrypted_assertion_cannot_go_without_a_signature_inside(idp, own):
    idp.signs = False
    client = browser()
    is_refused(there_and_back(client), client)


def test_assertion_for_another_key_cannot_be_read(idp, own):
    idp.encrypts_for = key_pair()[1]
    client = browser()
    is_refused(there_and_back(client), client)


def test_assertion_encrypted_in_the_weak_way_cannot_be_taken(idp, own):
    idp.by = xmlsec.Transform.RSA_PKCS1
    client = browser()
    is_refused(there_and_back(client), client)


def test_key_that_another_secret_opens_is_not_used(idp, own, settings):
    settings.SECRET_KEY = "another secret that this site has now"
    said = browser().get(f"/accounts/with/{own.slug}/metadata/").content.decode()
    assert "X509Certificate" not in said
    client = browser()
    is_refused(there_and_back(client), client)


def test_provider_gets_a_key_when_staff_keep_it_and_no_new_one_later(cast, idp):
    assert own_key.private_key(idp.row) == ""
    change_provider(idp.row, {"is_on": True}, cast.ada)
    first = own_key.private_key(idp.row)
    assert first.startswith("-----BEGIN PRIVATE KEY-----")
    assert "PRIVATE" not in idp.row.secret
    change_provider(idp.row, {"is_on": False}, cast.ada)
    assert own_key.private_key(idp.row) == first


@pytest.mark.parametrize("fault", FAULTS)
def test_what_does_not_fit_cannot_sign_anybody_in(idp, fault):
    idp.faults = FAULTS[fault]
    client = browser()
    is_refused(there_and_back(client), client)


def test_unsigned_assertion_cannot_sign_anybody_in(idp):
    idp.signs = False
    client = browser()
    is_refused(there_and_back(client), client)


def test_signature_of_another_key_cannot_pass(idp):
    idp.key, idp.certificate = key_pair()
    client = browser()
    is_refused(there_and_back(client), client)


def test_signature_by_sha1_cannot_pass(idp):
    idp.sha1 = True
    client = browser()
    is_refused(there_and_back(client), client)


def changed(whole):
    return whole.replace("s-4711", "s-1")


def wrapped(whole):
    """The signed assertion is kept beside a forged one that comes first."""
    signed = re.search(r"<saml:Assertion.*</saml:Assertion>", whole, re.DOTALL)[0]
    forged = (
        re.sub(r"<ds:Signature.*</ds:Signature>", "", signed, flags=re.DOTALL)
        .replace("s-4711", "s-1")
        .replace('ID="_a', 'ID="_f')
    )
    return whole.replace(signed, forged + signed)


def wrapped_inside(whole):
    """The forged assertion carries the signed one inside its signature's object."""
    signed = re.search(r"<saml:Assertion.*</saml:Assertion>", whole, re.DOTALL)[0]
    signature = re.search(r"<ds:Signature.*</ds:Signature>", signed, re.DOTALL)[0]
    bare = signed.replace(signature, "")
    holder = signature.replace("</ds:Signature>", f"<ds:Object>{bare}</ds:Object></ds:Signature>")
    forged = bare.replace("s-4711", "s-1").replace('ID="_a', 'ID="_f')
    return whole.replace(signed, forged.replace("</saml:Issuer>", f"</saml:Issuer>{holder}", 1))


def commented(whole):
    return whole.replace(">s-4711<", ">s-4711<!-- x -->.evil<")


def bomb(whole):
    return f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>{whole.replace("Mia Lindholm", "&b;")}'


def external(whole):
    return f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{whole.replace("Mia Lindholm", "&a;")}'


@pytest.mark.parametrize("wrap", [changed, wrapped, wrapped_inside, commented, bomb, external])
def test_document_that_was_tampered_with_cannot_sign_anybody_in(cast, idp, wrap):
    SocialAccount.objects.create(provider="saltmarsh", uid="s-1", user=cast.ada)
    idp.wrap = wrap
    client = browser()
    is_refused(there_and_back(client), client)


def test_answer_cannot_be_used_twice(cast, idp):
    client = browser()
    said = answered(address_in(client.post("/accounts/with/saltmarsh/")))
    assert posted(client, said)["Location"] == "/"
    client.post("/accounts/logout/")
    is_refused(posted(client, said), client)


def test_answer_cannot_be_used_in_another_browser(idp):
    said = answered(address_in(browser().post("/accounts/with/saltmarsh/")))
    other = browser()
    other.post("/accounts/with/saltmarsh/")
    is_refused(posted(other, said), other)


def test_answer_that_nobody_asked_for_cannot_be_taken(idp):
    idp.faults = {"request": ""}
    client = browser()
    is_refused(there_and_back(client), client)


@pytest.mark.parametrize(
    "said", ["", "x", "!!!", base64.b64encode(b"<x/>").decode(), "A" * 300_000, base64.b64encode(b"\xff").decode()]
)
def test_rubbish_cannot_be_taken(idp, said):
    client = browser()
    is_refused(posted(client, said), client)


@pytest.mark.parametrize("text", [
    "", "x", "<x/>", "<md:EntityDescriptor xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' entityID='x'/>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "x" * 300_000,
])  # fmt: skip
def test_what_is_no_metadata_cannot_be_kept(db, text):
    with pytest.raises(NotTrusted):
        saml.read_metadata(text)


def test_metadata_that_leads_to_a_script_cannot_be_kept(idp):
    with pytest.raises(NotTrusted):
        saml.read_metadata(idp.metadata().replace(f"{idp.place}/sso", "javascript:alert(1)"))


@pytest.mark.parametrize(
    ("context", "counts"),
    [("https://refeds.org/profile/mfa", True), ("urn:oasis:names:tc:SAML:2.0:ac:classes:Password", False)],
)
def test_second_factor_counts_only_if_it_was_used(cast, idp, context, counts):
    SocialAccount.objects.update(user=cast.mo)
    Provider.objects.update(trusts_factor=True)
    idp.faults = {"context": context}
    client = browser()
    assert ("2fa" not in there_and_back(client)["Location"]) is counts


def test_other_kinds_have_no_saml_addresses(northfield):
    for end in ("answer/", "done/", "metadata/"):
        assert browser().get(f"/accounts/with/northfield/{end}").status_code in (404, 405)
    assert browser().get("/accounts/with/saltmarsh/back/").status_code == 404
