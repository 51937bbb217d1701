"""The queue: what waits, in which order, for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.moderation.models import Report
from collegium.moderation.tests.factory import make_held, make_private, make_reply, make_report


def test_oldest_first_with_waiting_time(cast):
    make_held(cast.nina, cast.petra)
    report = make_report(make_reply(cast.otto), cast.mia)
    Report.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(hours=3, minutes=12, seconds=20))
    page = cast.client("mo").get("/desk/reports/").text
    assert "2 waiting, oldest 3 h 12 min" in page
    assert page.index("Reported, 1") < page.index(">First words<")
    assert '<span class="count">2</span>' in page


def test_members_words_never_wait(cast):
    reply = make_reply(cast.mia)
    assert reply.held_at is None
    assert "Nothing is waiting." in cast.client("mo").get("/desk/reports/").text


def test_one_kind_can_be_chosen(cast):
    make_held(cast.nina, cast.petra)
    make_report(make_reply(cast.otto), cast.mia, "patient")
    page = cast.client("mo").get("/desk/reports/?show=patient").text
    assert "Patient information" in page
    assert "Nina Okafor" not in page.split('aria-label="Waiting"')[1].split("</section>")[0]


def test_same_number_of_queries_however_much_waits(cast, django_assert_max_num_queries):
    for number in range(4):
        make_report(make_reply(cast.otto, f"Number {number}"), cast.mia)
    client = cast.client("mo")
    client.get("/desk/reports/")
    with django_assert_max_num_queries(70):
        client.get("/desk/reports/")


def test_private_talk_is_not_opened_by_itself(cast):
    make_report(make_private(cast.grace, cast.closed), cast.grace)
    page = cast.client("mo").get("/desk/reports/").text
    assert "In a closed place" in page
    assert "Said in private." not in page
    assert "Behind a door" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("vera", 403), ("gus", 404), ("mia", 404), ("petra", 404), ("ed", 404), ("sam", 403), ("otto", 404)],
)
def test_others_cannot_open_the_queue(cast, who, status):
    make_report(make_reply(cast.otto), cast.mia)
    assert cast.client(who).get("/desk/reports/").status_code == status


def test_others_cannot_see_how_much_waits(cast):
    make_report(make_reply(cast.otto), cast.mia)
    assert '<span class="count">1</span>' not in cast.client("ed").get("/reports/").text
