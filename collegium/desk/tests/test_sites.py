"""`/desk/sites/`: registering another site, its secret shown once, how its sign-ins went; for administrators only."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth.hashers import check_password

from collegium.accounts.tests.factory import make_fresh
from collegium.idp.models import Consent, SigningKey, Site
from collegium.idp.tests.foreign import BACK, ForeignSite, agreed, led_to, make_site
from collegium.outbox.models import AuditLine

FORM = {"name": "Meeting site", "addresses": BACK, "scopes": ["profile", "email"]}


@pytest.fixture
def ada(cast):
    return make_fresh(cast.client("ada"), cast.ada)


@pytest.fixture
def mia(cast):
    return make_fresh(cast.client("mia"), cast.mia)


def secret_in(page):
    return html.unescape(
        re.search(r'role="status">.*?<code class="break">([^<]+)</code>', page.content.decode(), re.DOTALL)[1]
    )


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_site_is_registered_and_its_secret_shown_once(cast, ada, mia):
    assert "None yet." in text(ada, "/desk/sites/")
    page = ada.post("/desk/sites/new/", FORM)
    site, secret = Site.objects.get(), secret_in(page)
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert len(secret) > 40
    assert check_password(secret, site.client.secret)
    for address in (
        "/desk/sites/",
        f"/desk/sites/{site.pk}/",
        f"/desk/sites/{site.pk}/test/",
        f"/desk/sites/{site.pk}/secret/",
    ):
        assert secret not in text(ada, address)
    foreign = ForeignSite(site, secret)
    assert foreign.reads(foreign.signs_in(mia)["id_token"])["name"] == "Mia Lindholm"
    line = AuditLine.objects.get(what="registered a site")
    assert (line.by, secret in str(line.detail)) == (cast.ada, False)


WRONG = [
    "", "http://meeting.example.org/back", "https://*.example.org/back", f"{BACK}#part", "meeting.example.org/back",
    "javascript:alert(1)", "https://user:word@example.org/", "https://", "org.app://back", "https://a.example/ b",
    f"{BACK}\nhttp://evil.example/", "https://exämple.org/", "\n".join(f"{BACK}/{number}" for number in range(11)),
]  # fmt: skip


@pytest.mark.parametrize("addresses", WRONG)
def test_address_that_is_none_cannot_be_registered(cast, ada, addresses):
    answer = ada.post("/desk/sites/new/", FORM | {"addresses": addresses})
    assert answer.status_code == 422
    assert not Site.objects.exists()


@pytest.mark.parametrize("address", ["http://localhost:3000/back", "http://127.0.0.1/back", "http://[::1]:8080/b?x=1"])
def test_whoever_develops_a_site_may_return_to_their_own_machine(cast, ada, address):
    assert ada.post("/desk/sites/new/", FORM | {"addresses": f"{BACK}\n{address}"}).status_code == 200
    assert Site.objects.get().addresses == [BACK, address]


def test_scope_that_is_none_cannot_be_registered(cast, ada):
    assert ada.post("/desk/sites/new/", FORM | {"scopes": ["password"]}).status_code == 422


def test_page_says_how_the_sign_ins_went(cast, ada, mia):
    site = make_site()
    address = f"/desk/sites/{site.site.pk}/"
    assert "Nobody was led here yet" in text(ada, address)
    mia.get(site.asks(redirect_uri="https://meeting.example.org/other"))
    mia.get(site.asks(code_challenge=None))
    mia.get(site.asks("openid everything"))
    code = site.code_of(led_to(agreed(mia, site.asks())))
    right, site.secret = site.secret, "wrong"
    site.swaps(code)
    said = text(ada, address)
    for words in (
        "at an address that is not registered: https://meeting.example.org/other", "asked without PKCE",
        "something it may not have: openid everything", "Mia Lindholm, MD was led back to the site with a code",
        "no client secret or a wrong one", "The code was never swapped",
        "asked for: who somebody is, Name and language, Confirmed mail address",
    ):  # fmt: skip
        assert words in said, words
    site.secret = right
    token = site.signs_in(mia)["access_token"]
    site.details(token)
    said = text(ada, address)
    assert "Sent: sub name given_name family_name locale email email_verified" in said
    assert "The code was never swapped" not in said
    for hidden in (code, token, right):
        assert hidden not in said
    assert "1 person" in said


def test_test_page_reads_an_address_and_shows_what_would_be_sent(cast, ada, settings):
    site = make_site()
    address = f"/desk/sites/{site.site.pk}/test/"
    said = text(ada, address)
    assert "Ada Brandt" in said
    assert "collegium_standing staff" in said
    assert not Consent.objects.exists(), "nothing of a test is kept"
    page = ada.post(address, {"address": settings.SITE_URL + site.asks()}).content.decode()
    assert page.count(">Right<") == 6
    wrong = site.asks(
        "profile admin", redirect_uri="https://x.example/", code_challenge=None, response_type="token", client_id="x"
    )
    page = ada.post(address, {"address": f"https://elsewhere.example{wrong}"}).content.decode()
    assert page.count(">Wrong<") == 6
    for odd in ("nonsense", "https://[", "?" * 3000):
        assert ada.post(address, {"address": odd}).status_code == 200
    assert ada.post(address, {"address": ""}).status_code == 422


def test_site_is_changed_suspended_restored_and_removed(cast, ada, mia):
    site = make_site()
    address = f"/desk/sites/{site.site.pk}/"
    assert ada.post(address, FORM | {"name": "Annual Meeting"}).status_code == 303
    assert Site.objects.get().name == "Annual Meeting"
    sub = site.reads(site.signs_in(mia)["id_token"])["sub"]
    ada.post(f"{address}suspend/")
    assert mia.get(site.asks()).status_code == 400
    ada.post(f"{address}suspend/")
    assert site.reads(site.signs_in(mia)["id_token"])["sub"] == sub
    assert "1 person signs in there" in text(ada, f"{address}remove/")
    ada.post(f"{address}remove/")
    assert not Site.objects.exists()
    deeds = {"changed a site", "suspended a site", "let a site sign people in again", "removed a site"}
    assert deeds <= set(AuditLine.objects.filter(by=cast.ada).values_list("what", flat=True))


def test_old_secret_is_worth_nothing_after_a_new_one(cast, ada, mia):
    site = make_site()
    page = ada.post(f"/desk/sites/{site.site.pk}/secret/")
    code = site.code_of(led_to(agreed(mia, site.asks())))
    assert site.swaps(code).status_code == 401
    site.secret = secret_in(page)
    assert site.swaps(code).status_code == 200


@pytest.mark.parametrize("at_once", [False, True])
def test_signing_key_is_made_anew(cast, ada, at_once):
    make_site()
    assert ada.post("/desk/sites/key/", {"at_once": "on"} if at_once else {}).status_code == 303
    assert SigningKey.objects.count() == (1 if at_once else 2)
    assert AuditLine.objects.filter(what="renewed the key that signs for other sites").exists()


PAGES = ("", "new/", "key/", "{}/", "{}/test/", "{}/secret/", "{}/suspend/", "{}/remove/")


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed", "mo", "sam"])
def test_nobody_but_administrators_can_come_in(cast, who):
    site = make_site()
    client = cast.client(who) if who in ("vera", "sam") else make_fresh(cast.client(who), getattr(cast, who))
    refused = {403} if who in ("vera", "sam") else {404}
    for page in PAGES:
        address = f"/desk/sites/{page.format(site.site.pk)}"
        assert {client.get(address).status_code, client.post(address, FORM).status_code} == refused, address
    assert Site.objects.count() == SigningKey.objects.count() == 1


def test_without_a_fresh_sign_in_nothing_can_be_opened(cast):
    site, client = make_site(), cast.client("ada")
    for page in PAGES[1:]:
        answer = client.post(f"/desk/sites/{page.format(site.site.pk)}", FORM)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (303, "/accounts/reauthenticate/"), page
    assert not Site.objects.get().suspended_at
