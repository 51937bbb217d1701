"""What a site's server is answered: codes once, tokens while they stand, and nothing to whoever is not the site."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import jwt
import pytest
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.utils import timezone

from collegium.accounts.actions import end_sessions, suspend
from collegium.accounts.models import User
from collegium.accounts.tests.factory import make_fresh
from collegium.idp import keys
from collegium.idp.actions import change_site, remove_site, renew_secret, suspend_site, sweep
from collegium.idp.models import Consent, Line, SigningKey
from collegium.idp.tests.foreign import BACK, agreed, basic, led_to, make_site
from collegium.membership.events import PeopleMerged
from collegium.web import news


def code(site, browser):
    site.begin()
    return site.code_of(led_to(agreed(browser, site.asks())))


def refused(answer, error, status=400):
    assert (answer.status_code, answer.json()["error"]) == (status, error), answer.content
    assert answer["Cache-Control"] == "no-store"
    return True


def test_description_names_what_is_there_and_nothing_else(cast, client, settings):
    said = client.get("/.well-known/openid-configuration").json()
    assert said["issuer"] == settings.SITE_URL
    assert (said["response_types_supported"], said["grant_types_supported"]) == (["code"], ["authorization_code"])
    assert (said["code_challenge_methods_supported"], said["subject_types_supported"]) == (["S256"], ["pairwise"])
    for name, address in said.items():
        if name.endswith(("_endpoint", "_uri")):
            assert client.get(urlsplit(address).path).status_code in (200, 400, 401, 405), name


def test_keys_are_public_halves_only(cast, meeting, client):
    [key] = client.get("/oidc/keys/").json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}
    assert "PRIVATE" not in SigningKey.objects.get().pem


def test_code_works_once_and_a_second_time_ends_what_it_opened(cast, meeting, mia):
    first = code(meeting, mia)
    token = meeting.swaps(first).json()["access_token"]
    assert meeting.details(token).status_code == 200
    assert refused(meeting.swaps(first), "invalid_grant")
    assert meeting.details(token).status_code == 401
    assert Line.objects.filter(what="used_code").exists()


def test_code_of_another_site_cannot_be_swapped_nor_spoiled(cast, meeting, mia):
    other = make_site("Courses")
    first = code(meeting, mia)
    other.verifier = meeting.verifier
    assert refused(other.swaps(first), "invalid_grant")
    assert meeting.swaps(first).status_code == 200


WRONG = {
    "other_verifier": ({"code_verifier": "x" * 64}, "invalid_grant", "wrong_verifier"),
    "no_verifier": ({"code_verifier": None}, "invalid_request", "wrong_verifier"),
    "other_address": ({"redirect_uri": "https://evil.example/"}, "invalid_request", "wrong_address"),
    "other_code": ({"code": "guessed"}, "invalid_grant", "wrong_code"),
    "long_code": ({"code": "x" * 5000}, "invalid_grant", "wrong_code"),
    "odd_code": ({"code": "a b\x7f\u00e9"}, "invalid_grant", "wrong_code"),
    "password": (
        {"grant_type": "password", "username": "mia", "password": "x"},
        "unsupported_grant_type",
        "wrong_verifier",
    ),
    "client": ({"grant_type": "client_credentials"}, "unsupported_grant_type", "wrong_verifier"),
    "refresh": ({"grant_type": "refresh_token", "refresh_token": "x"}, "unsupported_grant_type", "wrong_verifier"),
    "another_id": ({"client_id": "somebody-else"}, "invalid_client", "wrong_secret"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_cannot_be_swapped(cast, meeting, mia, case):
    changed, error, what = WRONG[case]
    first = code(meeting, mia)
    assert refused(meeting.swaps(first, **changed), error, 401 if error == "invalid_client" else 400)
    assert not Token.objects.exists()
    if error != "unsupported_grant_type":
        assert Line.objects.filter(what=what, site=meeting.site).exists()


@pytest.mark.parametrize("way", ["wrong", "empty", "none", "of_another", "renewed"])
def test_without_the_secret_nothing_can_be_had(cast, meeting, mia, way):
    first = code(meeting, mia)
    if way == "renewed":
        renew_secret(meeting.site, cast.ada)
    secret = {"wrong": "guess", "empty": "", "of_another": make_site("Courses").secret}.get(way, meeting.secret)
    meeting.secret = secret
    answer = meeting.swaps(first, way="post", **({"client_secret": None} if way == "none" else {}))
    assert refused(answer, "invalid_client", 401)
    assert Line.objects.filter(what="wrong_secret", site=meeting.site).exists()


def test_new_secret_works_at_once(cast, meeting, mia):
    meeting.secret = renew_secret(meeting.site, cast.ada)
    assert meeting.swaps(code(meeting, mia)).status_code == 200


def test_code_that_is_older_than_a_minute_cannot_be_swapped(cast, meeting, mia, time_machine):
    first = code(meeting, mia)
    time_machine.shift(90)
    assert refused(meeting.swaps(first), "invalid_grant")


ENDS = {
    "suspended": lambda cast, site: suspend(cast.mia, cast.ada, "Because."),
    "sessions": lambda cast, site: end_sessions(cast.mia),
    "account": lambda cast, site: User.objects.filter(pk=cast.mia.pk).update(is_active=False),
    "site_suspended": lambda cast, site: suspend_site(site.site, cast.ada),
    "site_changed": lambda cast, site: change_site(
        site.site, {"name": "M", "addresses": [BACK], "scopes": ["profile"], "is_trusted": False}, cast.ada
    ),
    "site_removed": lambda cast, site: remove_site(site.site, cast.ada),
    "taken_back": lambda cast, site: _client_ends(cast),
    "erased": lambda cast, site: User.objects.get(pk=cast.mia.pk).delete(),
}


def _client_ends(cast):
    consent = Consent.objects.get(person=cast.mia)
    assert cast.client("mia").post(f"/settings/security/sites/{consent.pk}/end/").status_code == 303


@pytest.mark.parametrize("how", ENDS)
def test_token_cannot_open_anything_once_what_it_came_from_ended(cast, meeting, mia, how):
    token = meeting.signs_in(mia)["access_token"]
    assert meeting.details(token).status_code == 200
    ENDS[how](cast, meeting)
    answer = meeting.details(token)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "mia" not in answer.content.decode().lower()


@pytest.mark.parametrize("how", [how for how in ENDS if how not in ("erased", "site_removed")])
def test_code_on_its_way_cannot_be_swapped_either(cast, meeting, mia, how):
    first = code(meeting, mia)
    ENDS[how](cast, meeting)
    assert meeting.swaps(first).status_code in (400, 401)
    assert not Token.objects.exists()


def test_new_password_ends_tokens(cast, meeting, mia):
    token = meeting.signs_in(mia)["access_token"]
    form = {
        "oldpassword": "four random words do well",
        "password1": "seven other words do",
        "password2": "seven other words do",
    }
    assert mia.post("/accounts/password/change/", form).status_code == 302
    assert meeting.details(token).status_code == 401


def test_ending_all_other_sessions_ends_tokens(cast, meeting, mia):
    token = meeting.signs_in(mia)["access_token"]
    mia.post("/accounts/sessions/")
    assert meeting.details(token).status_code == 401


def test_two_records_that_become_one_keep_the_name_and_lose_the_tokens(cast, meeting, mia):
    token = meeting.signs_in(mia)["access_token"]
    subject = Consent.objects.get().subject
    end_sessions(cast.mia)
    news.tell(PeopleMerged(cast.mia.pk, cast.grace.pk))
    assert meeting.details(token).status_code == 401
    grace = make_fresh(cast.client("grace"), cast.grace)
    assert meeting.reads(meeting.signs_in(grace)["id_token"])["sub"] == subject


def test_token_ends_after_an_hour(cast, meeting, mia, time_machine):
    token = meeting.signs_in(mia)["access_token"]
    time_machine.shift(3700)
    assert meeting.details(token).status_code == 401
    sweep()
    assert not Token.objects.exists()


def test_token_in_the_address_cannot_open_anything(cast, meeting, mia):
    token = meeting.signs_in(mia)["access_token"]
    assert meeting.server.get(f"/oidc/userinfo/?access_token={token}").status_code == 401


def test_id_token_is_no_access_token(cast, meeting, mia):
    assert meeting.details(meeting.signs_in(mia)["id_token"]).status_code == 401


def test_site_gives_a_token_back(cast, meeting, mia):
    token, other = meeting.signs_in(mia)["access_token"], make_site("Courses")
    told = {"token": token}
    headers = {"HTTP_AUTHORIZATION": basic(other.client_id, other.secret)}
    other.server.post("/oidc/revoke/", told, **headers)
    assert meeting.details(token).status_code == 200, "another site's token stays"
    assert meeting.server.post("/oidc/revoke/", told).status_code == 401
    headers = {"HTTP_AUTHORIZATION": basic(meeting.client_id, meeting.secret)}
    assert meeting.server.post("/oidc/revoke/", told, **headers).status_code == 200
    assert meeting.details(token).status_code == 401


@pytest.mark.parametrize(
    "body", [b"", b"code=%00&code=%ff", b"{", b"grant_type=authorization_code&code=x&client_id=%ED%A0%80"]
)
@pytest.mark.parametrize("address", ["token", "revoke", "userinfo"])
def test_rubbish_is_refused_in_the_words_of_the_protocol(cast, meeting, address, body):
    kind = "application/x-www-form-urlencoded"
    for query in ("", "?%", "?a=1&&b", "?q=%00", "?code=x&client_secret=y"):
        answer = meeting.server.post(f"/oidc/{address}/{query}", body, kind, HTTP_AUTHORIZATION="Basic \xff")
        assert answer.status_code in (400, 401)
        assert answer.json()["error"]


def test_guesses_are_counted(cast, meeting, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"site_refused": ("2/h", "2/h")}
    cache.clear()
    meeting.secret = "guess"
    assert [meeting.swaps("any").status_code for _time in range(4)] == [401, 401, 429, 429]


def test_new_key_is_published_before_it_signs(cast, meeting, mia, time_machine):
    before = meeting.signs_in(mia)["id_token"]
    keys.renew(cast.ada)
    assert len(meeting.server.get("/oidc/keys/").json()["keys"]) == 2
    same = meeting.signs_in(mia)["id_token"]
    assert meeting.reads(same)
    kid = jwt.get_unverified_header
    assert kid(same)["kid"] == kid(before)["kid"]
    time_machine.shift(3700)
    later = meeting.signs_in(mia)["id_token"]
    assert kid(later)["kid"] != kid(before)["kid"]
    assert meeting.reads(later)
    time_machine.shift(timedelta(days=1, hours=2))
    sweep()
    assert len(meeting.server.get("/oidc/keys/").json()["keys"]) == 1


def test_key_that_others_know_is_worth_nothing_at_once(cast, meeting, mia):
    before = meeting.signs_in(mia)["id_token"]
    keys.renew(cast.ada, at_once=True)
    known = [key["kid"] for key in meeting.server.get("/oidc/keys/").json()["keys"]]
    assert jwt.get_unverified_header(before)["kid"] not in known
    assert meeting.reads(meeting.signs_in(mia)["id_token"])


def test_another_key_of_the_site_makes_another_signing_key(cast, meeting, mia, settings):
    settings.SECRET_KEY = "another one, as long as it has to be, of this site"
    again = make_fresh(cast.client("mia"), cast.mia)
    assert meeting.reads(meeting.signs_in(again)["id_token"])
    assert SigningKey.objects.count() == 2


def test_lines_are_forgotten_after_90_days(cast, meeting, mia):
    meeting.signs_in(mia)
    Line.objects.update(at=timezone.now() - timedelta(days=91))
    sweep()
    assert not Line.objects.exists()
