"""How often: per account and address, with a sentence, `Retry-After`, and nothing lost."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from collegium.audience.models import GUESTS
from collegium.discussion.models import Reply
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.web.limits import client_address, counted_address, parse


@pytest.fixture(autouse=True)
def _few(settings, early_in_an_hour):
    settings.RATE_LIMITS = {"post": ("3/h", "2/h"), "search": ("3/m", "2/m")}


def post(client, topic, number=0):
    return client.post(f"/pieces/{topic.pk}/replies/", {"body": f"Number {number}."})


def test_member_posts_as_often_as_members_may_and_keeps_the_words_beyond(cast):
    topic, client = make_topic(cast.petra), cast.client("mia")
    assert [post(client, topic, n).status_code for n in range(4)] == [303, 303, 303, 429]
    answer = post(client, topic, 9)
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "Number 9." in answer.text
    assert "Nothing was stored." in answer.text
    assert Reply.objects.count() == 3


def test_others_go_on_meanwhile(cast):
    topic, client = make_topic(cast.petra), cast.client("mia")
    for number in range(4):
        post(client, topic, number)
    assert post(cast.client("grace"), topic).status_code == 303


def test_guest_has_the_smaller_number(cast):
    topic, client = make_topic(cast.petra, make_forum(readers=GUESTS, writers=GUESTS)), cast.client("gus")
    assert [post(client, topic, n).status_code for n in range(3)] == [303, 303, 429]


def test_visitor_is_counted_by_address(cast):
    client = cast.client("vera")
    assert [client.get("/search/?q=a").status_code for _n in range(3)] == [200, 200, 429]
    assert client.get("/search/?q=a", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_signed_in_colleagues_at_the_same_address_cannot_use_up_what_a_visitor_has(cast):
    for name in ("mia", "grace"):
        assert [cast.client(name).get("/search/?q=a").status_code for _n in range(3)] == [200] * 3
    assert cast.client("vera").get("/search/?q=a").status_code == 200


def test_other_browser_of_the_same_person_cannot_begin_anew(cast):
    topic = make_topic(cast.petra)
    for number in range(3):
        post(cast.client("mia"), topic, number)
    assert post(cast.client("mia"), topic).status_code == 429


def test_reading_the_form_costs_nothing(cast):
    make_forum()
    client = cast.client("mia")
    assert {client.get("/forums/gi-oncology/new/").status_code for _n in range(6)} == {200}


def test_written_header_cannot_change_the_address(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert client_address(request) == "192.0.2.1"


def test_rates_are_read():
    assert [parse(rate) for rate in ("60/h", "5/m", "20/d")] == [(60, 3600), (5, 60), (20, 86400)]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
    ],
)
def test_addresses_of_one_household_are_counted_as_one(address, counted):
    assert counted_address(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


def test_visitor_cannot_go_on_from_another_address_of_the_same_network(cast):
    statuses = [
        cast.client("vera").get("/search/?q=rain", REMOTE_ADDR=f"2001:db8:1:2::{number}").status_code
        for number in range(1, 23)
    ]
    assert statuses[-1] == 429
