"""What comes back from a provider and does not fit: one sentence, nobody signed in."""

from __future__ import annotations

import html
import re
import time

import pytest
from allauth.socialaccount.models import SocialAccount

from collegium.accounts.models import Activity
from collegium.accounts.tests.factory import browser
from collegium.signon.models import Provider
from collegium.signon.tests.providers import address_in, signed_in_there, there_and_back
from collegium.web.secrets import hidden

NORTH, HARBOR = "/accounts/with/northfield/", "/accounts/with/harbor/"
NOW = time.time()
CLAIMS = {
    "wrong_issuer": {"iss": "https://evil.example"}, "wrong_audience": {"aud": "somebody-else"},
    "for_several_without_saying_for_whom": {"aud": ["collegium", "other"]},
    "for_somebody_else_too": {"aud": ["collegium", "other"], "azp": "other"},
    "expired": {"exp": NOW - 3600, "iat": NOW - 7200}, "from_the_future": {"nbf": NOW + 3600},
    "wrong_nonce": {"nonce": "another"}, "no_nonce": {"nonce": None}, "no_subject": {"sub": ""},
    "number_as_subject": {"sub": 7}, "list_as_subject": {"sub": ["n-4711"]}, "no_end": {"exp": None},
}  # fmt: skip
FAULTS = {name: {"claims": claims} for name, claims in CLAIMS.items()} | {
    "alg_none": {"method": "none"}, "signed_with_the_public_key": {"method": "HS256"},
    "other_key": {"other_key": True}, "unknown_key": {"kid": "key-2"}, "somebody_else_s_details": {"me": {"sub": "n-1"}},
    "described_as_another": {"configuration": {"issuer": "https://evil.example"}},
    "no_keys": {"configuration": {"jwks_uri": ""}}, "script_as_address": {"configuration": {"authorization_endpoint": "javascript:alert(1)"}},
    "keys_elsewhere": {"configuration": {"jwks_uri": "https://evil.example/keys"}},
    "keys_that_are_none": {"configuration": {"jwks_uri": "{issuer}/me"}},
}  # fmt: skip

OF_ONE_MAKE = {
    "somebody_else_s_details",
    "unknown_key",
    "keys_that_are_none",
}  # Harbor has neither key ids nor userinfo
CASES = [(which, fault) for which in ("northfield", "harbor") for fault in FAULTS if which == "northfield" or fault not in OF_ONE_MAKE]  # fmt: skip


def sentence(answer):
    """The one sentence of a refusal."""
    assert answer.status_code == 403, answer.content.decode()[:2000]
    found = re.search(r'role="alert">.*?<span>(.*?)</span>', answer.content.decode(), re.DOTALL)
    assert found
    return html.unescape(found[1])


def linked(cast, provider):
    SocialAccount.objects.create(provider=provider.slug, uid=provider.subject("collegium"), user=cast.mia)


def begun_and_back(client, begin):
    """There and back, or what the first step already answers."""
    first = client.post(begin)
    return first if first.status_code == 403 else client.get(signed_in_there(address_in(first)))


@pytest.mark.parametrize(("which", "fault"), CASES)
def test_what_does_not_fit_cannot_sign_anybody_in(cast, request, which, fault):
    provider = request.getfixturevalue(which)
    linked(cast, provider)
    faults = {name: dict(said) if isinstance(said, dict) else said for name, said in FAULTS[fault].items()}
    for name, value in faults.get("configuration", {}).items():
        faults["configuration"][name] = value.replace("{issuer}", provider.issuer)
    provider.faults = faults
    client = browser()
    said = sentence(begun_and_back(client, f"/accounts/with/{which}/"))
    assert said.endswith(".")
    assert "_auth_user_id" not in client.session
    assert Activity.objects.filter(what="refused", way="socialaccount").exists()


@pytest.mark.parametrize("which", ["northfield", "harbor"])
def test_the_same_without_a_fault_signs_in(cast, request, which):
    linked(cast, request.getfixturevalue(which))
    client = browser()
    assert begun_and_back(client, f"/accounts/with/{which}/")["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.mia.pk)


def test_one_answer_cannot_be_used_twice(cast, northfield):
    linked(cast, northfield)
    client = browser()
    back = signed_in_there(address_in(client.post(NORTH)))
    assert client.get(back).status_code == 302
    client.post("/accounts/logout/")
    assert "used already" in sentence(client.get(back))
    assert "_auth_user_id" not in client.session


def test_answer_cannot_be_used_in_another_browser(cast, northfield):
    linked(cast, northfield)
    back = signed_in_there(address_in(browser().post(NORTH)))
    other = browser()
    other.post(NORTH)
    assert "not begun in this browser" in sentence(other.get(back))
    assert "_auth_user_id" not in other.session


def test_answer_of_one_provider_cannot_pass_for_another_s(cast, northfield, harbor):
    linked(cast, northfield)
    client = browser()
    back = signed_in_there(address_in(client.post(NORTH)))
    sentence(client.get(back.replace("northfield", "harbor")))
    assert "/token" not in harbor.asked


def test_answer_cannot_wait_longer_than_ten_minutes(cast, northfield, time_machine):
    linked(cast, northfield)
    client = browser()
    back = signed_in_there(address_in(client.post(NORTH)))
    time_machine.shift(601)
    sentence(client.get(back))


def test_answer_that_names_another_issuer_cannot_be_taken(cast, northfield):
    linked(cast, northfield)
    client = browser()
    back = signed_in_there(address_in(client.post(NORTH)))
    sentence(client.get(f"{back}&iss=https%3A%2F%2Fevil.example"))
    assert "/token" not in northfield.asked


def test_code_with_another_challenge_cannot_be_exchanged(cast, northfield):
    linked(cast, northfield)
    client = browser()
    back = signed_in_there(address_in(client.post(NORTH)))
    for code in northfield.codes.values():
        code["code_challenge"] = "stolen"
    assert "did not accept this site" in sentence(client.get(back))


@pytest.mark.parametrize("which", ["northfield", "harbor"])
def test_wrong_client_secret_cannot_get_anything(cast, request, which):
    provider = request.getfixturevalue(which)
    Provider.objects.filter(slug=which).update(secret=hidden("wrong"))
    assert "ID or secret may be wrong" in sentence(begun_and_back(browser(), f"/accounts/with/{which}/"))
    assert not provider.tokens


def test_secret_encrypted_by_another_key_cannot_be_used(cast, northfield, settings):
    settings.SECRET_KEY = "another key of at least thirty-two characters"
    assert "entered again" in sentence(browser().post(NORTH))


def test_person_who_stops_there_is_told_so(cast, northfield):
    client = browser()
    address = address_in(client.post(NORTH))
    state = re.search(r"state=(\w+)", address)[1]
    assert "You stopped" in sentence(client.get(f"{NORTH}back/?error=access_denied&state={state}"))


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?error=server_error", "?code=x&state=" + "y" * 5000])
def test_address_opened_by_hand_cannot_do_anything(cast, northfield, query):
    sentence(browser().get(f"{NORTH}back/{query}"))


def test_keys_are_asked_for_anew_when_the_provider_changed_them(cast, northfield):
    linked(cast, northfield)
    there_and_back(browser(), NORTH)
    northfield.key, jwk = northfield.other, northfield.jwk
    northfield.jwk = lambda: jwk() | {"kid": "key-2"}
    northfield.faults = {"kid": "key-2"}
    client = browser()
    assert there_and_back(client, NORTH)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(cast.mia.pk)
