"""Sessions end by themselves: when not used for long, sooner for roles, and 30 days after the sign-in."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from collegium.forums.tests.factory import make_topic

HOUR, DAY = 3600, 86400


def test_session_used_now_and_then_goes_on(cast, time_machine):
    client = cast.client("mia")
    for _time in range(3):
        assert client.get("/settings/").status_code == 200
        time_machine.shift(9 * DAY)
    assert client.get("/settings/").status_code == 200


@pytest.mark.parametrize(("who", "pause"), [("mia", 14 * DAY + 60), ("gus", 14 * DAY + 60), ("mo", 12 * HOUR + 60)])
def test_session_not_used_for_long_cannot_go_on(cast, time_machine, who, pause):
    client = cast.client(who)
    assert client.get("/settings/security/?a=b").status_code == 200
    time_machine.shift(pause)
    answer = client.get("/settings/security/?a=b")
    assert answer.status_code == 303
    assert answer["Location"] == "/accounts/login/?ended=1&next=%2Fsettings%2Fsecurity%2F%3Fa%3Db"
    page = client.get(answer["Location"]).text
    assert "this session was not used for long" in page
    assert 'value="/settings/security/?a=b"' in page
    assert client.get("/settings/").status_code == 403
    assert not Session.objects.exists()


@pytest.mark.parametrize(("who", "pause"), [("mia", 13 * DAY), ("mo", 11 * HOUR)])
def test_session_within_its_limit_goes_on(cast, time_machine, who, pause):
    client = cast.client(who)
    client.get("/settings/")
    time_machine.shift(pause)
    assert client.get("/settings/").status_code == 200


def test_session_in_use_cannot_outlive_thirty_days(cast, time_machine):
    client = cast.client("mia")
    for _day in range(4):
        assert client.get("/settings/").status_code == 200
        time_machine.shift(8 * DAY)
    assert client.get("/settings/").status_code == 303


def test_words_sent_after_the_end_are_not_stored_and_come_back(cast, time_machine):
    topic = make_topic(cast.mia)
    client = cast.client("grace")
    client.get("/settings/")
    time_machine.shift(15 * DAY)
    answer = client.post(f"/pieces/{topic.pk}/replies/", {"body": "Half an hour of <work>."})
    assert answer.status_code == 403
    assert "Half an hour of &lt;work&gt;." in answer.text
    assert not topic.replies.exists()


def test_pictures_and_feeds_are_not_led_to_the_sign_in(cast, time_machine):
    client = cast.client("mia")
    client.get("/settings/")
    time_machine.shift(15 * DAY)
    assert client.get("/blogs/feed/", headers={"Accept": "application/rss+xml"}).status_code == 200


def test_session_of_a_visitor_is_not_touched(cast):
    client = cast.client("vera")
    assert client.get("/").status_code == 200
    assert "session" not in client.cookies


def test_it_is_noted_seldom(cast, time_machine):
    client = cast.client("mia")
    client.get("/settings/")
    first = client.session["used"]
    time_machine.shift(HOUR)
    client.get("/settings/")
    assert client.session["used"] == first
    time_machine.shift(2 * DAY)
    client.get("/settings/")
    assert client.session["used"][1] > first[1]
