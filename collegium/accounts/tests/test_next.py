"""Where signing in leads: to the page that was asked for, on this site only, by every way in and out."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from collegium.accounts.tests.factory import browser, code_in_mail, totp_code
from collegium.accounts.tests.test_first import NEW
from collegium.accounts.tests.test_join import FORM
from tests.cast import PASSWORD, TOTP_SECRET

DEEP = "/settings/security/"
ELSEWHERE = [
    "http://127.0.0.1/", "http://localhost:8001/", "https://evil.example/", "//evil.example/", "/\\evil.example/",
    "\\\\evil.example/", "javascript:alert(1)", "https:evil.example", "http://[", "http://localhost@evil.example/",
]  # fmt: skip


def by_password(client: Client, address: str) -> str:
    return client.post("/accounts/login/", {"login": "mia", "password": PASSWORD, "next": address})["Location"]


def by_code(client: Client, address: str) -> str:
    client.post("/accounts/login/code/", {"email": "mia@example.org", "next": address})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in_mail(), "next": address})
    return answer["Location"]


def by_second_step(client: Client, address: str) -> str:
    answer = client.post("/accounts/login/", {"login": "mo", "password": PASSWORD, "next": address})
    assert answer["Location"].startswith("/accounts/2fa/")
    answer = client.post(answer["Location"], {"code": totp_code(TOTP_SECRET), "next": address})
    return answer["Location"]


def by_registration(client: Client, address: str) -> str:
    answer = client.post("/accounts/signup/", FORM | {"next": address})
    assert answer["Location"].startswith("/accounts/")
    return client.post(answer["Location"], {"code": code_in_mail(), "next": address})["Location"]


def by_first_sign_in(client: Client, address: str) -> str:
    answer = client.post("/accounts/first/", {"who": "004711", "next": address})
    answer = client.post(answer["Location"], {"code": code_in_mail()})
    return client.post(answer["Location"], NEW)["Location"]


WAYS = [by_password, by_code, by_second_step, by_registration, by_first_sign_in]


@pytest.mark.parametrize("way", WAYS)
def test_page_that_was_asked_for_follows_the_sign_in(cast, hanna, way):
    client = browser()
    assert way(client, DEEP) == DEEP
    assert client.get("/settings/").status_code == 200


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", ELSEWHERE)
def test_sign_in_cannot_lead_to_another_site(cast, hanna, way, address):
    assert way(browser(), address) == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_sign_out_cannot_lead_to_another_site(cast, address):
    client = browser()
    by_password(client, "/")
    assert client.post("/accounts/logout/", {"next": address})["Location"] == "/"
    assert client.post(f"/accounts/logout/?next={address}")["Location"] == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_person_who_is_signed_in_cannot_be_led_to_another_site(cast, address):
    client = browser()
    by_password(client, "/")
    for page in ("/accounts/login/", "/accounts/signup/", "/accounts/login/code/"):
        assert client.get(page, {"next": address}).get("Location", "/") == "/"


@pytest.mark.parametrize("way", WAYS)
def test_session_from_before_the_sign_in_cannot_be_used_after_it(cast, hanna, way):
    client = browser()
    client.post("/accounts/first/", {"who": "nobody@example.org"})
    before = client.session.session_key
    way(client, "/")
    assert client.session.session_key != before
    assert before
    assert not Session.objects.filter(session_key=before).exists()
    thief = browser()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/settings/").status_code == 403


def test_session_cannot_be_used_after_the_sign_out(cast):
    client = browser()
    by_password(client, "/")
    copied = client.session.session_key
    client.post("/accounts/logout/")
    assert not Session.objects.filter(session_key=copied).exists()
    thief = browser()
    thief.cookies[settings.SESSION_COOKIE_NAME] = copied
    assert thief.get("/settings/").status_code == 403


def test_every_way_in_from_a_closed_page_leads_back_to_it(cast):
    page = browser().get(DEEP).text
    for way in ("/accounts/login/code/", "/accounts/first/", "/join/"):
        assert f'{way}?next={DEEP}"' in page
    asked = browser().get("/join/", {"next": DEEP}).text
    assert f'/accounts/first/?next={DEEP}"' in asked
    assert f'name="next" value="{DEEP}"' in asked
    assert 'href="/accounts/first/"' in browser().get("/join/", {"next": "https://evil.example/"}).text


@pytest.mark.parametrize("door", ["/accounts/login/", "/join/"])
def test_sign_in_and_join_lead_back_to_the_page_they_were_chosen_on(cast, door):
    page = browser().get(door, HTTP_REFERER="http://localhost/forums/?page=2", follow=True)
    assert page.redirect_chain == [(f"{door}?next=%2Fforums%2F%3Fpage%3D2", 303)]
    assert 'name="next" value="/forums/?page=2"' in page.text


@pytest.mark.parametrize("door", ["/accounts/login/", "/join/"])
@pytest.mark.parametrize(
    "before", ["/", "/accounts/login/code/", "/join/", "http://evil.example/", "https:evil.example", "//evil.example/x"]
)
def test_sign_in_and_join_cannot_lead_back_to_doors_or_elsewhere(cast, door, before):
    before = f"http://localhost{before}" if before.startswith("/") and before[1:2] != "/" else before
    assert browser().get(door, HTTP_REFERER=before).status_code == 200


def test_page_before_cannot_replace_the_one_that_was_asked_for(cast):
    page = browser().get("/accounts/login/?next=/blogs/", HTTP_REFERER="http://localhost/forums/")
    assert 'name="next" value="/blogs/"' in page.text
    odd = browser().get("/accounts/login/", HTTP_REFERER="http://localhost//evil.example/", follow=True)
    assert 'value="//evil.example/"' not in odd.text


def test_who_is_signed_in_cannot_be_sent_around(cast):
    assert cast.client("mia").get("/join/", HTTP_REFERER="http://localhost/forums/").status_code == 200
