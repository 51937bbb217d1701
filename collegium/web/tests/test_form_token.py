"""The token of forms is Django's: its middleware takes it, and nothing else."""

from __future__ import annotations

from collections import Counter

from django.conf import settings
from django.middleware import csrf
from django.test import Client

from collegium.web.form_token import masked


def test_what_is_masked_is_the_secret_to_django():
    secret = csrf._get_new_csrf_string()
    tokens = {masked(secret) for _again in range(200)}
    assert len(tokens) == 200
    assert all(csrf._does_token_match(token, secret) for token in tokens)
    assert not csrf._does_token_match(masked(csrf._get_new_csrf_string()), secret)


def test_every_character_of_a_mask_is_as_likely():
    drawn = Counter("".join(masked("a" * 32)[:32] for _again in range(2000)))
    assert set(drawn) == set(csrf.CSRF_ALLOWED_CHARS)
    assert max(drawn.values()) < 1.25 * min(drawn.values())


def test_form_of_a_page_is_taken_and_a_forged_one_cannot_be(cast):
    mia = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    mia.force_login(cast.mia)
    assert settings.CSRF_COOKIE_NAME in mia.get("/forums/").cookies
    page = mia.get("/forums/")
    assert settings.CSRF_COOKIE_NAME not in page.cookies
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert mia.post("/accounts/logout/", {"csrfmiddlewaretoken": token[::-1]}).status_code == 403
    assert mia.post("/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 302
