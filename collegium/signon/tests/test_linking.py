"""Linking an account elsewhere to one's own, and unlinking it; ORCID; proving once more who one is."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail

from collegium.accounts.identifiers import verified_orcid
from collegium.accounts.tests.factory import browser, make_fresh
from collegium.people.models import Profile
from collegium.people.verification import marks_of
from collegium.signon import actions, oidc
from collegium.signon.models import Provider
from collegium.signon.tests.providers import address_in, signed_in_there, there_and_back
from tests.cast import PASSWORD

LINK = "/settings/security/with/northfield/"


def fresh(cast, who="mia"):
    return make_fresh(cast.client(who), getattr(cast, who))


def link(provider, person, uid="n-4711"):
    return SocialAccount.objects.create(provider=provider.slug, uid=uid, user=person)


def test_member_links_signs_in_and_unlinks(cast, northfield):
    client = fresh(cast)
    assert "Sign in with Northfield from now on?" in client.get(LINK).content.decode()
    answer = there_and_back(client, LINK)
    assert answer["Location"] == "/settings/security/#elsewhere"
    row = SocialAccount.objects.get(user=cast.mia)
    assert "Northfield signs you in" in mail.outbox[-1].subject
    other = browser()
    there_and_back(other, "/accounts/with/northfield/")
    assert other.session["_auth_user_id"] == str(cast.mia.pk)
    assert "Unlink" in client.get("/settings/security/").content.decode()
    assert client.post(f"/settings/security/links/{row.pk}/unlink/").status_code == 303
    assert not SocialAccount.objects.exists()
    assert "no longer signs you in" in mail.outbox[-1].subject


@pytest.mark.parametrize("address", [LINK, "/settings/security/link/", "/settings/security/links/1/unlink/"])
def test_link_cannot_be_changed_without_a_fresh_sign_in(cast, northfield, address):
    client = cast.client("mia")
    for answer in (client.get(address), client.post(address)):
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    assert northfield.asked == []


def test_link_of_another_account_cannot_be_taken_over(cast, northfield):
    link(northfield, cast.petra)
    client = fresh(cast)
    answer = there_and_back(client, LINK)
    assert answer.status_code == 403
    assert "belongs to another account" in answer.content.decode()
    assert SocialAccount.objects.get().user == cast.petra


def test_link_begun_by_one_person_cannot_be_given_to_another(cast, northfield):
    client = fresh(cast)
    begun = address_in(client.post(LINK))
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "petra", "password": PASSWORD})
    assert client.get(signed_in_there(begun)).status_code == 403
    assert not SocialAccount.objects.exists()


def test_link_of_somebody_else_cannot_be_removed(cast, northfield):
    row = link(northfield, cast.petra)
    assert fresh(cast).post(f"/settings/security/links/{row.pk}/unlink/").status_code == 404
    assert SocialAccount.objects.exists()


def test_last_way_in_cannot_be_unlinked(cast, northfield):
    row = link(northfield, cast.mia)
    cast.mia.set_unusable_password()
    person = cast.mia
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.filter(user=person).update(verified=False)
    client = fresh(cast)
    answer = client.post(f"/settings/security/links/{row.pk}/unlink/")
    assert answer.status_code == 422
    assert "only way in" in answer.content.decode()
    assert SocialAccount.objects.exists()
    EmailAddress.objects.filter(user=person).update(verified=True)
    assert client.post(f"/settings/security/links/{row.pk}/unlink/").status_code == 303


def test_what_waits_to_be_linked_cannot_wait_long(cast, northfield, time_machine):
    client = browser()
    northfield.person["email"] = "new@example.org"
    assert there_and_back(client, "/accounts/with/northfield/")["Location"] == "/accounts/who/"
    client.post("/accounts/login/", {"login": "mia", "password": PASSWORD})
    assert "Is this you at Northfield?" in client.get("/settings/security/link/").content.decode()
    time_machine.shift(901)
    client = make_fresh(client, cast.mia)
    client.post("/settings/security/link/")
    assert not SocialAccount.objects.exists()


def test_what_waits_cannot_be_linked_when_it_is_somebody_s_meanwhile(cast, northfield):
    client = browser()
    there_and_back(client, "/accounts/with/northfield/")
    client.post("/accounts/login/", {"login": "mia", "password": PASSWORD})
    link(northfield, cast.petra)
    answer = client.post("/settings/security/link/")
    assert answer.status_code == 422
    assert "belongs to another account" in answer.content.decode()


def test_person_without_a_password_proves_anew_at_the_provider(cast, northfield):
    link(northfield, cast.mia)
    person = cast.mia
    person.set_unusable_password()
    person.save()
    client = cast.client("mia")
    onward = client.get("/settings/security/with/northfield/")["Location"]
    again = client.get(onward)["Location"]
    assert again.startswith("/accounts/with/northfield/")
    begun = address_in(client.post(again))
    assert "prompt=login" in begun
    assert client.get(signed_in_there(begun))["Location"] == "/settings/security/with/northfield/"
    assert client.get("/settings/security/with/northfield/").status_code == 200


@pytest.mark.parametrize("fault", [{"auth_time": 0}, {"auth_time": None}, {"sub": "n-1"}])
def test_proof_cannot_be_old_or_another_s(cast, northfield, fault):
    link(northfield, cast.mia)
    client = cast.client("mia")
    northfield.faults = {"claims": fault, "me": {"sub": fault.get("sub", "n-4711")}}
    assert there_and_back(client, "/accounts/with/northfield/").status_code == 403
    assert client.get(LINK).status_code == 303


def test_orcid_sign_in_verifies_the_identifier(cast, northfield, settings):
    settings.ORCID_ISSUER = northfield.issuer
    row = actions.add_provider("orcid", {"client_id": "collegium", "secret": "a secret that both sides know", "is_on": True}, cast.ada)  # fmt: skip
    northfield.person["sub"] = "0000-0002-1825-0097"
    assert verified_orcid(cast.mia) is None
    client = fresh(cast)
    there_and_back(client, f"/settings/security/with/{row.slug}/")
    assert verified_orcid(cast.mia).value == "0000-0002-1825-0097"
    assert "0000-0002-1825-0097" in client.get("/settings/security/").content.decode()
    assert "/me" not in northfield.asked
    assert marks_of(cast.mia)["orcid", 0][0].source == "orcid"
    row = SocialAccount.objects.get()
    client.post(f"/settings/security/links/{row.pk}/unlink/")
    assert verified_orcid(cast.mia) is None
    assert ("orcid", 0) not in marks_of(cast.mia)


def test_orcid_of_somebody_else_on_the_profile_cannot_be_verified(cast, northfield, settings):
    settings.ORCID_ISSUER = northfield.issuer
    actions.add_provider("orcid", {"client_id": "collegium", "secret": "a secret that both sides know", "is_on": True}, cast.ada)  # fmt: skip
    Profile.objects.update_or_create(person=cast.mia, defaults={"orcid": "0000-0002-1694-233X"})
    northfield.person["sub"] = "0000-0002-1825-0097"
    there_and_back(fresh(cast), "/settings/security/with/orcid/")
    assert Profile.objects.get(person=cast.mia).orcid == "0000-0002-1694-233X"
    assert ("orcid", 0) not in marks_of(cast.mia)


@pytest.mark.parametrize("subject", ["0000-0002-1825-0098", "not an iD", "https://orcid.org/0000-0002-1825-0097"])
def test_what_is_no_orcid_cannot_be_linked_as_one(cast, northfield, settings, subject):
    settings.ORCID_ISSUER = northfield.issuer
    actions.add_provider("orcid", {"client_id": "collegium", "secret": "a secret that both sides know", "is_on": True}, cast.ada)  # fmt: skip
    northfield.person["sub"] = subject
    assert there_and_back(fresh(cast), "/settings/security/with/orcid/").status_code == 403
    assert verified_orcid(cast.mia) is None


def test_orcid_asks_for_nothing_but_who_somebody_is(cast, northfield, settings):
    settings.ORCID_ISSUER = northfield.issuer
    actions.add_provider("orcid", {"client_id": "collegium", "is_on": True}, cast.ada)
    begun = address_in(browser().post("/accounts/with/orcid/"))
    assert "scope=openid&" in begun
    assert Provider.objects.get(slug="orcid").name == "ORCID"
    assert oidc.callback_address(Provider.objects.get(slug="orcid")).endswith("/accounts/with/orcid/back/")
