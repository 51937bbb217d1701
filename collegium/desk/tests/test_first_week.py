"""The desk's first weeks, and what looks wrong on its front page: a sentence and one button each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collegium.audience import actions as access
from collegium.audience.models import Standing
from collegium.desk.doubts import doubts
from collegium.membership.actions import grant_office, invite
from collegium.membership.models import Category, Invitation, Membership, Office, RosterRun, society_today
from collegium.outbox.models import Mail

ADDRESS = "/desk/membership/first-week/"


@pytest.fixture
def absent(cast):
    """Mia was invited eight days ago and has not come."""
    cast.mia.last_login = None
    cast.mia.save(update_fields=["last_login"])
    category = Category.objects.get(code="FULL")
    Membership.objects.create(person=cast.mia, member_id="007001", category=category, email=cast.mia.email)
    invite([cast.mia], cast.ada)
    then = timezone.now() - timedelta(days=8)
    Membership.objects.filter(person=cast.mia).update(invited_at=then)
    Mail.objects.filter(person=cast.mia).update(sent_at=then)
    return cast.mia


def test_first_week_lists_who_never_came_and_writes_again_by_one_button(cast, absent):
    ada = cast.client("ada")
    assert absent.full_name in ada.get(f"{ADDRESS}?stage=absent").text
    assert absent.full_name not in ada.get(f"{ADDRESS}?stage=came").text
    assert ada.post(f"{ADDRESS}again/").status_code == 303
    assert Invitation.objects.filter(person=absent).count() == 2


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "ed", "mo"])
def test_first_week_cannot_be_opened_by_who_is_no_administrator(cast, absent, who):
    client = cast.client(who)
    assert client.get(ADDRESS).status_code in (403, 404)
    assert client.post(f"{ADDRESS}again/").status_code in (403, 404)
    assert Invitation.objects.filter(person=absent).count() == 1


def said() -> str:
    return " ".join(doubt.sentence for doubt in doubts())


def test_one_administrator_alone_looks_wrong(cast):
    assert "Only one person is administrator" in said()
    access.grant(cast.petra, Standing.Kind.ADMINISTRATOR, source="staff")
    assert "Only one person is administrator" not in said()


def test_an_old_roster_looks_wrong(cast):
    run = RosterRun.objects.create(file_name="r.csv", digest="x", on=date(2020, 1, 1), applied_at=timezone.now())
    assert "The last roster is of 1 January 2020" in said() or "January 1, 2020" in said()
    RosterRun.objects.filter(pk=run.pk).update(on=society_today())
    assert "The last roster" not in said()


def test_offices_without_what_they_need_look_wrong(cast):
    today = society_today()
    grant_office(cast.petra, Office.objects.get(key="president"), today, today + timedelta(days=30), cast.ada)
    grant_office(cast.mia, Office.objects.get(key="editor-in-chief"), today, None, cast.ada)
    text = said()
    assert "Mia Lindholm, MD is Editor-in-Chief and cannot open the editors’ desk." in text
    assert "Nobody is President from this day." in text
    access.grant(cast.mia, Standing.Kind.EDITOR, source="staff")
    assert "cannot open the editors’ desk" not in said()


def test_mail_that_came_back_looks_wrong(cast, absent):
    assert "came back" not in said()
    Mail.objects.filter(person=absent).update(sent_at=None, parked_at=timezone.now())
    assert "1 invitation came back." in said()


@pytest.mark.parametrize("who", ["ed", "mo"])
def test_doubts_cannot_be_read_by_who_is_no_administrator(cast, who):
    assert "Only one person is administrator" in cast.client("ada").get("/desk/").text
    assert "Only one person is administrator" not in cast.client(who).get("/desk/").text
