"""Mails about dues and states of a person on the desk. Administrators only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from collegium.accounts.tests.factory import make_fresh
from collegium.audience.models import Standing
from collegium.audience.reader import reader_for
from collegium.membership.models import Category, DuesMail, MatchProposal, Membership, society_today
from collegium.outbox import audit
from collegium.outbox.models import AuditLine

MAILS, MATCHES = "/desk/membership/mails/", "/desk/membership/matches/"


@pytest.fixture
def ada(cast):
    return make_fresh(cast.client("ada"), cast.ada)


def fields(**changes):
    given = {}
    for one in DuesMail.objects.all():
        given |= {f"{one.pk}-days": str(one.days), f"{one.pk}-is_on": "on"}
    return given | changes


def test_days_and_switch_are_changed(ada):
    first = DuesMail.objects.first()
    assert "Your membership is paid until" in ada.get(MAILS).text
    given = fields(**{f"{first.pk}-days": "21"})
    del given[f"{first.pk}-is_on"]
    assert ada.post(MAILS, given).status_code == 303
    first.refresh_from_db()
    assert (first.days, first.is_on) == (21, False)
    assert AuditLine.objects.filter(what="changed a mail about dues").count() == 1


@pytest.mark.parametrize("days", ["-1", "9999", "soon", ""])
def test_days_cannot_be_absurd(ada, days):
    first = DuesMail.objects.first()
    assert ada.post(MAILS, fields(**{f"{first.pk}-days": days})).status_code == 422
    assert DuesMail.objects.first().days == 30


@pytest.mark.parametrize("address", [MAILS, MATCHES])
def test_others_cannot_open_it(cast, ada, address):
    assert ada.get(address).status_code == 200
    for name, status in {"vera": 403, "gus": 404, "mia": 404, "ed": 404, "mo": 404}.items():
        assert cast.client(name).get(address).status_code == status, name


@pytest.fixture
def asked(cast):
    record = {"member_id": "009001", "last_name": "Quux", "member_type": "HON", "email": "gus@example.org"}
    return MatchProposal.objects.create(
        member_id="009001", name="Zed Quux", person=cast.gus, why="address", record=record
    )


def test_match_proposals_are_decided_with_one_button(cast, ada, asked):
    assert "Zed Quux" in ada.get(MATCHES).text
    assert ada.post(f"{MATCHES}{asked.pk}/", {"said": "same"}).status_code == 303
    assert Membership.objects.get(member_id="009001").person == cast.gus
    assert reader_for(cast.gus).standing == "member"
    assert audit.about("person", cast.gus.pk).get(what="decided who a line of the roster is").by == cast.ada


@pytest.mark.parametrize("said", ["", "perhaps"])
def test_decide_match_cannot_be_vague(cast, ada, asked, said):
    ada.post(f"{MATCHES}{asked.pk}/", {"said": said})
    assert MatchProposal.objects.get().decision == ""
    assert not Membership.objects.filter(member_id="009001").exists()


def test_others_cannot_decide(cast, asked):
    assert cast.client("mo").post(f"{MATCHES}{asked.pk}/", {"said": "same"}).status_code == 404
    assert reader_for(cast.gus).standing == "guest"


def by_hand(cast, code="FULL"):
    category = Category.objects.get(code=code)
    return Membership.objects.create(person=cast.mia, member_id="local-7", category=category, email=cast.mia.email)


def test_state_and_history_stand_on_the_page_of_a_person(cast, ada):
    row = by_hand(cast)
    row.paid_through = society_today() - timedelta(days=3)
    row.save()
    page = ada.get("/desk/membership/people/mia/").text
    assert "In the days of grace" in page
    assert "Membership over time" in page


def test_dues_of_a_member_of_no_roster_are_said_by_hand(cast, ada):
    row = by_hand(cast)
    assert ada.post("/desk/membership/people/mia/renew/").status_code == 303
    row.refresh_from_db()
    assert row.paid_through == (society_today() - timedelta(days=1)).replace(year=society_today().year + 1)
    assert Standing.objects.filter(person=cast.mia, kind="member").at().get().until is not None


def test_dues_of_who_never_pays_cannot_be_said(cast, ada):
    row = by_hand(cast, "HON")
    ada.post("/desk/membership/people/mia/renew/")
    row.refresh_from_db()
    assert row.paid_through is None
    assert cast.client("mo").post("/desk/membership/people/mia/renew/").status_code == 404
