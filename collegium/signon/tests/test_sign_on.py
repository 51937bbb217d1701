"""Signing in with an account elsewhere: who gets in, and as whom."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail

from collegium.accounts.actions import suspend
from collegium.accounts.models import Activity, User
from collegium.accounts.tests.factory import browser, code_in_mail, totp_code
from collegium.accounts.tests.test_next import ELSEWHERE
from collegium.membership.models import Category, Membership
from collegium.signon.models import Provider
from collegium.signon.tests.providers import address_in, signed_in_there, there_and_back
from tests.cast import PASSWORD, TOTP_SECRET

NORTH, HARBOR = "/accounts/with/northfield/", "/accounts/with/harbor/"


def link(provider, person, uid=None):
    uid = uid or provider.subject("collegium")
    return SocialAccount.objects.create(provider=provider.slug, uid=uid, user=person)


def whose(client):
    return client.session.get("_auth_user_id")


def asked(client, begin=NORTH):
    """The page on which somebody unknown lands."""
    return client.get(there_and_back(client, begin)["Location"]).content.decode()


def on_roster(person, number):
    category = Category.objects.get(code="FULL")
    Membership.objects.create(person=person, member_id=number, category=category, email=person.email)


@pytest.mark.parametrize("which", ["northfield", "harbor"])
def test_linked_person_is_signed_in_by_either_make_of_provider(cast, which, request):
    provider = request.getfixturevalue(which)
    link(provider, cast.mia)
    client = browser()
    answer = there_and_back(client, f"/accounts/with/{which}/", next="/settings/security/")
    assert answer["Location"] == "/settings/security/"
    assert whose(client) == str(cast.mia.pk)
    assert Activity.objects.filter(person=cast.mia, what="signed_in", way="socialaccount").exists()


def test_button_stands_on_the_sign_in_page_only_while_it_is_on(cast, northfield):
    assert "Sign in with Northfield" in browser().get("/accounts/login/").content.decode()
    Provider.objects.update(is_on=False)
    assert "Northfield" not in browser().get("/accounts/login/").content.decode()


def test_provider_that_is_off_cannot_sign_anybody_in(cast, northfield):
    link(northfield, cast.mia)
    client = browser()
    begun = address_in(client.post(NORTH))
    Provider.objects.update(is_on=False)
    assert client.post(NORTH).status_code == 404

    assert client.get(signed_in_there(begun)).status_code == 403
    assert whose(client) is None


@pytest.mark.parametrize("address", ELSEWHERE)
def test_sign_in_from_elsewhere_cannot_lead_to_another_site(cast, northfield, address):
    link(northfield, cast.mia)
    assert there_and_back(browser(), NORTH, next=address)["Location"] == "/"


def test_unknown_person_is_asked_who_they_are_here(cast, northfield):
    client = browser()
    northfield.person["email"] = "other@example.org"
    assert "Who are you here?" in asked(client)
    assert whose(client) is None
    assert not SocialAccount.objects.exists()


def test_verified_address_cannot_sign_in_by_itself_but_is_proposed(cast, northfield):
    client = browser()
    page = asked(client)
    assert whose(client) is None
    assert not SocialAccount.objects.exists()
    form = dict(re.findall(r'name="(email|next)" value="([^"]*)"', page))
    client.post("/accounts/login/code/", form)
    onward = client.post("/accounts/login/code/confirm/", {"code": code_in_mail(), "next": form["next"]})["Location"]
    assert onward == "/settings/security/link/"
    assert "Mia Lindholm" in client.get(onward).content.decode()
    assert client.post(onward).status_code == 303
    assert SocialAccount.objects.get().user == cast.mia
    again = browser()
    there_and_back(again, NORTH)
    assert whose(again) == str(cast.mia.pk)


@pytest.mark.parametrize("verified", [False, "false", None, 0, "yes", 1.5])
def test_unverified_address_cannot_even_be_proposed(cast, northfield, verified):
    northfield.person["email_verified"] = verified
    page = asked(browser())
    assert "mia@example.org" not in page


def test_address_without_a_word_about_it_cannot_be_proposed(cast, harbor):
    assert "mia@example.org" not in asked(browser(), HARBOR)


def test_page_cannot_tell_which_accounts_there_are(cast, northfield):
    northfield.person["email_verified"] = False
    known = asked(browser())
    northfield.person["email"] = "nobody@example.org"
    blank = re.compile(r'value="[^"]*"')
    assert blank.sub("", known) == blank.sub("", asked(browser()))


def test_changed_address_at_the_provider_cannot_move_an_account(cast, northfield):
    link(northfield, cast.mia)
    northfield.person["email"] = "petra@example.org"
    client = browser()
    there_and_back(client, NORTH)
    assert whose(client) == str(cast.mia.pk)
    assert User.objects.get(pk=cast.mia.pk).email == "mia@example.org"
    assert not EmailAddress.objects.filter(user=cast.mia, email="petra@example.org").exists()


def test_member_number_signs_in_where_staff_trust_it(cast, northfield):
    on_roster(cast.mia, "004711")
    Provider.objects.update(trusts_member_id=True)
    northfield.person |= {"member_id": "4711", "email": "another@example.org"}
    client = browser()
    there_and_back(client, NORTH)
    assert whose(client) == str(cast.mia.pk)
    assert SocialAccount.objects.get().uid == "n-4711"
    assert "Northfield" in mail.outbox[-1].subject


@pytest.mark.parametrize("reason", ["not_trusted", "role", "suspended", "other_subject", "no_such_number", "merged"])
def test_member_number_cannot_sign_in(cast, northfield, reason):
    person = cast.mo if reason == "role" else cast.sam if reason == "suspended" else cast.mia
    on_roster(person, "004711")
    Provider.objects.update(trusts_member_id=reason != "not_trusted")
    if reason == "other_subject":
        link(northfield, cast.mia, "another")
    if reason == "merged":
        on_roster(cast.petra, "000002")
        Membership.objects.filter(member_id="004711").update(merged_into=Membership.objects.get(member_id="000002"))
    northfield.person |= {"member_id": "9" if reason == "no_such_number" else "004711", "email": "x@example.org"}
    client = browser()
    assert "Who are you here?" in asked(client)
    assert whose(client) is None
    assert not SocialAccount.objects.filter(uid="n-4711").exists()


def test_suspended_person_cannot_come_in_from_elsewhere(cast, northfield):
    link(northfield, cast.sam)
    client = browser()
    answer = there_and_back(client, NORTH)
    assert whose(client) is None
    assert "suspended or closed" in client.get(answer["Location"]).content.decode()


def test_suspension_ends_a_session_from_elsewhere(cast, northfield):
    link(northfield, cast.mia)
    client = browser()
    there_and_back(client, NORTH)
    assert client.get("/settings/").status_code == 200
    suspend(cast.mia, cast.ada, "A reason.")
    assert client.get("/settings/").status_code == 403


def test_second_factor_cannot_be_left_out_by_coming_from_elsewhere(cast, northfield):
    link(northfield, cast.mo)
    northfield.faults["claims"] = {"amr": ["pwd", "mfa"]}  # staff did not say that it counts
    client = browser()
    answer = there_and_back(client, NORTH, next="/desk/")
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert whose(client) is None
    assert client.post(answer["Location"], {"code": totp_code(TOTP_SECRET)})["Location"] == "/desk/"


@pytest.mark.parametrize(("amr", "asked"), [(["pwd", "mfa"], False), (["pwd"], True), ("mfa", True), (None, True)])
def test_second_factor_of_the_provider_counts_only_if_it_was_used(cast, northfield, amr, asked):
    link(northfield, cast.mo)
    Provider.objects.update(trusts_factor=True)
    northfield.faults["claims"] = {"amr": amr}
    client = browser()
    assert ("2fa" in there_and_back(client, NORTH)["Location"]) is asked
    assert (whose(client) is None) is asked


def test_role_without_a_factor_here_cannot_reach_the_desk_by_the_providers(cast, northfield):
    cast.mo.authenticator_set.all().delete()
    link(northfield, cast.mo)
    Provider.objects.update(trusts_factor=True)
    northfield.faults["claims"] = {"amr": ["mfa"]}
    client = browser()
    there_and_back(client, NORTH)
    assert client.get("/desk/")["Location"].startswith("/settings/security/")


def test_sign_in_cannot_change_who_is_signed_in(cast, northfield):
    link(northfield, cast.petra)
    client = browser()
    begun = address_in(client.post(NORTH))
    client.post("/accounts/login/", {"login": "mia", "password": PASSWORD})

    assert client.get(signed_in_there(begun)).status_code == 403
    assert whose(client) == str(cast.mia.pk)


def test_nothing_the_provider_said_is_kept(cast, northfield):
    row = link(northfield, cast.mia)
    there_and_back(browser(), NORTH)
    row.refresh_from_db()
    assert row.extra_data == {}


def test_two_providers_with_one_subject_are_two_people(cast, northfield, settings):
    link(northfield, cast.mia)
    Provider.objects.create(kind="openid_connect", slug="twin", name="Twin", is_on=True, issuer=northfield.issuer, client_id="collegium", secret=northfield.row.secret)  # fmt: skip
    client = browser()
    assert "Who are you here?" in asked(client, "/accounts/with/twin/")
    assert whose(client) is None


def test_host_that_is_not_listed_cannot_be_asked(cast, northfield, settings):
    settings.OUTBOUND_TRUSTED = frozenset()
    answer = browser().post(NORTH)
    assert answer.status_code == 403
    assert "COLLEGIUM_OUTBOUND" in answer.content.decode()
    assert northfield.asked == []
