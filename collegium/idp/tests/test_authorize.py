"""Being led here by another site: who is signed in there, what it learns, and who is led nowhere."""

from __future__ import annotations

import html
import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from collegium.accounts.models import Activity, User
from collegium.accounts.tests.factory import make_fresh
from collegium.audience.actions import end, grant
from collegium.audience.models import Standing
from collegium.idp.models import Consent, Line
from collegium.idp.tests.foreign import BACK, agreed, came_back, led_to, make_site
from collegium.membership.models import Category, Membership
from tests.cast import PASSWORD

K = Standing.Kind


def sentence(answer):
    """Why somebody was led nowhere."""
    assert answer.status_code == 400
    assert "Location" not in answer
    assert "refresh" not in answer.content.decode()
    return html.unescape(re.search(r'role="alert">.*?<span>(.*?)</span>', answer.content.decode(), re.DOTALL)[1])


def test_site_signs_somebody_in_and_checks_what_it_is_told(cast, meeting, mia):
    asked = mia.get(meeting.asks())
    words = asked.content.decode()
    assert "Sign in to Meeting site?" in words
    assert "Confirmed mail address" in words
    assert "Whether one is a member" not in words, "it did not ask for that"
    answer = meeting.swaps(meeting.code_of(led_to(agreed(mia, meeting.asks()))))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    said = answer.json()
    assert (said["token_type"], said["expires_in"], "refresh_token" in said) == ("Bearer", 3600, False)
    claims = meeting.reads(said["id_token"])
    assert abs(claims["auth_time"] - time.time()) < 60
    about = {"name": "Mia Lindholm", "given_name": "Mia", "family_name": "Lindholm", "locale": "en"}
    about |= {"email": "mia@example.org", "email_verified": True, "sub": claims["sub"]}
    assert meeting.details(said["access_token"]).json() == about
    assert {name: claims[name] for name in about} == about
    assert str(cast.mia.pk) != claims["sub"]
    assert "mia" not in claims["sub"]
    assert Activity.objects.filter(person=cast.mia, what="site").exists()


def test_secret_in_the_form_does_as_well(cast, meeting, mia):
    assert meeting.swaps(meeting.code_of(led_to(agreed(mia, meeting.asks()))), way="post").status_code == 200


def test_consent_is_remembered_until_more_is_asked(cast, meeting, mia):
    meeting.signs_in(mia, "openid profile")
    assert meeting.code_of(led_to(mia.get(meeting.asks("openid profile"))))
    assert "Sign in to Meeting site?" in mia.get(meeting.asks("openid profile email")).content.decode()
    assert "Sign in to Meeting site?" in mia.get(meeting.asks("openid profile", prompt="consent")).content.decode()


def test_site_that_the_society_vouches_for_asks_nothing(cast, mia):
    site = make_site(trusted=True)
    assert site.code_of(led_to(mia.get(site.asks("openid membership"))))
    assert Consent.objects.get().scopes == ["membership"]


def test_two_sites_know_one_person_by_different_names_that_never_change(cast, mia):
    one, two = make_site(), make_site("Courses")
    subs = [site.reads(site.signs_in(mia)["id_token"])["sub"] for site in (one, two, one)]
    assert subs[0] == subs[2] != subs[1]


@pytest.mark.parametrize(
    ("who", "standing"), [("mia", "member"), ("gus", "guest"), ("lars", "lapsed"), ("ed", "staff")]
)
def test_standing_is_said_only_to_who_asks(cast, meeting, who, standing):
    browser = make_fresh(cast.client(who), getattr(cast, who))
    token = meeting.signs_in(browser, "openid membership")["access_token"]
    assert meeting.details(token).json()["collegium_standing"] == standing
    token = meeting.signs_in(browser, "openid profile")["access_token"]
    assert "collegium_standing" not in meeting.details(token).json()


def test_lapse_changes_what_is_said_at_once(cast, meeting, mia):
    category = Category.objects.order_by("pk")[0]
    Membership.objects.create(person=cast.mia, member_id="M-1", category=category)
    token = meeting.signs_in(mia, "openid membership member_category")["access_token"]
    said = meeting.details(token).json()
    assert (said["collegium_standing"], said["collegium_category"]) == ("member", category.name)
    end(cast.mia, K.MEMBER)
    said = meeting.details(token).json()
    assert said["collegium_standing"] == "lapsed"
    assert "collegium_category" not in said


def test_address_that_is_not_confirmed_cannot_be_told(cast, meeting, mia):
    EmailAddress.objects.filter(user=cast.mia).update(verified=False)
    said = meeting.details(meeting.signs_in(mia)["access_token"]).json()
    assert "email" not in said
    assert "email_verified" not in said


# ── Before it comes to that ──


def test_visitor_signs_in_first_and_comes_back_to_the_question(cast, meeting):
    browser = cast.client("vera")
    away = browser.get(meeting.asks(prompt="login", max_age="0"))
    assert away.status_code == 303
    assert away["Location"].startswith("/accounts/login/?next=")
    page = browser.get(away["Location"])
    onward = html.unescape(re.search(r'name="next" value="([^"]+)"', page.content.decode())[1])
    assert onward.startswith("/oidc/authorize/?")
    back = browser.post("/accounts/login/", {"login": "mia", "password": PASSWORD, "next": onward})
    assert back["Location"] == onward
    assert meeting.code_of(led_to(agreed(browser, onward)))


@pytest.mark.parametrize("wish", [{"prompt": "login"}, {"max_age": "60"}])
def test_site_may_want_a_fresh_sign_in(cast, meeting, wish):
    browser = make_fresh(cast.client("mia"), cast.mia)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 600}]
    session.save()
    answer = browser.get(meeting.asks(**wish))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (303, "/accounts/reauthenticate/")


def test_prompt_none_is_answered_without_a_page(cast, meeting, mia):
    silent = meeting.asks("openid profile", prompt="none")
    assert came_back(cast.client("vera").get(silent)["Location"])["error"] == "login_required"
    assert came_back(mia.get(silent)["Location"])["error"] == "consent_required"
    meeting.signs_in(mia, "openid profile")
    assert meeting.code_of(mia.get(meeting.asks("openid profile", prompt="none"))["Location"])


def test_person_may_decline(cast, meeting, mia):
    page = mia.get(meeting.asks()).content.decode()
    action = html.unescape(re.search(r'action="(/oidc/consent/[^"]+)"', page)[1])
    back = came_back(led_to(mia.post(action, {"answer": "decline"})))
    assert (back["error"], back["state"], "code" in back) == ("access_denied", meeting.state, False)
    assert not Consent.objects.exists()
    assert Line.objects.filter(what="declined", person=cast.mia).exists()


def test_consent_cannot_be_given_by_another_site_s_form(cast, meeting):
    browser = make_fresh(cast.client("mia"), cast.mia)
    browser.handler.enforce_csrf_checks = True
    page = browser.get(meeting.asks()).content.decode()
    action = html.unescape(re.search(r'action="(/oidc/consent/[^"]+)"', page)[1])
    assert browser.post(action, {"answer": "agree"}).status_code == 403
    assert not Consent.objects.exists()


def test_a_request_by_post_is_the_same(cast, meeting, mia):
    address, _mark, query = meeting.asks().partition("?")
    fields = dict(pair.split("=", 1) for pair in query.split("&"))
    from urllib.parse import unquote_plus

    answer = mia.post(address, {name: unquote_plus(value) for name, value in fields.items()})
    assert answer.status_code == 303
    assert "Sign in to Meeting site?" in mia.get(answer["Location"]).content.decode()


# ── Nobody is led to an address that is not registered ──

ELSEWHERE = [
    "https://evil.example/", f"{BACK}/", f"{BACK}?x=1", f"{BACK}#f", BACK.replace("https", "http"), BACK.upper(),
    "https://meeting.example.org.evil.example/signed-in", "https://meeting.example.org@evil.example/signed-in",
    "https://evil.example/https://meeting.example.org/signed-in", f"{BACK}%2f..", f"{BACK}\\@evil.example",
    "//evil.example/signed-in", "/signed-in", "javascript:alert(1)", "https://meeting.example.org:444/signed-in",
    "https://meeting.example.org/signed-in/../else", "", None, [BACK, "https://evil.example/"],
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE, ids=str)
def test_nobody_can_be_led_to_an_address_that_is_not_registered(cast, mia, address):
    site = make_site(trusted=True)
    assert sentence(mia.get(site.asks(redirect_uri=address))).endswith(".")
    assert not Consent.objects.exists()


@pytest.mark.parametrize("name", ["nobody", "", None, "x" * 5000, "a\0b", ["a", "b"]], ids=lambda name: str(name)[:9])
def test_unknown_site_gets_a_page_and_leads_nowhere(cast, meeting, mia, name):
    assert "not known" in sentence(mia.get(meeting.asks(client_id=name))) or name == ["a", "b"]


def test_suspended_site_cannot_sign_anybody_in(cast, meeting, mia):
    from collegium.idp.actions import suspend_site

    meeting.signs_in(mia)
    suspend_site(meeting.site, cast.ada)
    assert "can’t sign anybody in" in sentence(mia.get(meeting.asks()))
    assert meeting.swaps("any").json()["error"] == "invalid_client"


WRONG = {
    "no_pkce": ({"code_challenge": None, "code_challenge_method": None}, "invalid_request", "no_pkce"),
    "plain": ({"code_challenge_method": "plain"}, "invalid_request", "no_pkce"),
    "no_method": ({"code_challenge_method": None}, "invalid_request", "no_pkce"),
    "implicit": ({"response_type": "token"}, "unsupported_response_type", "wrong_kind"),
    "id_token": ({"response_type": "id_token"}, "unsupported_response_type", "wrong_kind"),
    "hybrid": ({"response_type": "code id_token"}, "unauthorized_client", "wrong_kind"),
    "none": ({"response_type": "none"}, "unauthorized_client", "wrong_kind"),
    "no_type": ({"response_type": None}, "invalid_request", "wrong_kind"),
    "scope": ({"scope": "openid admin"}, "invalid_scope", "unknown_scope"),
    "no_openid": ({"scope": "profile"}, "invalid_scope", "unknown_scope"),
    "no_scope": ({"scope": None}, "invalid_scope", "unknown_scope"),
    "fragment": ({"response_mode": "fragment"}, "invalid_request", "unreadable"),
    "form": ({"response_mode": "form_post"}, "invalid_request", "unreadable"),
    "object": ({"request": "eyJ.e.s"}, "invalid_request", "unreadable"),
    "prompts": ({"prompt": "none login"}, "invalid_request", "unreadable"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_may_not_be_asked_is_told_to_the_site_and_the_desk(cast, mia, case):
    site, (changed, error, what) = make_site(trusted=True), WRONG[case]
    back = came_back(led_to(mia.get(site.asks(**changed))))
    assert (back["error"], back["state"], back["iss"]) == (error, site.state, site.about["issuer"])
    assert "code" not in back
    assert Line.objects.get().what == what


def test_scope_that_this_site_may_not_have_cannot_be_asked(cast, mia):
    site = make_site(scopes=("profile",), trusted=True)
    assert came_back(led_to(mia.get(site.asks("openid profile email"))))["error"] == "invalid_scope"


# ── Who can't sign in here, can't there ──


@pytest.mark.parametrize("who", ["suspended", "deceased", "unconfirmed", "ended"])
def test_who_cannot_sign_in_here_cannot_sign_in_there(cast, who):
    site, browser = make_site(trusted=True), make_fresh(cast.client("mia"), cast.mia)
    if who == "unconfirmed":
        Standing.objects.filter(person=cast.mia).delete()
    elif who == "ended":
        User.objects.filter(pk=cast.mia.pk).update(is_active=False)
    else:
        grant(cast.mia, K.SUSPENDED if who == "suspended" else K.DECEASED)
    answer = browser.get(site.asks())
    if who == "ended":  # Django knows no such session any more
        assert answer["Location"].startswith("/accounts/login/")
    else:
        assert "can’t be used" in sentence(answer)
        assert Line.objects.filter(what="barred").exists()
    assert not Consent.objects.exists()


def test_being_led_here_is_counted(cast, meeting, mia, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"authorize": ("2/h", "2/h")}
    cache.clear()
    assert [mia.get(meeting.asks()).status_code for _time in range(3)] == [200, 200, 429]
