"""Mails about the own account: in the society's words, with all that is needed and nothing of allauth's."""

from __future__ import annotations

from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core import mail
from django.utils import timezone, translation

from collegium.accounts import letters
from collegium.accounts.adapter import AccountAdapter
from collegium.accounts.factors import FactorAdapter
from collegium.accounts.tests.factory import browser, code_in_mail, make_fresh
from tests.cast import PASSWORD

TEMPLATES = Path(allauth.__file__).parent / "templates"
OWN = Path(letters.__file__).parent / "templates"
NOT_SENT = {"password_reset_key"}  # a link: this site mails codes
THEIRS = (
    "Hello from", "Thank you for using", "You are receiving", "You're receiving", "listed below", "safely ignored",
    "Please", "sign up", "Two-Factor", "take proper", "Email", "user ", "None", "%(",
)  # fmt: skip
SAID = {
    "code": "ABC-DEF", "email": "mia@example.org", "from_email": "old@example.org", "to_email": "new@example.org",
    "deleted_email": "old@example.org", "timestamp": timezone.now(), "ip": "192.0.2.7",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}  # fmt: skip
OURS = letters.CODES | letters.ANSWERS | letters.CHANGES


def test_no_mail_of_allauth_is_left_without_words():
    theirs = {path.name.removesuffix("_subject.txt") for app in ("account", "mfa")
              for path in (TEMPLATES / app / "email").glob("*_subject.txt")}  # fmt: skip
    assert theirs - NOT_SENT == set(OURS)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", OURS)
def test_mail_cannot_speak_as_allauth(db, name, language):
    with translation.override(language):
        subject, text = letters.written(f"account/email/{name}", SAID)
    assert not [words for words in THEIRS if words in f"{subject}\n{text}"]
    assert len(subject) < 75
    assert subject == subject.strip(" .")
    assert ("ABC-DEF" in text) is (name in letters.CODES)
    if name in letters.CODES:
        assert ("ten minutes" if language == "en" else "diez minutos") in text
    if name in letters.CHANGES:
        assert "192.0.2.7" in text
        assert "Firefox" in text
        assert "/accounts/password/reset/" in text
    assert ("If it was not you" if language == "en" else "Si no fue usted") in text
    if language == "es":
        assert "Somebody" not in text
        assert "account" not in text.replace("/accounts/", "")


def test_a_code_and_a_changed_password_are_mailed_in_these_words(cast):
    client = browser()
    client.post("/accounts/login/code/", {"email": "mia@example.org"})
    assert mail.outbox[-1].subject.startswith("Your sign-in code for ")
    assert code_in_mail() in mail.outbox[-1].body
    there = make_fresh(cast.client("mia"), cast.mia)
    new = "another four good words"
    there.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert mail.outbox[-1].subject == "Your password was changed"
    assert "If it was not you" in mail.outbox[-1].body


def test_unknown_address_cannot_get_a_code_but_is_told_so(cast):
    browser().post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert mail.outbox[-1].to == ["nobody@example.org"]
    assert "nobody@example.org. No account has this mail address" in mail.outbox[-1].body
    assert "/accounts/first/" in mail.outbox[-1].body
    assert "Your code is" not in mail.outbox[-1].body


def test_no_line_or_error_of_allauth_is_left_without_words():
    for app in ("account", "mfa", "usersessions"):
        for path in (TEMPLATES / app / "messages").glob("*.txt"):
            assert "phone" in path.name or (OWN / app / "messages" / path.name).exists(), path
    for ours, theirs in ((AccountAdapter, DefaultAccountAdapter), (FactorAdapter, DefaultMFAAdapter)):
        same = {key for key, words in theirs.error_messages.items() if ours.error_messages[key] is words}
        assert not {key for key in same if "phone" not in key}


def test_lines_of_allauth_appear_in_our_words(cast):
    client = browser()
    page = client.post("/accounts/login/", {"login": "mia", "password": PASSWORD}, follow=True).text
    assert f"You are signed in as {cast.mia.full_name}." in page
    assert "You are signed out." in client.post("/accounts/logout/", follow=True).text
