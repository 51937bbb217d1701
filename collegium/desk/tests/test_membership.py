"""The desk's membership screens: administrators only; dry run first; roles need a fresh sign-in and a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.accounts.tests.factory import make_fresh
from collegium.audience.reader import reader_for
from collegium.membership.models import Category, Invitation, Membership, Office, RosterRun, Term, society_today
from collegium.outbox import audit

DESK = "/desk/membership/"
HEAD = "member_id,first_name,last_name,member_type,status,paid_thru,email\n"
LINES = [f"00000{n},Ann,Ek{n},HON,A,,ann{n}@example.net\n" for n in range(1, 8)]
ADDRESSES = [DESK, f"{DESK}offices/", f"{DESK}people/?q=mia", f"{DESK}people/mia/", f"{DESK}people/mia/roles/"]


@pytest.fixture
def ada(cast):
    return make_fresh(cast.client("ada"), cast.ada)


def upload(client, text, on=None):
    file = SimpleUploadedFile("roster.csv", text.encode(), "text/csv")
    return client.post(f"{DESK}roster/", {"file": file, "on": on or society_today().isoformat()})


def invite_setup(cast, count=1):
    category = Category.objects.get(code="FULL")
    for person in (cast.mia, cast.grace)[:count]:
        Membership.objects.create(person=person, member_id=f"00900{person.pk}", category=category, email=person.email)


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_else_can_open_them(cast, ada, address):
    assert ada.get(address).status_code == 200
    for name, status in {"vera": 403, "gus": 404, "mia": 404, "ed": 404, "mo": 404, "sam": 403}.items():
        assert cast.client(name).get(address).status_code == status, name


@pytest.mark.parametrize(
    "address", ["invitations/", "offices/grant/", "people/mia/suspend/", "people/mia/roles/", "roster/"]
)
def test_nobody_else_can_act(cast, address):
    fields = {"why": "x", "deed": "give", "role": "administrator"}
    for name in ("mia", "mo", "ed"):
        assert cast.client(name).post(DESK + address, fields).status_code == 404
    assert not reader_for(cast.mia).roles
    assert reader_for(cast.mia).standing == "member"


def test_roster_is_compared_first_then_applied(cast, ada):
    answer = upload(ada, HEAD + "".join(LINES))
    run = RosterRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{DESK}roster/{run.pk}/")
    page = ada.get(answer["Location"]).text
    assert "Nothing is changed yet" in page
    assert "Ann Ek1" in page
    assert "Honorary, rights until no end" in page
    assert not Membership.objects.filter(member_id="000001").exists()
    assert ada.post(f"{DESK}roster/{run.pk}/apply/").status_code == 303
    person = Membership.objects.get(member_id="000001").person
    assert reader_for(person).standing == "member"
    page = ada.get(f"{DESK}roster/{run.pk}/").text
    assert "What was changed" in page
    assert ">Category<" in page
    assert ada.post(f"{DESK}roster/{run.pk}/apply/").status_code == 404


def test_brake_cannot_be_passed_without_the_tick(cast, ada):
    upload(ada, HEAD + "".join(LINES))
    ada.post(f"{DESK}roster/{RosterRun.objects.first().pk}/apply/")
    upload(ada, HEAD + "".join(LINES[:3]))
    run = RosterRun.objects.first()
    answer = ada.post(f"{DESK}roster/{run.pk}/apply/")
    assert answer.status_code == 422
    assert "may be cut off" in answer.text
    assert not Membership.objects.filter(missing_files=1).exists()
    assert ada.post(f"{DESK}roster/{run.pk}/apply/", {"confirm": "on"}).status_code == 303
    assert Membership.objects.filter(missing_files=1).count() == 4


@pytest.mark.parametrize(("text", "on", "says"), [
    ("a,b\n1,2\n", None, "This is not a roster"),
    (HEAD, "2199-01-01", "has not come yet"),
    ("", None, "empty"),
])  # fmt: skip
def test_what_cannot_be_a_roster_is_refused_with_a_sentence(cast, ada, text, on, says):
    answer = upload(ada, text, on)
    assert answer.status_code == 422
    assert says in answer.text
    assert not RosterRun.objects.exists()


def test_a_kept_roster_that_cannot_be_read_any_more_is_refused_with_a_sentence(cast, ada):
    upload(ada, HEAD + "".join(LINES))
    run = RosterRun.objects.get()
    RosterRun.objects.update(content=b"no roster at all")
    ada.post(f"{DESK}roster/{run.pk}/apply/")
    page = ada.get(f"{DESK}roster/{run.pk}/").text
    assert 'role="alert"' in page
    assert "This is not a roster" in page
    assert "What was changed" not in page
    assert RosterRun.objects.get().applied_at is None


def test_invitations_go_out_once(cast, ada):
    invite_setup(cast)
    assert "1 member has never been invited" in ada.get(DESK).text
    assert ada.post(f"{DESK}invitations/").status_code == 303
    assert mail.outbox[0].to == ["mia@example.org"]
    assert "/accounts/first/" in mail.outbox[0].body
    mail.outbox.clear()
    ada.post(f"{DESK}invitations/")
    assert not mail.outbox
    assert Invitation.objects.count() == 1


def test_overview_asks_as_often_for_one_as_for_many(cast, ada, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    invite_setup(cast, 1)
    Membership.objects.update(review="shared")
    ada.get(DESK)
    with CaptureQueriesContext(connection) as few:
        ada.get(DESK)
    category = Category.objects.get(code="FULL")
    for person in (cast.grace, cast.petra, cast.otto, cast.gus):
        Membership.objects.create(person=person, member_id=f"x{person.pk}", category=category, review="shared")
    with CaptureQueriesContext(connection) as many:
        ada.get(DESK)
    assert len(few) == len(many)


def test_role_needs_a_fresh_sign_in(cast):
    stale = cast.client("ada")
    answer = stale.post(f"{DESK}people/mia/roles/", {"deed": "give", "role": "moderator", "why": "Elected."})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (303, "/accounts/reauthenticate/")
    assert not reader_for(cast.mia).roles


def test_role_is_given_logged_and_told(cast, ada):
    answer = ada.post(f"{DESK}people/mia/roles/", {"deed": "give", "role": "moderator", "why": "Elected."})
    assert answer.status_code == 303
    assert reader_for(cast.mia).is_moderator
    line = audit.about("person", cast.mia.pk).first()
    assert (line.by, line.what, line.why) == (cast.ada, "gave a role", "Elected.")
    assert "Elected." in mail.outbox[0].body


@pytest.mark.parametrize(("who", "fields", "says"), [
    ("ada", {"deed": "take", "role": "administrator", "why": "x"}, "last administrator"),
    ("gus", {"deed": "give", "role": "editor", "why": "x"}, "members and staff"),
    ("mia", {"deed": "give", "role": "editor", "why": ""}, "required"),
    ("mia", {"deed": "give", "role": "king", "why": "x"}, "valid choice"),
])  # fmt: skip
def test_role_cannot_be_changed_wrongly(cast, ada, who, fields, says):
    answer = ada.post(f"{DESK}people/{who}/roles/", fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert reader_for(cast.ada).is_administrator


def test_suspension_and_its_end(cast, ada):
    hers = cast.client("mia")
    assert ada.post(f"{DESK}people/mia/suspend/", {"why": ""}).status_code == 422
    assert ada.post(f"{DESK}people/mia/suspend/", {"why": "Ethics."}).status_code == 303
    assert hers.get("/settings/").status_code == 403
    assert ada.post(f"{DESK}people/mia/suspend/", {"why": "Cleared.", "restore": "1"}).status_code == 303
    assert reader_for(cast.mia).standing == "member"


def test_every_look_at_an_address_is_logged(cast, ada):
    assert "mia@example.org" in ada.get(f"{DESK}people/mia/").text
    assert audit.about("person", cast.mia.pk).first().what == "looked at a person's data"
    assert "mia@example.org" not in ada.get(f"{DESK}people/?q=mia").text


def test_office_is_given_and_ended(cast, ada):
    today = society_today()
    fields = {
        "person": "petra@example.org", "office": Office.objects.get(key="president").pk, "why": "Elected.",
        "start": today.isoformat(), "end": (today + timedelta(days=365)).isoformat(),
    }  # fmt: skip
    assert ada.post(f"{DESK}offices/grant/", fields).status_code == 303
    assert "Petra Halvorsen" in ada.get(f"{DESK}offices/").text
    assert ada.post(f"{DESK}offices/grant/", fields).status_code == 422
    term = Term.objects.get()
    assert ada.post(f"{DESK}offices/{term.pk}/end/", {"why": ""}).status_code == 422
    assert Term.objects.exists()
    ada.post(f"{DESK}offices/{term.pk}/end/", {"why": "Mistake."})
    assert not Term.objects.exists()


@pytest.mark.parametrize("change", [{"person": "nobody@x.org"}, {"end": "2001-01-01"}, {"office": ""}])
def test_office_cannot_be_given_wrongly(cast, ada, change):
    fields = {
        "person": "petra", "office": Office.objects.get(key="president").pk, "why": "x", "start": "2026-01-01", "end": "",
    }  # fmt: skip
    assert ada.post(f"{DESK}offices/grant/", fields | change).status_code == 422
    assert not Term.objects.exists()
