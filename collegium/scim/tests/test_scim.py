"""`/scim/v2/`: who may ask, and what becomes of people here."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from collegium.accounts import actions
from collegium.accounts.models import User
from collegium.accounts.tests.factory import browser, make_fresh
from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.audience.reader import reader_for
from collegium.forums.models import Topic
from collegium.membership.models import Category, Membership, Office, Term
from collegium.outbox.models import AuditLine
from collegium.scim.models import Record, Token
from collegium.scim.tests.conftest import GROUP, MEMBER, PATCH, USER
from collegium.scim.tokens import revoke_token
from tests.cast import PASSWORD
from tests.mixed import make_mixed

A1 = {
    "schemas": [USER, MEMBER], "externalId": "001001", "userName": "benedict.sato@example.org", "active": True,
    "name": {"givenName": "Benedict", "familyName": "Sato", "honorificSuffix": "MD, PhD"},
    "emails": [{"value": "benedict.sato@example.org", "type": "work", "primary": True}],
    MEMBER: {"memberType": "FULL", "status": "A", "joinDate": "2004-03-01", "paidThru": "2036-12-31", "npi": "1000000004",
        "terms": [{"body": "officers", "office": "president", "start": "2010-06-08", "end": "2011-06-07"}]},
}  # fmt: skip


def on_roster(person, number):
    full = Category.objects.get(code="FULL")
    Membership.objects.create(person=person, member_id=number, category=full, email=person.email)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer scim_x", "Basic {token}", "{token}", "Bearer {token}x"])
@pytest.mark.parametrize("path", ["Users", "Groups", "Schemas", "ResourceTypes", "Bulk", "Users/1", "Me", ".search"])
def test_without_a_token_nothing_can_be_asked(bridge, header, path):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        answer = bridge.ask(method, path, {}, Authorization=header.format(token=bridge.token))
        assert answer.status_code == 401, (method, path)
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer["Content-Type"].startswith("application/scim+json")


def test_session_of_an_administrator_cannot_stand_in_for_a_token(cast, bridge):
    client = make_fresh(cast.client("ada"), cast.ada)
    assert client.get("/scim/v2/Users").status_code == 401
    assert bridge.ask("GET", "Users").status_code == 200


def test_revoked_token_cannot_open_anything(cast, bridge):
    assert bridge.ask("GET", "Users").status_code == 200
    revoke_token(bridge.row, cast.ada)
    assert bridge.ask("GET", "Users").status_code == 401


def test_token_cannot_be_read_from_the_database(bridge):
    assert bridge.token not in str(list(Token.objects.values()))
    assert bridge.token not in str(list(AuditLine.objects.values()))


def test_only_the_description_of_the_service_is_open(bridge):
    said = bridge.ask("GET", "ServiceProviderConfig", Authorization="").json()
    assert said["bulk"]["supported"]
    assert "token" in said["authenticationSchemes"][0]["description"]


def test_too_many_questions_cannot_go_on(bridge, settings):
    settings.RATE_LIMITS = {"scim": ("2/h", "2/h"), "scim_refused": ("1/h", "1/h")}
    assert [bridge.ask("GET", "Schemas").status_code for _each in range(3)] == [200, 200, 429]
    refused = [bridge.ask("GET", "Schemas", Authorization="") for _each in range(2)]
    assert [one.status_code for one in refused] == [401, 429]
    assert int(refused[1]["Retry-After"]) > 0


def test_other_addresses_cannot_be_asked_by_these_methods(bridge):
    for method in ("PUT", "PATCH", "DELETE"):
        assert bridge.client.generic(method, "/scim/").status_code == 405
    assert bridge.client.generic("TRACE", "/scim/v2/Users").status_code == 405


def test_member_is_made_changed_and_lapses(bridge):
    answer = bridge.ask("POST", "Users", A1)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    person = User.objects.get(email="benedict.sato@example.org")
    assert (person.name, person.credentials) == ("Benedict Sato", "MD, PhD")
    assert not person.has_usable_password()
    assert reader_for(person).standing == "member"
    assert person.membership.member_id == "001001"
    assert Term.objects.filter(person=person, office__key="president").count() == 1
    assert made[MEMBER]["paidThru"] == "2036-12-31"
    answer = bridge.patched(f"Users/{made['id']}", {"op": "replace", "path": f"{MEMBER}:status", "value": "I"})
    assert answer.status_code in (200, 204), answer.content
    assert reader_for(person).standing in ("lapsed", "guest")
    assert AuditLine.objects.filter(what="SCIM wrote a person", about_id=person.pk).count() == 2


def test_short_name_of_the_extension_is_understood_and_said(bridge):
    short = MEMBER.removesuffix(":User")
    answer = bridge.ask("POST", "Users", json.loads(json.dumps(A1).replace(MEMBER, short)))
    assert answer.status_code == 201, answer.content
    assert answer.json()[short]["memberType"] == "FULL"
    answer = bridge.patched(f"Users/{answer.json()['id']}", {"op": "Replace", "path": f"{short}:status", "value": "I"})
    assert answer.status_code in (200, 204), answer.content
    assert reader_for(User.objects.get(email="benedict.sato@example.org")).standing != "member"


def test_wrong_category_or_day_cannot_be_taken(bridge):
    for wrong in ({"memberType": "KING"}, {"paidThru": "soon"}):
        answer = bridge.ask("POST", "Users", A1 | {MEMBER: A1[MEMBER] | wrong})
        assert answer.status_code == 400, answer.content
        assert answer.json()["scimType"] == "invalidValue"
        assert answer.json()["detail"]
    assert not User.objects.filter(email="benedict.sato@example.org").exists()
    assert not Record.objects.exists()


def test_who_has_no_member_number_is_a_guest(bridge):
    made = bridge.made(name={"givenName": "Benedict", "familyName": "Sato"})
    person = User.objects.get(email="benedict@example.org")
    assert reader_for(person).standing == "guest"
    assert person.name == "Benedict Sato"
    assert bridge.ask("GET", f"Users/{made['id']}").json()["userName"] == "benedict@example.org"


def test_search_knows_who_came_and_by_which_name(cast, bridge):
    made = bridge.made(name={"givenName": "Benedict", "familyName": "Sato"})
    new = {"op": "replace", "path": "name", "value": {"givenName": "Benedikta", "familyName": "Sato"}}
    bridge.patched(f"Users/{made['id']}", new)
    person = User.objects.get(email="benedict@example.org")
    assert person.name == "Benedikta Sato"
    access.grant(person, Standing.Kind.MEMBER, source="test")
    client, page = cast.client("mia"), f"/members/{person.handle}/"
    assert page in client.get("/search/?q=Benedikta").text
    assert page not in client.get("/search/?q=Benedict").text
    assert page not in cast.client("vera").get("/search/?q=Benedikta").text


@pytest.mark.parametrize("said", [False, "False", "false"])
def test_inactive_people_cannot_sign_in_and_active_ones_can_again(cast, bridge, said):
    on_roster(cast.mia, "004711")
    client = cast.client("mia")
    [found] = bridge.ask("GET", 'Users?filter=externalId eq "004711"').json()["Resources"]
    answer = bridge.patched(f"Users/{found['id']}", {"op": "Replace", "path": "active", "value": said})
    assert answer.status_code in (200, 204), answer.content
    assert client.get("/settings/").status_code == 403
    other = browser()
    other.post("/accounts/login/", {"login": "mia", "password": PASSWORD})
    assert "_auth_user_id" not in other.session
    assert bridge.ask("GET", f"Users/{found['id']}").json()["active"] is False
    bridge.patched(f"Users/{found['id']}", {"op": "replace", "value": {"active": True}})
    other.post("/accounts/login/", {"login": "mia", "password": PASSWORD})
    assert other.session["_auth_user_id"] == str(cast.mia.pk)


def test_suspension_by_staff_cannot_be_lifted(cast, bridge):
    on_roster(cast.sam, "004711")
    [found] = bridge.ask("GET", 'Users?filter=userName eq "SAM"').json()["Resources"]
    assert found["active"] is False
    answer = bridge.patched(f"Users/{found['id']}", {"op": "replace", "path": "active", "value": True})
    assert answer.status_code == 400
    assert "lift it on the desk" in answer.json()["detail"]
    assert reader_for(cast.sam).is_visitor


def test_last_administrator_cannot_be_ended(cast, bridge):
    on_roster(cast.ada, "004711")
    [found] = bridge.ask("GET", 'Users?filter=externalId eq "004711"').json()["Resources"]
    answers = [
        bridge.patched(f"Users/{found['id']}", {"op": "replace", "path": "active", "value": False}),
        bridge.ask("DELETE", f"Users/{found['id']}"),
    ]
    for answer in answers:
        assert answer.status_code == 400
        assert "last administrator" in answer.json()["detail"]
    assert reader_for(cast.ada).is_administrator


def test_nobody_can_become_an_administrator(bridge):
    roles = [{"value": "administrator", "primary": True}]
    staff = A1[MEMBER] | {"memberType": "STAFF"}
    said = A1 | {"roles": roles, "entitlements": roles, "userType": "administrator", MEMBER: staff}
    assert bridge.ask("POST", "Users", said).status_code == 201
    person = User.objects.get(email="benedict.sato@example.org")
    assert not Standing.objects.filter(person=person, kind__in=Standing.ROLES).exists()
    assert reader_for(person).roles == frozenset()
    assert (person.is_staff, person.is_superuser) == (False, False)


def test_deleting_cannot_delete_words(cast, bridge):
    mixed = make_mixed(cast)
    on_roster(cast.mia, "004711")
    [found] = bridge.ask("GET", 'Users?filter=externalId eq "004711"').json()["Resources"]
    before = Topic.objects.filter(author=cast.mia).count()
    assert bridge.ask("DELETE", f"Users/{found['id']}").status_code == 204
    assert before
    assert Topic.objects.filter(author=cast.mia).count() == before
    assert cast.mia.name == "Mia Lindholm"
    assert reader_for(cast.mia).is_visitor
    assert bridge.ask("GET", f"Users/{found['id']}").status_code == 404
    assert mixed


def test_who_was_deleted_comes_back_as_the_same_person(bridge):
    made = bridge.ask("POST", "Users", A1).json()
    bridge.ask("DELETE", f"Users/{made['id']}")
    person = User.objects.get(email="benedict.sato@example.org")
    assert reader_for(person).is_visitor
    again = bridge.ask("POST", "Users", A1)
    assert again.status_code == 201, again.content
    assert User.objects.filter(email="benedict.sato@example.org").count() == 1
    assert reader_for(person).standing == "member"


@pytest.mark.parametrize("said", [
    {"userName": "other@example.org", "emails": [{"value": "mia@example.org"}]},  # an address proves nobody
    {"userName": "BENEDICT@example.org"}, {"userName": "benedict@example.org", "externalId": "1"},
])  # fmt: skip
def test_account_of_somebody_else_cannot_be_taken(cast, bridge, said):
    bridge.made()
    answer = bridge.ask("POST", "Users", {"schemas": [USER]} | said)
    assert answer.status_code == 409, answer.content
    assert answer.json()["scimType"] == "uniqueness"
    assert not Record.objects.filter(person=cast.mia).exists()


def test_member_number_of_somebody_else_cannot_be_taken(cast, bridge):
    on_roster(cast.mia, "001001")
    made = bridge.made()
    answer = bridge.ask("PUT", f"Users/{made['id']}", A1)
    assert answer.status_code == 409
    assert Membership.objects.get(member_id="001001").person == cast.mia


def test_changed_address_cannot_move_an_account(cast, bridge):
    on_roster(cast.mia, "004711")
    Membership.objects.update(is_from_roster=True)
    [found] = bridge.ask("GET", 'Users?filter=externalId eq "004711"').json()["Resources"]
    User.objects.filter(pk=cast.mia.pk).update(last_login=found["meta"]["created"])
    emails = [{"value": "evil@example.org", "primary": True}]
    bridge.patched(f"Users/{found['id']}", {"op": "replace", "path": "emails", "value": emails})
    assert User.objects.get(pk=cast.mia.pk).email == "mia@example.org"


def test_passwords_cannot_be_set_or_kept(bridge):
    made = bridge.made(password="a password of theirs")
    assert "password" not in made
    assert "a password" not in str(list(Record.objects.values()))
    assert not User.objects.get(email="benedict@example.org").has_usable_password()


def test_attributes_of_vendors_are_left_out(bridge):
    made = bridge.made(**{"urn:vendor:1.0:User": {"x": 1}, "favouriteColour": "blue", "nickName": "Ben"})
    assert made["nickName"] == "Ben"
    assert "favouriteColour" not in made


def test_filters_pages_and_tags(cast, bridge):
    for number, who in enumerate(("mia", "petra", "otto")):
        on_roster(getattr(cast, who), f"00000{number}")
    page = bridge.ask("GET", "Users?count=2&startIndex=2").json()
    assert (page["totalResults"], len(page["Resources"]), page["startIndex"]) == (3, 2, 2)
    for query, names in {
        'userName eq "mia"': {"mia"}, 'emails.value eq "PETRA@example.org"': {"petra"}, 'userName sw "m"': {"mia"},
        'userName eq "mia" or externalId eq "000002"': {"mia", "otto"}, 'not (userName eq "mia")': {"petra", "otto"},
        'userName eq "mia" and active eq false': set(), f'{MEMBER}:memberType eq "FULL"': {"mia", "petra", "otto"},
    }.items():  # fmt: skip
        found = bridge.ask("GET", f"Users?{urlencode({'filter': query})}")
        assert {one["userName"] for one in found.json()["Resources"]} == names, query
    one = bridge.ask("GET", 'Users?filter=userName eq "mia"').json()["Resources"][0]
    tag = one["meta"]["version"]
    assert bridge.ask("GET", f"Users/{one['id']}", **{"If-None-Match": tag}).status_code == 304
    actions.suspend(cast.mia, cast.ada, "A reason.")
    assert bridge.ask("GET", f"Users/{one['id']}", **{"If-None-Match": tag}).status_code == 200


def test_stale_tag_cannot_overwrite(bridge):
    made = bridge.made()
    change = {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "nickName", "value": "Ben"}]}
    other = {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "nickName", "value": "X"}]}
    stale = {"If-Match": made["meta"]["version"]}
    assert bridge.ask("PATCH", f"Users/{made['id']}", change, **stale).status_code == 204
    assert bridge.ask("PATCH", f"Users/{made['id']}", other, **stale).status_code == 412
    assert bridge.ask("GET", f"Users/{made['id']}").json()["nickName"] == "Ben"


def test_guests_and_strangers_cannot_be_found(cast, bridge):
    on_roster(cast.mia, "004711")
    found = bridge.ask("GET", "Users").json()["Resources"]
    assert [one["userName"] for one in found] == ["mia"]


def test_bulk_does_each_by_itself(bridge):
    operations = [
        {"method": "POST", "path": "/Users", "bulkId": "a", "data": {"schemas": [USER], "userName": "one@example.org"}},
        {"method": "POST", "path": "/Users", "bulkId": "b", "data": {"schemas": [USER], "userName": "one@example.org"}},
        {"method": "POST", "path": "/Users", "bulkId": "c", "data": {"schemas": [USER], "userName": "two@example.org"}},
    ]
    said = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations}
    answer = bridge.ask("POST", "Bulk", said)
    assert [one["status"] for one in answer.json()["Operations"]] == ["201", "409", "201"]


@pytest.mark.parametrize("body", [
    "", "{", "[]", "null", '"x"', "{}", '{"schemas":["x"]}', '{"schemas":[],"userName":7}',
    "\ud800".encode("utf-8", "surrogatepass"), pytest.param("[" * 100000, id="deep"),
])  # fmt: skip
def test_rubbish_cannot_break_anything(bridge, body):
    headers = {"Authorization": f"Bearer {bridge.token}"}
    ways = [("POST", "Users"), ("POST", "Groups"), ("POST", "Bulk"), ("PUT", "Users/x"), ("PATCH", "Users/x")]
    for method, path in ways:
        answer = bridge.client.generic(method, f"/scim/v2/{path}", body, "application/scim+json", headers=headers)
        assert 400 <= answer.status_code < 500, (method, path, body)
    assert not Record.objects.filter(kind="User").exists()


def test_committee_gets_and_loses_people(cast, bridge):
    on_roster(cast.mia, "004711")
    [mia] = bridge.ask("GET", "Users").json()["Resources"]
    [ethics] = bridge.ask("GET", 'Groups?filter=displayName eq "Ethics Committee"').json()["Resources"]
    answer = bridge.patched(f"Groups/{ethics['id']}", {"op": "add", "path": "members", "value": [{"value": mia["id"]}]})
    assert answer.status_code == 204, answer.content
    term = Term.objects.get(person=cast.mia)
    assert (term.body.key, term.office.key, term.end) == ("ethics", "member", None)
    remove = {"op": "remove", "path": f'members[value eq "{mia["id"]}"]'}
    assert bridge.patched(f"Groups/{ethics['id']}", remove).status_code == 204
    assert not Term.objects.filter(person=cast.mia).on().exists()


def test_office_given_by_staff_cannot_be_ended(cast, bridge):
    on_roster(cast.mia, "004711")
    [ethics] = bridge.ask("GET", 'Groups?filter=displayName eq "Ethics Committee"').json()["Resources"]
    body = Record.objects.get(pk=ethics["id"]).body
    Term.objects.create(person=cast.mia, office=Office.objects.get(key="chair"), body=body, start="2026-01-01")
    bridge.ask("PUT", f"Groups/{ethics['id']}", {"schemas": [GROUP], "displayName": "Ethics Committee", "members": []})
    assert bridge.ask("DELETE", f"Groups/{ethics['id']}").status_code == 204
    assert Term.objects.filter(person=cast.mia, body=body).on().exists()


def test_committee_of_the_society_cannot_be_renamed(bridge):
    [ethics] = bridge.ask("GET", 'Groups?filter=displayName eq "Ethics Committee"').json()["Resources"]
    answer = bridge.ask("PUT", f"Groups/{ethics['id']}", {"schemas": [GROUP], "displayName": "Inquisition"})
    assert answer.status_code == 400


def test_unknown_person_cannot_be_put_into_a_committee(bridge):
    said = {"schemas": [GROUP], "displayName": "New Committee", "members": [{"value": "nobody"}]}
    assert bridge.ask("POST", "Groups", said).status_code == 400
    assert not Record.objects.filter(body__name="New Committee").exists()
