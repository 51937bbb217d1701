"""When a brief is due, and what home says of the next one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from collegium.accounts.models import User
from collegium.brief.models import SentBrief
from collegium.brief.sending import due, next_brief, write_brief
from collegium.membership.models import Category, Membership
from collegium.notifications.actions import change_wishes
from collegium.notifications.models import Wishes

TUESDAY = datetime(2026, 11, 24, 6, 35, tzinfo=UTC)


def test_due_at_the_own_hour_on_weekdays_only(cast, morning):
    mia = cast.mia.pk
    assert [pk for pk, _day in due(TUESDAY)] == [mia]
    assert due(TUESDAY - timedelta(minutes=10)) == []
    assert due(TUESDAY + timedelta(hours=4)) == []
    assert due(TUESDAY + timedelta(days=4)) == []
    User.objects.filter(pk=mia).update(time_zone="America/Chicago")
    assert due(TUESDAY) == []
    assert [pk for pk, _day in due(TUESDAY + timedelta(hours=6))] == [mia]


def test_weekly_on_mondays_never_and_paused_cannot_be_due(cast, morning):
    change_wishes(cast.mia, brief="weekly")
    assert due(TUESDAY) == []
    assert due(TUESDAY - timedelta(days=1))
    change_wishes(cast.mia, brief="weekdays", paused_until=TUESDAY.date() + timedelta(days=1))
    assert due(TUESDAY) == []
    assert due(TUESDAY + timedelta(days=1))
    change_wishes(cast.mia, brief="never")
    assert due(TUESDAY + timedelta(days=1)) == []


def test_weekly_brief_of_a_monday_without_jobs_comes_later_and_cannot_come_twice(cast, morning):
    change_wishes(cast.mia, brief="weekly")
    assert due(TUESDAY) == [], "chosen after that Monday"
    monday = TUESDAY - timedelta(days=1)
    Wishes.objects.filter(person=cast.mia).update(changed_at=monday - timedelta(days=3))
    missed = [(cast.mia.pk, monday.date())]
    assert due(monday) == due(monday + timedelta(hours=10)) == due(TUESDAY) == missed
    assert due(TUESDAY + timedelta(days=1)) == []
    assert write_brief(cast.mia, monday.date(), TUESDAY)
    assert due(TUESDAY) == []
    SentBrief.objects.all().delete()
    Wishes.objects.filter(person=cast.mia).update(paused_until=TUESDAY.date())
    assert due(TUESDAY) == []


def test_next_brief_is_said_on_home(cast):
    moment = next_brief(cast.mia, TUESDAY)
    assert (moment.isoweekday(), moment.hour, moment.minute) == (2, 6, 30) or moment > TUESDAY
    assert "Your next brief comes" in cast.client("mia").get("/").text
    change_wishes(cast.mia, brief="never")
    assert "You get no brief by mail." in cast.client("mia").get("/").text


def test_next_brief_cannot_be_promised_to_who_wants_no_mail(cast):
    Membership.objects.create(person=cast.mia, member_id="7", category=Category.objects.first(), no_email=True)
    page = cast.client("mia").get("/").text
    assert "You get no brief by mail." in page
    assert "Your next brief" not in page
    User.objects.filter(pk=cast.otto.pk).update(email="")
    assert "Your next brief" not in cast.client("otto").get("/").text
