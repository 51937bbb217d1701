"""A member's first sign-in: the code goes to the roster's address, and nobody learns who is known."""

from __future__ import annotations

import pytest
from django.core import mail

from collegium.accounts.models import User
from collegium.accounts.tests.factory import browser, code_in_mail
from collegium.audience import actions as access

NEW = {"username": "hanna.b", "password": "four random words do well"}


@pytest.mark.parametrize("who", ["hanna@example.org", "HANNA@example.org", "004711", "4711"])
def test_member_finds_the_way_in(cast, hanna, who):
    client = browser()
    assert client.post("/accounts/first/", {"who": who})["Location"] == "/accounts/first/code/"
    assert mail.outbox[0].to == ["hanna@example.org"]
    assert client.post("/accounts/first/code/", {"code": code_in_mail()})["Location"] == "/accounts/first/choose/"
    answer = client.post("/accounts/first/choose/", NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/settings/").status_code == 200
    again = browser()
    assert again.post("/accounts/login/", {"login": "hanna.b", "password": NEW["password"]})["Location"] == "/"


def test_strangers_and_members_cannot_be_told_apart(cast, hanna):
    pages = []
    for who in ("hanna@example.org", "nobody@example.org", "004711", "999999", "gus@example.org"):
        client = browser()
        answer = client.post("/accounts/first/", {"who": who})
        page = client.get("/accounts/first/code/").text
        pages.append(
            (
                answer.status_code,
                answer["Location"],
                page.replace(page[page.find("csrf") : page.find("csrf") + 120], ""),
            )
        )
    assert len({page[:2] for page in pages}) == 1
    assert len(mail.outbox) == 2


def test_wrong_codes_cannot_be_tried_for_ever(cast, hanna):
    client = browser()
    client.post("/accounts/first/", {"who": "004711"})
    for _time in range(3):
        assert client.post("/accounts/first/code/", {"code": "BBBB-BBBB"}).status_code == 422
    assert client.post("/accounts/first/code/", {"code": code_in_mail()}).status_code == 422
    assert client.get("/accounts/first/choose/")["Location"] == "/accounts/first/"


def test_code_cannot_be_used_in_another_browser(cast, hanna):
    browser().post("/accounts/first/", {"who": "004711"})
    other = browser()
    other.post("/accounts/first/", {"who": "nobody@example.org"})
    assert other.post("/accounts/first/code/", {"code": code_in_mail()}).status_code == 422


def test_steps_cannot_be_skipped(cast, hanna):
    client = browser()
    client.post("/accounts/first/", {"who": "004711"})
    assert client.post("/accounts/first/choose/", NEW)["Location"] == "/accounts/first/"
    assert not User.objects.get(pk=hanna.pk).has_usable_password()


def test_who_has_a_password_already_cannot_set_it_this_way(cast, hanna):
    hanna.set_password(NEW["password"])
    hanna.save()
    client = browser()
    client.post("/accounts/first/", {"who": "004711"})
    assert "have an account already" in mail.outbox[0].body
    assert client.get("/accounts/first/choose/")["Location"] == "/accounts/first/"


@pytest.mark.parametrize("kind", ["suspended", "deceased"])
def test_suspended_and_dead_cannot_begin(cast, hanna, kind):
    access.grant(hanna, kind)
    browser().post("/accounts/first/", {"who": "004711"})
    assert not mail.outbox


@pytest.mark.parametrize(
    ("field", "value", "says"), [("password", "short one", "15 characters"), ("username", "Mia", "taken")]
)
def test_bad_choice_is_refused(cast, hanna, field, value, says):
    client = browser()
    client.post("/accounts/first/", {"who": "004711"})
    client.post("/accounts/first/code/", {"code": code_in_mail()})
    answer = client.post("/accounts/first/choose/", NEW | {field: value})
    assert answer.status_code == 422
    assert says in answer.text
