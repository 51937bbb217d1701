"""Signing in: by username or mail address, by a mailed code, with a second factor; and who can't."""

from __future__ import annotations

import pytest
from django.core import mail

from collegium.accounts import actions
from collegium.accounts.models import User
from collegium.accounts.tests.factory import browser, code_in_mail, totp_code
from tests.cast import PASSWORD, TOTP_SECRET

LOGIN = "/accounts/login/"


@pytest.mark.parametrize("login", ["mia", "MIA", "mia@example.org", "Mia@Example.org"])
def test_username_or_mail_address_with_password(cast, login):
    client = browser()
    answer = client.post(LOGIN, {"login": login, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/settings/").status_code == 200


def test_deep_link_survives_the_door_and_the_sign_in(cast):
    client = browser()
    door = client.get("/settings/security/")
    assert door.status_code == 403
    assert 'name="next" value="/settings/security/"' in door.text
    answer = client.post(LOGIN, {"login": "mia", "password": PASSWORD, "next": "/settings/security/"})
    assert answer["Location"] == "/settings/security/"


def test_next_cannot_lead_to_another_site(cast):
    for address in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = browser().post(LOGIN, {"login": "mia", "password": PASSWORD, "next": address})
        assert answer["Location"] == "/"


def test_wrong_password_and_unknown_name_cannot_be_told_apart(cast):
    answers = [
        browser().post(LOGIN, {"login": name, "password": "not the password at all"}) for name in ("mia", "nobody")
    ]
    texts = [answer.text.replace("nobody", "mia") for answer in answers]
    tokens = [__import__("re").sub(r'value="[A-Za-z0-9]{64}"', "", text) for text in texts]
    assert tokens[0] == tokens[1]
    assert "These do not match an account" in texts[0]


def test_suspended_person_cannot_sign_in(cast):
    client = browser()
    answer = client.post(LOGIN, {"login": "sam", "password": PASSWORD}, follow=True)
    assert "suspended or closed" in answer.text
    assert client.get("/settings/").status_code == 403


def test_code_by_mail_signs_in_once(cast):
    client = browser()
    client.post("/accounts/login/code/", {"email": "mia@example.org", "next": "/settings/"})
    code = code_in_mail()
    answer = client.post("/accounts/login/code/confirm/", {"code": code, "next": "/settings/"})
    assert answer["Location"] == "/settings/"
    assert client.get("/settings/").status_code == 200
    other = browser()
    other.post("/accounts/login/code/", {"email": "mia@example.org"})
    assert other.post("/accounts/login/code/confirm/", {"code": code}).status_code == 200
    assert other.get("/settings/").status_code == 403


def test_code_cannot_tell_whether_an_address_has_an_account(cast):
    pages = []
    for address in ("mia@example.org", "nobody@example.org"):
        client = browser()
        answer = client.post("/accounts/login/code/", {"email": address})
        pages.append((answer.status_code, answer["Location"]))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["mia@example.org"], ["nobody@example.org"]]


@pytest.mark.parametrize("by_code", [False, True])
def test_neither_password_nor_code_can_bypass_the_second_factor(cast, by_code):
    client = browser()
    if by_code:
        client.post("/accounts/login/code/", {"email": "mo@example.org"})
        answer = client.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
    else:
        answer = client.post(LOGIN, {"login": "mo", "password": PASSWORD})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/settings/").status_code == 403
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/settings/").status_code == 403
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(TOTP_SECRET)})
    assert client.get("/settings/").status_code == 200


def test_reset_by_mail_cannot_bypass_the_second_factor(cast):
    client = browser()
    client.post("/accounts/password/reset/", {"email": "mo@example.org"})
    client.post("/accounts/password/reset/confirm/", {"code": code_in_mail()})
    new = "five other words are fine"
    answer = client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    assert answer.status_code == 302
    assert cast.mo.check_password(new)
    assert client.get("/settings/").status_code == 403
    answer = client.post(LOGIN, {"login": "mo", "password": new})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")


def test_changed_password_ends_all_other_sessions(cast):
    here, there = cast.client("mia"), cast.client("mia")
    actions.end_sessions(cast.mia)
    for client in (here, there):
        assert client.get("/settings/").status_code == 403
    here = browser()
    here.post(LOGIN, {"login": "mia", "password": PASSWORD})
    there = cast.client("mia")
    new = "five other words are fine"
    answer = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/").status_code == 403


def test_retired_address_cannot_sign_in_after_its_days(cast, time_machine):
    mia = cast.mia
    actions.change_address(mia, "mia@elsewhere.example")
    assert browser().post(LOGIN, {"login": "mia@example.org", "password": PASSWORD}).status_code == 302
    time_machine.shift(14 * 86400 + 60)
    assert browser().post(LOGIN, {"login": "mia@example.org", "password": PASSWORD}).status_code == 200
    assert browser().post(LOGIN, {"login": "mia@elsewhere.example", "password": PASSWORD}).status_code == 302


def test_sign_out_only_by_post(cast):
    client = browser()
    client.post(LOGIN, {"login": "mia", "password": PASSWORD})
    client.get("/accounts/logout/")
    assert client.get("/settings/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/settings/").status_code == 403


def test_page_offers_all_ways(cast):
    page = browser().get("/accounts/login/?next=/forums/").text
    for words in ("Use a passkey", "Mail me a code", "Forgot it?", 'name="next" value="/forums/"'):
        assert words in page
    assert "style=" not in page
    assert "onclick" not in page


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed: what the time of an answer is made of."""
    calls = []
    for name in ("check_password", "set_password"):
        deed = getattr(User, name)
        monkeypatch.setattr(User, name, lambda self, given, deed=deed: calls.append(given) or deed(self, given))
    return calls


@pytest.mark.parametrize("login", ["mia", "mia@example.org", "sam@example.org", "nobody", "nobody@example.org"])
def test_time_of_signing_in_cannot_tell_whether_an_account_exists(cast, hashed, login):
    answer = cast.client("vera").post("/accounts/login/", {"login": login, "password": "not the right words"})
    assert answer.status_code == 200
    assert len(hashed) == 1


@pytest.mark.parametrize("email", ["mia@example.org", "fresh@example.org"])
def test_time_of_registering_cannot_tell_whether_an_address_is_known(cast, hashed, email):
    facts = {"given_name": "Ann", "family_name": "Bell", "username": "annbell", "promise": "on"}
    answer = cast.client("vera").post(
        "/accounts/signup/", facts | {"email": email, "password1": "four unheard-of words"}
    )
    assert answer.status_code == 302
    assert len(hashed) == 1


def test_second_step_cannot_offer_a_passkey_to_whoever_has_none(cast):
    client = browser()
    page = client.post("/accounts/login/", {"login": "mo", "password": PASSWORD}, follow=True).text
    assert "Second step" in page
    assert "Use a passkey" not in page
