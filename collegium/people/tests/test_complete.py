"""Name completion: only people who may read the piece and whom the asker may see."""

from __future__ import annotations

from collegium.audience.models import GUESTS
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.people.actions import leave_directory


def names(cast, who, text, piece=None):
    address = f"/people/complete/?q={text}" + (f"&in={piece.pk}" if piece else "")
    return [row["name"] for row in cast.client(who).get(address).json()["people"]]


def test_member_finds_members_by_any_part_of_the_name(cast):
    assert names(cast, "mia", "halv") == ["Petra Halvorsen"]
    assert names(cast, "mia", "petra h") == ["Petra Halvorsen"]
    assert names(cast, "mia", "") == []


def test_whose_name_begins_so_comes_first(cast):
    for person, family in ((cast.otto, "Vance"), (cast.petra, "Abel-Otto")):
        person.name, person.family_name = f"{person.given_name} {family}", family
        person.save()
    assert names(cast, "mia", "otto") == ["Otto Vance", "Petra Abel-Otto"]


def test_only_readers_of_the_piece_are_offered(cast):
    topic = make_topic(cast.petra)
    topic.readers = cast.closed
    topic.save()
    assert names(cast, "grace", "mo", topic) == []
    topic.readers_id = 3
    topic.save()
    assert names(cast, "grace", "mo", topic) == ["Mo Castellan"]


def test_guest_is_offered_only_who_takes_part(cast):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS, writers=GUESTS))
    assert names(cast, "gus", "mi", topic) == []
    post_reply(topic, Words.plain("Here."), cast.reader("mia"))
    assert names(cast, "gus", "mi", topic) == ["Mia Lindholm"]
    assert names(cast, "gus", "pe", topic) == ["Petra Halvorsen"]


def test_guest_cannot_complete_without_a_piece(cast):
    assert names(cast, "gus", "petra") == []


def test_who_left_the_directory_cannot_be_completed_elsewhere(cast):
    leave_directory(cast.petra)
    assert names(cast, "mia", "petra") == []
    assert names(cast, "mia", "petra", make_topic(cast.petra)) == ["Petra Halvorsen"]


def test_visitor_cannot_complete_and_guest_cannot_ask_about_a_members_topic(cast):
    topic = make_topic(cast.petra)
    assert cast.client("vera").get("/people/complete/?q=a").status_code == 403
    assert cast.client("gus").get(f"/people/complete/?q=a&in={topic.pk}").status_code == 403


def test_suspended_and_lapsed_cannot_be_offered_to_members(cast):
    assert names(cast, "mia", "sam") == []
    assert names(cast, "mia", "lars") == []
