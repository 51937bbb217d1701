"""Following: what one may know of, once, back to where one was."""

from __future__ import annotations

import re

import pytest

from collegium.audience.models import GUESTS, PUBLIC, Audience
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group
from collegium.groups.tests.factory import make_group
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


def test_forum_has_a_button_for_who_reads_it(cast):
    forum = make_forum()
    for who, there in (("mia", True), ("gus", False), ("lars", False), ("vera", False)):
        page = cast.client(who).get(f"/forums/{forum.slug}/").text
        assert ('name="kind" value="forum"' in page) is there, who
    post(cast, "mia", kind="forum", id=forum.pk)
    assert 'aria-label="Following ' in cast.client("mia").get(f"/forums/{forum.slug}/").text
    post(cast, "mia", kind="forum", id=forum.pk, on="0")
    assert 'aria-label="Follow ' in cast.client("mia").get(f"/forums/{forum.slug}/").text


def test_group_has_a_button_for_who_reads_it(cast):
    for kind in ("open", "closed"):
        group = make_group(cast.otto, kind, cast.grace, name=f"The {kind} one")
        for who, there in (("grace", True), ("mia", kind == "open"), ("ada", kind == "open"), ("gus", False)):
            page = cast.client(who).get(group.get_absolute_url()).text
            assert ('name="kind" value="group"' in page) is there, (kind, who)
        post(cast, "grace", kind="group", id=group.pk)
        assert 'aria-label="Following ' in cast.client("grace").get(group.get_absolute_url()).text


@pytest.mark.parametrize("who", ["gus", "lars"])
def test_who_does_not_read_a_forum_cannot_follow_it(cast, who):
    assert post(cast, who, kind="forum", id=make_forum().pk).status_code == 404
    assert post(cast, who, kind="forum", id=make_forum("Open talk", readers=GUESTS).pk).status_code == 303


@pytest.mark.parametrize("kind", ["closed", "secret"])
@pytest.mark.parametrize("who", ["mia", "ada", "gus", "lars"])
def test_a_group_cannot_be_followed_by_its_card(cast, kind, who):
    group = make_group(cast.otto, kind, name="Kestrel circle")
    told, absent = post(cast, who, kind="group", id=group.pk), post(cast, who, kind="group", id=999999)
    assert told.status_code == absent.status_code == 404
    assert re.sub(r'value="[^"]*"', "", told.text) == re.sub(r'value="[^"]*"', "", absent.text)
    assert not Follow.objects.exists()


def test_a_follow_cannot_move_anything_that_others_see(cast):
    forum, group = make_forum(), make_group(cast.otto, "open")
    pages = [f"/forums/{forum.slug}/", group.get_absolute_url(), "/groups/", "/members/mia/", "/notifications/"]

    def seen():
        return [
            [re.sub(r'value="[^"]*"', "", cast.client(who).get(page).text) for page in pages] for who in ("otto", "ada")
        ]

    before = seen()
    post(cast, "mia", kind="forum", id=forum.pk)
    post(cast, "mia", kind="group", id=group.pk)
    post(cast, "mia", kind="person", id=cast.otto.pk)
    assert seen() == before


def place_of(cast, kind):
    if kind == "forum":
        forum = make_forum()
        return forum.pk, f"/forums/{forum.slug}/"
    group = make_group(cast.grace, "closed", cast.mia)
    return group.pk, group.get_absolute_url()


@pytest.mark.parametrize("kind", ["forum", "group"])
def test_a_place_is_muted_and_heard_again_on_its_page(cast, kind):
    pk, address = place_of(cast, kind)
    client = cast.client("mia")
    page = client.get(address).text
    assert 'name="on" value="mute"' in page
    assert 'name="on" value="1"' in page
    assert client.post("/follow/", {"kind": kind, "id": pk, "on": "mute", "next": address})["Location"] == address
    muted = client.get(address).text
    assert 'aria-label="Muted ' in muted
    assert "Hear of it again" in muted
    assert 'name="on" value="mute"' not in muted
    client.post("/follow/", {"kind": kind, "id": pk, "on": "0"})
    assert attention(cast.reader("mia"), kind, pk) == ""
    client.post("/follow/", {"kind": kind, "id": pk, "on": "1"})
    assert "Stop following" in client.get(address).text
    assert "Stop following" not in cast.client("grace").get(address).text


@pytest.mark.parametrize("kind", ["forum", "group"])
def test_a_place_cannot_be_muted_by_who_does_not_read_it(cast, kind):
    pk, address = place_of(cast, kind)
    for who in ("vera", "gus", "lars"):
        client = cast.client(who)
        assert 'name="on" value="mute"' not in client.get(address).text
        assert client.post("/follow/", {"kind": kind, "id": pk, "on": "mute"}).status_code in (403, 404)
    assert not Follow.objects.exists()


def test_a_visitor_of_an_open_forum_cannot_be_offered_to_mute(cast):
    forum = make_forum(readers=PUBLIC)
    page = cast.client("vera").get(f"/forums/{forum.slug}/")
    assert (page.status_code, "Mute" in page.text) == (200, False)
