"""Joining as a guest: the page, the code, what an unconfirmed account is, what can't be found out."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from collegium.accounts.models import User
from collegium.accounts.tests.factory import browser, code_in_mail
from collegium.audience.models import Standing
from collegium.audience.reader import reader_for
from collegium.discussion.bylines import byline_of

FORM = {
    "given_name": "Wanda", "family_name": "Okoro-Lindqvist", "email": "wanda@example.net", "username": "wanda",
    "work": "Practice administrator", "password1": "seven words make a good password", "promise": "on",
}  # fmt: skip


def register(client, **changes):
    return client.post("/accounts/signup/", FORM | changes)


def test_page_explains_both_ways_and_carries_next(cast):
    page = browser().get("/join/?next=/forums/").text
    assert "I am a member" in page
    assert "Create a guest account" in page
    assert 'name="next" value="/forums/"' in page


def test_member_who_is_signed_in_is_told_so(cast):
    assert "everything is open to you" in cast.client("mia").get("/join/").text
    assert "becomes a member’s" in cast.client("gus").get("/join/").text


def test_registration_then_code_makes_a_guest(cast):
    client = browser()
    assert register(client).status_code == 302
    person = User.objects.get(username="wanda")
    assert (person.name, person.handle) == ("Wanda Okoro-Lindqvist", "wanda-okoro-lindqvist")
    assert reader_for(person).is_visitor
    answer = client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert answer.status_code == 302
    assert reader_for(person).standing == "guest"
    assert byline_of(person)["affiliation"] == "Practice administrator"
    assert client.get("/settings/").status_code == 200


def test_page_for_the_code_speaks_of_this_step(cast):
    client = browser()
    assert "If no account has this address" not in client.get(register(client)["Location"]).text
    there = browser()
    answer = there.post("/accounts/login/code/", {"email": "mia@example.org"}, follow=True)
    assert "If no account has this address" in answer.text


def test_unconfirmed_account_cannot_do_what_a_guest_may(cast):
    client = browser()
    register(client)
    assert client.get("/settings/").status_code == 403
    again = browser()
    again.post("/accounts/login/", {"login": "wanda", "password": FORM["password1"]})
    assert again.get("/settings/").status_code == 403
    assert not Standing.objects.filter(person__username="wanda").exists()


def test_wrong_code_cannot_confirm(cast):
    client = browser()
    register(client)
    for _time in range(4):
        client.post("/accounts/confirm-email/", {"code": "AAAAAA"})
    client.post("/accounts/confirm-email/", {"code": code_in_mail(0)})
    assert not EmailAddress.objects.filter(email="wanda@example.net", verified=True).exists()


def test_taken_mail_address_cannot_be_found_out(cast):
    free = register(browser())
    mail.outbox.clear()
    taken = register(browser(), email="mia@example.org", username="wanda2")
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert not User.objects.filter(username="wanda2").exists()
    assert mail.outbox[0].to == ["mia@example.org"]


def test_same_name_gets_another_handle(cast):
    for number in (1, 2):
        register(browser(), email=f"w{number}@example.net", username=f"wanda{number}")
    handles = User.objects.filter(username__startswith="wanda").values_list("handle", flat=True)
    assert set(handles) == {"wanda-okoro-lindqvist", "wanda-okoro-lindqvist-2"}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("password1", "fourteen chars", "15 characters"),
        ("password1", "123456789123456789", "easy to guess"),
        ("username", "mia", "taken"),
        ("promise", "", "required"),
        ("given_name", "", "required"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(cast, field, value, says):
    answer = register(browser(), **{field: value})
    assert answer.status_code == 200
    assert says in answer.text
    assert not User.objects.filter(email="wanda@example.net").exists()


@pytest.mark.parametrize("way", ["/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"])
def test_too_many_tries_cannot_end_on_a_bare_page(cast, settings, way):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(("signup", "login", "reset_password"), "1/h/ip")
    client = browser()
    form = FORM | {"login": "mia", "password": "wrong", "email": "wanda.429@example.net"}
    assert client.post(way, form).status_code != 429
    refused = client.post(way, form)
    assert refused.status_code == 429
    assert "Retry-After" not in refused
    assert refused["Content-Type"] == "text/html; charset=utf-8"
    assert "Nothing was stored. Send it again later." in refused.text
    assert "Tamarack" in refused.text
