"""Who may vote: by kind of membership and dues, on any day; the list is for administrators and logged."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from collegium.accounts.tests.factory import make_fresh
from collegium.audience import actions as access
from collegium.membership.models import Category, Membership, society_today
from collegium.membership.voting import may_vote, voters
from collegium.outbox.models import AuditLine

ADDRESS = "/desk/membership/voters/"


def enrol(person, code="FULL", days=30, status="A"):
    paid = None if days is None else society_today() + timedelta(days=days)
    return Membership.objects.create(
        person=person, member_id=f"M-{person.pk}", category=Category.objects.get(code=code), status=status,
        paid_through=paid,
    )  # fmt: skip


@pytest.fixture
def rolls(cast):
    enrol(cast.mia)
    enrol(cast.grace, "LIFE", None)
    enrol(cast.petra, "ALLIED")
    enrol(cast.lars, days=-10)
    enrol(cast.sam)
    enrol(cast.otto, status="S")
    return cast


def download(cast, who="ada", **values):
    client = cast.client(who)
    client = make_fresh(client, getattr(cast, who)) if who == "ada" else client
    return client.post(ADDRESS, {"on": society_today().isoformat(), "kind": "csv"} | values)


def names(answer):
    return [row[1] for row in list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]]


def test_the_list_of_the_day(rolls):
    assert names(download(rolls)) == ["Mia Lindholm", "Grace Penhaligon"]
    (line,) = AuditLine.objects.filter(what="exported voters")
    assert line.detail["people"] == 2


def test_a_day_after_the_paid_one_has_fewer(rolls):
    later = society_today() + timedelta(days=31)
    assert names(download(rolls, on=later.isoformat())) == ["Grace Penhaligon"]


def test_what_staff_say_of_the_kinds_counts(rolls):
    Category.objects.filter(code="ALLIED").update(votes=True)
    assert may_vote(rolls.petra.membership, society_today())
    Category.objects.update(votes=False)
    assert voters(society_today()) == []


@pytest.mark.parametrize("who", ["lars", "sam", "otto", "petra"])
def test_in_grace_suspended_or_of_a_kind_without_a_vote_cannot_vote(rolls, who):
    assert not may_vote(getattr(rolls, who).membership, society_today())


def test_suspended_today_cannot_vote_today(rolls):
    assert may_vote(rolls.mia.membership, society_today())
    access.grant(rolls.mia, "suspended", source="test")
    assert not may_vote(rolls.mia.membership, society_today())


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "lars", "ed", "mo"])
def test_others_cannot_have_the_list(rolls, who):
    answer = download(rolls, who)
    assert answer.status_code != 200
    assert b"Grace Penhaligon" not in answer.content


def test_without_a_fresh_sign_in_it_cannot_be_had(rolls):
    assert rolls.client("ada").post(ADDRESS, {"on": "2026-12-01", "kind": "csv"}).status_code != 200
    assert not AuditLine.objects.filter(what="exported voters").exists()


def test_a_bad_day_is_one_sentence(rolls):
    answer = download(rolls, on="soon")
    assert answer.status_code == 422
    assert "<h1>Who may vote</h1>" in answer.text
