"""`/desk/sign-on/`: adding, testing, changing and removing providers of sign-ins."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount

from collegium.accounts.tests.factory import make_fresh
from collegium.outbox.models import AuditLine
from collegium.signon.models import Provider
from collegium.signon.tests.conftest import harbor, northfield
from collegium.signon.tests.providers import address_in, signed_in_there, there_and_back
from collegium.web.secrets import shown

__all__ = ["harbor", "northfield"]
FORM = {
    "name": "Example University", "issuer": "https://login.example.edu/", "client_id": "abc", "secret": "said once",
    "member_claim": "member_id", "trusts_member_id": "on", "is_on": "on",
}  # fmt: skip
NEW = "/desk/sign-on/new/openid_connect/"


def ada(cast):
    return make_fresh(cast.client("ada"), cast.ada)


def test_administrator_adds_changes_and_removes_a_provider(cast):
    client = ada(cast)
    assert "Nobody yet" in client.get("/desk/sign-on/").content.decode()
    answer = client.post(NEW, FORM)
    row = Provider.objects.get()
    assert answer["Location"] == f"/desk/sign-on/{row.pk}/"
    assert (row.slug, row.issuer, shown(row.secret)) == ("example-university", "https://login.example.edu", "said once")
    page = client.get(answer["Location"]).content.decode()
    assert "http://localhost:8000/accounts/with/example-university/back/" in page
    client.post(answer["Location"], {"name": "Example", "issuer": row.issuer, "client_id": "def"})
    row.refresh_from_db()
    assert (row.name, row.client_id, row.is_on, shown(row.secret)) == ("Example", "def", False, "said once")
    assert client.post(f"/desk/sign-on/{row.pk}/remove/")["Location"] == "/desk/sign-on/"
    assert not Provider.objects.exists()
    assert set(AuditLine.objects.values_list("what", flat=True)) == {
        "added a provider of sign-ins", "changed a provider of sign-ins", "removed a provider of sign-ins",
    }  # fmt: skip


def test_secret_cannot_be_read_anywhere(cast, northfield):
    client = ada(cast)
    page = client.get(f"/desk/sign-on/{northfield.row.pk}/").content.decode()
    assert "a secret that both" not in page
    assert northfield.row.secret not in page
    assert "a secret that both" not in str(list(Provider.objects.values()))
    assert "a secret that both" not in str(list(AuditLine.objects.values()))


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed", "mo"])
def test_provider_cannot_be_seen_or_added_by_others(cast, northfield, who):
    client = cast.client(who) if who == "vera" else make_fresh(cast.client(who), getattr(cast, who))
    pk = northfield.row.pk
    for address in ("/desk/sign-on/", NEW, f"/desk/sign-on/{pk}/", f"/desk/sign-on/{pk}/remove/"):
        assert client.get(address).status_code in (403, 404), address
    for address in (NEW, f"/desk/sign-on/{pk}/", f"/desk/sign-on/{pk}/test/", f"/desk/sign-on/{pk}/remove/"):
        assert client.post(address, FORM).status_code in (403, 404), address
    assert [row.name for row in Provider.objects.all()] == ["Northfield"]


def test_provider_cannot_be_added_without_a_fresh_sign_in(cast):
    assert cast.client("ada").post(NEW, FORM)["Location"].startswith("/accounts/reauthenticate/")
    assert not Provider.objects.exists()


@pytest.mark.parametrize("wrong", [
    {"issuer": "http://login.example.edu"}, {"issuer": "javascript:alert(1)"}, {"issuer": "https://"}, {"issuer": "https://[x"},
    {"issuer": "https://a:b@login.example.edu"}, {"issuer": "https://login.example.edu/?x=1"}, {"name": ""},
    {"client_id": ""}, {"member_claim": ""}, {"name": "x" * 41},
])  # fmt: skip
def test_wrong_settings_cannot_be_saved(cast, wrong):
    answer = ada(cast).post(NEW, FORM | wrong)
    assert answer.status_code == 422
    assert not Provider.objects.exists()


def test_two_providers_cannot_have_one_name(cast, northfield):
    answer = ada(cast).post(NEW, FORM | {"name": "northfield"})
    assert answer.status_code == 422
    assert "Another provider has this name" in answer.content.decode()


def test_provider_with_links_cannot_become_another_one(cast, northfield):
    SocialAccount.objects.create(provider="northfield", uid="n-4711", user=cast.mia)
    form = FORM | {"name": "Northfield", "issuer": "https://evil.example"}
    answer = ada(cast).post(f"/desk/sign-on/{northfield.row.pk}/", form)
    assert answer.status_code == 422
    assert Provider.objects.get().issuer == northfield.issuer


def test_provider_that_is_on_cannot_be_removed(cast, northfield):
    answer = ada(cast).post(f"/desk/sign-on/{northfield.row.pk}/remove/")
    assert answer.status_code == 422
    assert Provider.objects.exists()


def test_removing_a_provider_removes_its_links(cast, northfield):
    SocialAccount.objects.create(provider="northfield", uid="n-4711", user=cast.mia)
    SocialAccount.objects.create(provider="other", uid="n-4711", user=cast.petra)
    Provider.objects.update(is_on=False)
    ada(cast).post(f"/desk/sign-on/{northfield.row.pk}/remove/")
    assert [row.user for row in SocialAccount.objects.all()] == [cast.petra]


def test_test_says_what_came_and_stores_nothing(cast, northfield):
    Provider.objects.update(is_on=False, trusts_factor=True)
    northfield.faults["claims"] = {"amr": ["mfa"]}
    client = ada(cast)
    before = set(SocialAccount.objects.values_list("pk", flat=True))
    page = there_and_back(client, f"/desk/sign-on/{northfield.row.pk}/test/").content.decode()
    for word in (
        "The connection works",
        "n-4711",
        "mia@example.org",
        "eduperson_affiliation",
        "staff, member",
        "member_id",
    ):
        assert word in page, word
    assert "which should be in “member_id”" in page
    assert "prove that it is theirs by a mailed code" in page
    assert "which would not be asked again" in page
    assert set(SocialAccount.objects.values_list("pk", flat=True)) == before
    assert client.session["_auth_user_id"] == str(cast.ada.pk)


def test_test_cannot_show_tokens_or_secrets(cast, northfield):
    page = there_and_back(ada(cast), f"/desk/sign-on/{northfield.row.pk}/test/").content.decode()
    assert "The connection works" in page
    for secret in (*northfield.tokens, "a secret that both", "eyJ", "nonce"):
        assert secret not in page, secret


def test_test_of_what_does_not_fit_says_so(cast, harbor):
    harbor.faults = {"other_key": True}
    answer = there_and_back(ada(cast), f"/desk/sign-on/{harbor.row.pk}/test/")
    assert answer.status_code == 403
    assert "does not fit together" in answer.content.decode()


def test_answer_to_a_test_cannot_be_used_by_another_person(cast, northfield):
    client = ada(cast)
    begun = address_in(client.post(f"/desk/sign-on/{northfield.row.pk}/test/"))
    client.force_login(cast.mia)
    answer = client.get(signed_in_there(begun))
    assert answer.status_code == 403
    assert "n-4711" not in answer.content.decode()
