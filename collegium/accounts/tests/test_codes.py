"""Codes that are mailed, shown by an app or kept on paper: for one person, once, for a while, with few tries."""

from __future__ import annotations

import time

import pytest
import time_machine as clock
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import cache

from collegium.accounts import actions
from collegium.accounts.tests.factory import browser, code_in_mail, totp_code
from tests.cast import PASSWORD, TOTP_SECRET

NEW = "five other words are fine"
ASK = {"login": "/accounts/login/code/", "reset": "/accounts/password/reset/"}
CONFIRM = {"login": "/accounts/login/code/confirm/", "reset": "/accounts/password/reset/confirm/"}
BOTH = pytest.mark.parametrize("way", ["login", "reset"])


def ask(way, email="mia@example.org", client=None):
    client = client or browser()
    client.post(ASK[way], {"email": email})
    return client


def confirm(client, way, code):
    return client.post(CONFIRM[way], {"code": code})


def gets_in(client, way, code):
    """Whether this code opens what it is for."""
    confirm(client, way, code)
    if way == "reset":
        return client.get("/accounts/password/reset/complete/").status_code == 200
    return client.get("/settings/").status_code == 200


@BOTH
def test_code_works_and_cannot_after_three_wrong_ones(cast, way):
    assert gets_in(ask(way), way, code_in_mail())
    client = ask(way)
    for _time in range(3):
        answer = confirm(client, way, "BBBBBB")
    assert answer.status_code == 302
    assert "Too many wrong tries." in client.get(answer["Location"]).text
    assert not gets_in(client, way, code_in_mail())


@BOTH
def test_code_of_one_person_cannot_be_used_for_another(cast, way):
    ask(way, "grace@example.org")
    code = code_in_mail()
    assert not gets_in(ask(way), way, code)


@BOTH
def test_earlier_code_cannot_be_used_after_a_new_one(cast, way):
    client = ask(way)
    first = code_in_mail()
    client.post("/accounts/logout/")  # the page's "Cancel"
    ask(way, client=client)
    second = code_in_mail()
    assert not gets_in(client, way, first)
    assert gets_in(client, way, second)


@BOTH
def test_used_code_cannot_be_used_again(cast, way):
    client = ask(way)
    code = code_in_mail()
    assert gets_in(client, way, code)
    if way == "reset":
        client.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW})
        assert client.get("/accounts/password/reset/complete/").status_code == 302
    client.post("/accounts/logout/")
    assert not gets_in(client, way, code)


@BOTH
def test_code_cannot_be_used_after_ten_minutes(cast, way):
    client = ask(way)
    code = code_in_mail()
    with clock.travel(time.time() + 601, tick=True):
        assert not gets_in(client, way, code)


@BOTH
@pytest.mark.parametrize("end", ["password", "sessions", "suspended"])
def test_code_cannot_outlive_a_new_password_or_a_suspension(cast, way, end):
    client = ask(way)
    code = code_in_mail()
    _end(cast.mia, end)
    assert not gets_in(client, way, code)


def test_a_new_password_leads_to_the_sign_in(cast):
    client = ask("reset")
    confirm(client, "reset", code_in_mail())
    page = client.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW}, follow=True).text
    assert "<h1>Your password is changed</h1>" in page
    assert 'href="/accounts/login/">Sign in</a>' in page.split("<main", 1)[1]


@pytest.mark.parametrize("end", ["password", "sessions", "suspended"])
def test_step_after_the_code_cannot_outlive_them_either(cast, end):
    client = ask("reset")
    confirm(client, "reset", code_in_mail())
    _end(cast.mia, end)
    answer = client.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW}, follow=True)
    assert "This step has ended" in answer.text
    assert not cast.mia.check_password(NEW)


@pytest.mark.parametrize("end", ["password", "sessions"])
def test_half_a_sign_in_cannot_outlive_a_new_password(cast, end):
    client = browser()
    client.post("/accounts/login/", {"login": "mo", "password": PASSWORD})
    _end(cast.mo, end)
    client.post("/accounts/2fa/authenticate/", {"code": totp_code(TOTP_SECRET)})
    assert client.get("/settings/").status_code == 403


def _end(person, how):
    if how == "suspended":
        actions.suspend(person, None, "A complaint.")
    elif how == "sessions":
        actions.end_sessions(person)
    else:
        there = browser()
        there.force_login(person)
        there.post("/accounts/password/change/", _change("another four good words"))


def _change(new):
    return {"oldpassword": PASSWORD, "password1": new, "password2": new}


@BOTH
def test_codes_for_one_address_cannot_be_asked_for_without_end(cast, way, settings):
    settings.ACCOUNT_RATE_LIMITS = {
        "request_login_code": "100/m/ip,3/m/key,10/h/key", "reset_password": "100/m/ip,5/m/key,10/h/key",
    }  # fmt: skip
    cache.clear()
    moment = time.time()
    for minute in range(10):
        with clock.travel(moment + 61 * minute, tick=True):
            for _time in range(3):
                ask(way)
    assert len(mail.outbox) == 10


def test_rates_of_the_site_bound_codes_by_the_hour():
    from collegium import settings

    for action in ("request_login_code", "reset_password"):
        assert "10/h/key" in settings.ACCOUNT_RATE_LIMITS[action]


@pytest.mark.parametrize("way", ["login", "reset", "first"])
def test_tries_of_one_browser_cannot_be_counted_anew_at_once(early_in_an_hour, cast, hanna, way, settings):
    """Requests that run at the same moment all read the same number of tries: a second count stands behind."""
    settings.RATE_LIMITS = {"code": ("4/h", "4/h")}
    cache.clear()
    client = browser() if way == "first" else ask(way)
    if way == "first":
        client.post("/accounts/first/", {"who": "004711"})
    address = CONFIRM.get(way, "/accounts/first/code/")
    session = client.session
    before = dict(session)
    statuses = []
    for _time in range(5):
        statuses.append(client.post(address, {"code": "BBBBBB"}).status_code)
        session = client.session
        session.update(before)
        session.save()
    assert statuses[-1] == 429
    assert client.post(address, {"code": code_in_mail()}).status_code == 429


def test_first_code_cannot_be_used_by_another_late_or_twice(cast, hanna):
    client = browser()
    client.post("/accounts/first/", {"who": "004711"})
    old = code_in_mail()
    client.post("/accounts/first/", {"who": "004711"})
    assert client.post("/accounts/first/code/", {"code": old}).status_code == 422
    with clock.travel(time.time() + 601, tick=True):
        assert client.post("/accounts/first/code/", {"code": code_in_mail()})["Location"] == "/accounts/first/"
    client.post("/accounts/first/", {"who": "004711"})
    code = code_in_mail()
    assert client.post("/accounts/first/code/", {"code": code}).status_code == 303
    assert client.post("/accounts/first/code/", {"code": code}).status_code == 422


def test_first_sign_in_cannot_be_finished_after_a_suspension_or_in_a_second_browser(cast, hanna):
    ways = [browser(), browser()]
    for client in ways:
        client.post("/accounts/first/", {"who": "004711"})
        client.post("/accounts/first/code/", {"code": code_in_mail()})
    form = {"username": "hanna.b", "password": NEW}
    actions.suspend(hanna, None, "A complaint.")
    assert ways[0].post("/accounts/first/choose/", form)["Location"] == "/accounts/first/"
    actions.restore(hanna, None, "A mistake.")
    ways[0].post("/accounts/first/", {"who": "004711"})
    ways[0].post("/accounts/first/code/", {"code": code_in_mail()})
    assert ways[0].post("/accounts/first/choose/", form)["Location"] == "/"
    assert ways[1].post("/accounts/first/choose/", form | {"password": PASSWORD})["Location"] == "/accounts/first/"
    hanna.refresh_from_db()
    assert hanna.check_password(NEW)


def test_spelling_a_member_number_anew_cannot_bring_more_codes(cast, hanna, settings):
    settings.ACCOUNT_RATE_LIMITS = {"first_sign_in": "100/h/ip,5/h/key", "first_sign_in_person": "5/h/key"}
    cache.clear()
    spellings = ["hanna@example.org", "Hanna@example.org", "4711", "04711", "004711"] * 3
    for who in spellings:
        assert browser().post("/accounts/first/", {"who": who}).status_code in (303, 422)
    assert len(mail.outbox) == 5


def at_the_second_step():
    client = browser()
    client.post("/accounts/login/", {"login": "mo", "password": PASSWORD})
    return client


def second_step(client, code):
    client.post("/accounts/2fa/authenticate/", {"code": code})
    return client.get("/settings/").status_code == 200


def test_code_of_an_app_cannot_be_used_twice_within_its_time(cast):
    with clock.travel(1_800_000_000 + 1, tick=False):
        code = totp_code(TOTP_SECRET)
        assert second_step(at_the_second_step(), code)
        with clock.travel(1_800_000_000 + 29, tick=False):
            assert not second_step(at_the_second_step(), code)


def test_recovery_code_cannot_be_used_twice(cast):
    codes = RecoveryCodes.activate(cast.mo).generate_codes()
    assert second_step(at_the_second_step(), codes[0])
    assert not second_step(at_the_second_step(), codes[0])
    assert second_step(at_the_second_step(), codes[1])
    assert Authenticator.objects.get(user=cast.mo, type="recovery_codes").wrap().get_unused_codes() == codes[2:]


def test_second_step_cannot_be_tried_for_ever(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip,5/300s/key"}
    cache.clear()
    codes = RecoveryCodes.activate(cast.mo).generate_codes()
    for _time in range(5):
        assert not second_step(at_the_second_step(), "000000")
    client = at_the_second_step()
    assert "Too many wrong tries." in client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).text
    assert client.get("/settings/").status_code == 403


def test_a_wrong_code_of_the_app_says_what_to_do(cast):
    answer = at_the_second_step().post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Wait for the next one, then enter it." in answer.text
