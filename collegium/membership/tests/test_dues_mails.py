"""Mails around the end of a membership: each once, on its day, looked at again when it leaves; and never to some."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail

from collegium.accounts import actions as accounts
from collegium.membership.dues_mails import is_still_due, mark_grace, queue_due
from collegium.membership.dues_year import paid_after_renewal
from collegium.membership.models import Category, DuesMail, DuesMailSent, Membership
from collegium.membership.records import apply_record
from collegium.membership.tests.rosters import DAY1, FIRST, at, member, take
from collegium.outbox.models import Mail

END = date(2011, 12, 31)


def sent_on(day: date, number: str = "001000") -> list[str]:
    mail.outbox.clear()
    with at(day):
        queue_due()
    return [one.subject for one in mail.outbox if one.to == [member(number).person.email]]


@pytest.mark.parametrize(
    ("day", "subject"),
    [
        (END - timedelta(days=30), "Your membership is paid until"), (END - timedelta(days=7), "is paid until"),
        (END + timedelta(days=1), "was paid until"), (END + timedelta(days=30), "was paid until"),
        (END + timedelta(days=61), "has ended"),
    ],
)  # fmt: skip
def test_each_mail_goes_out_once_on_its_day(day1, day, subject):
    [said] = sent_on(day)
    assert subject in said
    assert sent_on(day) == []
    assert sent_on(day + timedelta(days=1)) == []


@pytest.mark.parametrize("days", [-60, -31, -20, 10, 45, 90])
def test_no_mail_goes_out_on_other_days(day1, days):
    assert sent_on(END + timedelta(days=days)) == []


@pytest.mark.parametrize("number", ["001018", "001006", "001005", "001019", "001016"])
def test_who_wants_no_mail_has_died_or_never_pays_cannot_be_written_to(day1, number):
    for days in (-30, -7, 1, 30, 61):
        sent_on(END + timedelta(days=days))
        assert not DuesMailSent.objects.filter(membership__member_id=number).exists()
    assert DuesMailSent.objects.exists()


def test_first_roster_cannot_write_to_those_who_lapsed_before_it(guest):
    with at(date(2011, 3, 2)):
        take(DAY1, date(2011, 3, 2))  # 001003 lost the rights on this very day, 001004 a year ago
        mail.outbox.clear()
        queue_due()
    assert not DuesMailSent.objects.filter(membership__member_id="001004").exists()


def test_who_renewed_meanwhile_cannot_be_reminded(day1):
    sent_on(END - timedelta(days=7))
    queued = Mail.objects.filter(kind="dues", person=member("001000").person).get()
    with at(END - timedelta(days=6)):
        assert is_still_due(queued)
        apply_record({"member_id": "001000", "paid_thru": "2012-12-31"}, "push: AMS")
        assert not is_still_due(queued)


def test_mail_to_somebody_who_died_meanwhile_cannot_leave(day1):
    sent_on(END - timedelta(days=7))
    queued = Mail.objects.filter(kind="dues", person=member("001000").person).get()
    with at(END - timedelta(days=6)):
        apply_record({"member_id": "001000", "deceased": "1"}, "push: AMS")
        assert not is_still_due(queued)


def test_return_is_welcomed_once(day1):
    with at(FIRST):
        mail.outbox.clear()
        apply_record({"member_id": "001004", "status": "A", "paid_thru": "2011-12-31"}, "push: AMS")
        assert [one.subject for one in mail.outbox] == ["Welcome back"]
        apply_record({"member_id": "001004", "status": "I"}, "push: AMS")
        apply_record({"member_id": "001004", "status": "A"}, "push: AMS")
        assert [one.subject for one in mail.outbox] == ["Welcome back"]


def test_mail_that_staff_switched_off_cannot_go_out(day1):
    DuesMail.objects.filter(kind="before", number=1).update(is_on=False)
    DuesMail.objects.filter(kind="before", number=2).update(days=14)
    assert sent_on(END - timedelta(days=30)) == []
    assert len(sent_on(END - timedelta(days=14))) == 1


def test_who_enters_the_days_of_grace_is_marked_once(day1):
    with at(END + timedelta(days=1)):
        assert mark_grace() > 5
        assert mark_grace() == 0


@pytest.mark.parametrize(
    ("dues", "paid", "today", "until"),
    [
        ("calendar", None, date(2026, 3, 1), date(2026, 12, 31)), ("calendar", None, date(2026, 10, 1), date(2027, 12, 31)),
        ("calendar", date(2026, 12, 31), date(2026, 11, 1), date(2027, 12, 31)),
        ("calendar", date(2025, 12, 31), date(2026, 2, 1), date(2026, 12, 31)),
        ("calendar", date(2024, 12, 31), date(2026, 2, 1), date(2026, 12, 31)),
        ("anniversary", None, date(2026, 3, 1), date(2027, 2, 28)),
        ("anniversary", date(2026, 5, 9), date(2026, 6, 1), date(2027, 5, 9)),
        ("anniversary", date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28)),
        ("anniversary", date(2020, 5, 9), date(2026, 6, 1), date(2027, 5, 31)),
    ],
)  # fmt: skip
def test_dues_year(db, dues, paid, today, until):
    row = Membership(category=Category(code="X", dues=dues), paid_through=paid)
    assert paid_after_renewal(row, today) == until


def test_dues_are_said_by_hand_only_where_no_roster_knows_the_member(day1, cast):
    from collegium.membership.actions import renew_by_hand

    with pytest.raises(accounts.Refused, match="The roster says"):
        renew_by_hand(member("001000"), cast.ada)
