"""Settings and security: own sessions, addresses, second factors; and the second factor that roles need."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from collegium.accounts.models import User
from collegium.accounts.tests.factory import browser, make_fresh
from collegium.discussion import actions as discussion
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic
from tests.cast import PASSWORD


def sign_in(name):
    client = browser()
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return client


def reauthenticated(client, person):
    client = make_fresh(client, person)
    session = client.session
    session["account_authentication_methods"][0]["reauthenticated"] = True
    session.save()
    return client


@pytest.mark.parametrize("address", ["/settings/", "/settings/security/"])
def test_visitors_and_suspended_cannot_open_settings(cast, address):
    assert cast.client("mia").get(address).status_code == 200
    assert cast.client("gus").get(address).status_code == 200
    assert cast.client("vera").get(address).status_code == 403
    assert cast.client("sam").get(address).status_code == 403


def test_language_and_zone_are_kept(cast):
    client = cast.client("mia")
    assert client.post("/settings/", {"language": "es", "time_zone": "Europe/Oslo"}).status_code == 303
    assert (cast.mia.language, cast.mia.time_zone) == ("es", "Europe/Oslo")
    assert client.post("/settings/", {"language": "xx", "time_zone": "Mars/Base"}).status_code == 422


def test_sessions_are_listed_and_ended(cast):
    here, there = sign_in("mia"), sign_in("mia")
    page = here.get("/settings/security/")
    assert page.text.count("/end/") == 1
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert here.post(f"/settings/security/sessions/{other.pk}/end/").status_code == 303
    assert there.get("/settings/").status_code == 403
    assert here.get("/settings/").status_code == 200


def test_all_other_sessions_end_together(cast):
    here, there, elsewhere = sign_in("mia"), sign_in("mia"), sign_in("mia")
    here.post("/accounts/sessions/")
    assert here.get("/settings/").status_code == 200
    assert {client.get("/settings/").status_code for client in (there, elsewhere)} == {403}


def test_list_of_sessions_has_one_page(cast):
    answer = cast.client("mia").get("/accounts/sessions/")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/security/")


def test_visitor_cannot_open_or_end_sessions(cast):
    assert {
        cast.client("vera").get("/accounts/sessions/").status_code,
        cast.client("vera").post("/accounts/sessions/").status_code,
    } == {403}


def test_sessions_of_others_cannot_be_ended(cast):
    hers = sign_in("mia")
    row = UserSession.objects.get(user=cast.mia)
    assert cast.client("gus").post(f"/settings/security/sessions/{row.pk}/end/").status_code == 404
    assert cast.client("gus").get(f"/settings/security/sessions/{row.pk}/end/").status_code == 405
    assert hers.get("/settings/").status_code == 200


def test_adding_a_factor_and_an_address_asks_for_the_password_again(cast):
    client = cast.client("mia")
    for address in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert client.get(address)["Location"].startswith("/accounts/reauthenticate/")
    answer = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not cast.mia.emailaddress_set.filter(email="new@example.org").exists()


@pytest.mark.parametrize("address", ["/desk/groups/", "/admin/"])
def test_role_without_second_factor_is_led_to_set_one_up(cast, address):
    Authenticator.objects.filter(user=cast.ada).delete()
    answer = cast.client("ada").get(address)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (303, "/settings/security/")
    page = cast.client("ada").get(answer["Location"]).text
    assert "needs a second factor" in page


def test_recovery_codes_alone_are_no_second_factor(cast):
    Authenticator.objects.filter(user=cast.ada).update(type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert cast.client("ada").get("/desk/groups/").status_code == 303


@pytest.mark.parametrize(
    ("name", "status"), [("vera", 403), ("mia", 404), ("mo", 404), ("ed", 404), ("ada", 200), ("sam", 403)]
)
def test_records_open_to_administrators_only(cast, name, status):
    assert cast.client(name).get("/admin/").status_code == status
    assert not User.objects.filter(is_superuser=True).exists()


def test_last_factor_of_a_role_cannot_be_removed(cast):
    client = reauthenticated(cast.client("mo"), cast.mo)
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=cast.mo).exists()
    passkey = Authenticator.objects.create(user=cast.mo, type="webauthn", data={"name": "Key"})
    Authenticator.objects.filter(user=cast.mo, type="totp").delete()
    client.post(f"/accounts/2fa/webauthn/{passkey.pk}/remove/")
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


@pytest.mark.parametrize("address", [
    "/accounts/login/", "/accounts/login/code/", "/accounts/signup/", "/join/", "/accounts/password/reset/",
    "/accounts/first/", "/accounts/inactive/",
])  # fmt: skip
def test_visitors_pages_have_our_frame(cast, address):
    page = cast.client("vera").get(address).text
    assert '<main id="main"' in page
    assert "style=" not in page


@pytest.mark.parametrize("address", [
    "/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/2fa/",
    "/accounts/reauthenticate/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/",
])  # fmt: skip
def test_own_pages_have_our_frame(cast, address):
    client = reauthenticated(cast.client("mia"), cast.mia)
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert '<main id="main"' in answer.text
    assert "style=" not in answer.text
    assert answer.text.count("<!DOCTYPE html>") == 1


@pytest.mark.parametrize(("address", "heading"), [
    ("/accounts/email/", "Mail addresses"), ("/accounts/password/change/", "Change your password"),
    ("/accounts/2fa/", "Passkeys and second factors"), ("/accounts/2fa/totp/activate/", "Set up an authenticator app"),
    ("/accounts/2fa/webauthn/", "Passkeys"), ("/accounts/2fa/webauthn/add/", "Add a passkey"),
    ("/accounts/reauthenticate/", "Once more, please"), ("/accounts/password/reset/", "Set a new password"),
])  # fmt: skip
def test_own_pages_speak_the_words_of_the_house(cast, address, heading):
    page = reauthenticated(cast.client("mia"), cast.mia).get(address).text
    assert f"{heading}</h1>" in page
    assert "&lt;" not in page
    assert not {
        word for word in ("Email", "email address", "Security Key", "Two-Factor", "reauthenticate.") if word in page
    }


def test_recovery_codes_are_made_and_shown_once_more_after_a_fresh_sign_in(cast):
    client = reauthenticated(cast.client("mo"), cast.mo)
    assert "Make them" in client.get("/accounts/2fa/recovery-codes/generate/").text
    shown = client.post("/accounts/2fa/recovery-codes/generate/", follow=True).text
    assert "10 codes are left." in shown
    assert "****" not in shown
    passkey = Authenticator.objects.create(user=cast.mo, type="webauthn", data={"name": "Mo&rsquo;s key"})
    assert "Rename a passkey" in client.get(f"/accounts/2fa/webauthn/keys/{passkey.pk}/edit/").text
    assert "Remove this passkey?" in client.get(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/").text
    assert "Remove the authenticator app" in client.get("/accounts/2fa/totp/deactivate/").text


def test_codes_of_others_cannot_be_seen_nor_their_passkeys_changed(cast):
    passkey = Authenticator.objects.create(user=cast.mo, type="webauthn", data={"name": "Key"})
    client = reauthenticated(cast.client("mia"), cast.mia)
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 404
    assert client.get(f"/accounts/2fa/webauthn/keys/{passkey.pk}/edit/").status_code == 404
    assert client.get(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/").status_code == 404


def test_moderator_without_second_factor_cannot_moderate_anywhere(cast):
    topic = make_topic(cast.petra)
    reply = discussion.post_reply(topic, Words.plain("Words that were hidden."), cast.reader("petra"))
    discussion.hide(reply, cast.ada, "Rude.")
    mo = cast.client("mo")
    assert "Words that were hidden." in mo.get(topic.get_absolute_url()).text
    Authenticator.objects.filter(user=cast.mo).delete()
    assert "Words that were hidden." not in mo.get(topic.get_absolute_url()).text
    assert mo.post(f"/topics/{topic.pk}/pin/", {"on": "1"}).status_code == 404
    assert mo.get("/desk/reports/").status_code == 303
