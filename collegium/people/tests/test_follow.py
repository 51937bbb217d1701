"""Following: what one may know of, once, back to where one was."""

from __future__ import annotations

import pytest

from collegium.audience.models import Audience
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group
from collegium.people.follows import attention, followed, is_following
from collegium.people.models import Follow


def post(cast, name, **fields):
    return cast.client(name).post("/follow/", {"on": "1", "next": "/members/petra/", **fields})


def test_follow_twice_is_once_and_unfollow_ends_it(cast):
    for _time in range(2):
        answer = post(cast, "mia", kind="person", id=cast.petra.pk)
        assert (answer.status_code, answer["Location"]) == (303, "/members/petra/")
    assert Follow.objects.count() == 1
    assert is_following(cast.reader("mia"), "person", cast.petra.pk)
    assert followed(cast.reader("mia"), "person", [cast.petra.pk, cast.mo.pk]) == {cast.petra.pk}
    post(cast, "mia", kind="person", id=cast.petra.pk, on="0")
    assert not Follow.objects.exists()


def test_button_says_what_is(cast):
    post(cast, "mia", kind="person", id=cast.petra.pk)
    assert 'aria-pressed="true"' in cast.client("mia").get("/members/petra/").text
    assert 'aria-pressed="true"' not in cast.client("grace").get("/members/petra/").text


def test_visitor_cannot_follow(cast):
    assert post(cast, "vera", kind="person", id=cast.petra.pk).status_code == 403
    assert not Follow.objects.exists()


def test_guest_cannot_follow_whom_they_may_not_know(cast):
    assert post(cast, "gus", kind="person", id=cast.petra.pk).status_code == 404


def test_guest_cannot_follow_a_members_topic(cast):
    topic = make_topic(cast.petra, make_forum())
    assert post(cast, "gus", kind="piece", id=topic.pk).status_code == 404
    assert post(cast, "mia", kind="piece", id=topic.pk).status_code == 303


def test_member_cannot_follow_a_secret_group(cast):
    secret = Audience.objects.create(kind=Audience.Kind.SECRET, name="Secret")
    group = Group.objects.create(name="Secret", slug="secret", kind="secret", audience=secret)
    assert post(cast, "mia", kind="group", id=group.pk).status_code == 404


@pytest.mark.parametrize("fields", [{"kind": "nothing", "id": 1}, {"kind": "person", "id": "x"}, {"kind": "person"}])
def test_unknown_things_cannot_be_followed(cast, fields):
    assert post(cast, "mia", **fields).status_code == 404


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"])
def test_nobody_cannot_be_led_elsewhere(cast, address):
    answer = post(cast, "mia", kind="person", id=cast.petra.pk, next=address)
    assert answer["Location"] == "/"


def test_get_cannot_follow(cast):
    assert cast.client("mia").get("/follow/?kind=person&id=1").status_code == 405


def test_mute_takes_the_place_of_following_and_is_ended_by_either(cast):
    topic, client = make_topic(cast.petra), cast.client("mia")
    about = {"kind": "piece", "id": topic.pk, "next": topic.get_absolute_url()}
    for wish, state in (("1", "following"), ("mute", "muted"), ("0", ""), ("mute", "muted"), ("1", "following")):
        assert client.post("/follow/", about | {"on": wish}).status_code == 303
        assert attention(cast.reader("mia"), "piece", topic.pk) == state
    client.post("/follow/", about | {"on": "mute"})
    assert "You are told nothing about it." in client.get(topic.get_absolute_url()).text


def test_what_one_cannot_read_cannot_be_muted(cast):
    topic = make_topic(cast.petra)
    answer = cast.client("gus").post("/follow/", {"kind": "piece", "id": topic.pk, "on": "mute"})
    assert answer.status_code == 404
    assert attention(cast.reader("gus"), "piece", topic.pk) == ""
