"""A topic: who reads it, who does not, what the page shows and does."""

from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion.actions import Refused, post_reply
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.forums.actions import open_to_guests
from collegium.forums.tests.factory import make_forum, make_topic

DOORS = {
    PUBLIC: {"vera": 200, "gus": 200, "mia": 200, "lars": 200, "mo": 200, "ada": 200, "sam": 200},
    GUESTS: {"vera": 403, "gus": 200, "mia": 200, "lars": 200, "mo": 200, "ada": 200, "sam": 403},
    MEMBERS: {"vera": 403, "gus": 403, "mia": 200, "lars": 403, "mo": 200, "ada": 200, "sam": 403},
}


@pytest.mark.parametrize("readers", DOORS)
def test_each_of_the_cast_gets_what_the_table_says(cast, readers):
    topic = make_topic(cast.petra, make_forum(readers=readers))
    for name, status in DOORS[readers].items():
        answer = cast.client(name).get(topic.get_absolute_url())
        assert answer.status_code == status, name
        assert (topic.title in answer.text) == (status == 200), name


def test_guest_cannot_read_earlier_replies_of_an_opened_topic(cast):
    topic = make_topic(cast.petra)
    post_reply(topic, Words.plain("Written among members."), cast.reader("mia"))
    open_to_guests(topic)
    topic.refresh_from_db()
    post_reply(topic, Words.plain("Written for guests too."), cast.reader("mia"))
    page = cast.client("gus").get(topic.get_absolute_url()).text
    assert "Written for guests too." in page
    assert "Written among members." not in page
    assert "1 reply" in page
    assert "2 replies" in cast.client("mia").get(topic.get_absolute_url()).text


def test_members_reply_appears_at_once_and_twice_sent_is_one(cast):
    topic = make_topic(cast.petra)
    client = cast.client("mia")
    for _time in range(2):
        answer = client.post(f"/pieces/{topic.pk}/replies/", {"body": "At once.", "token": "one"})
        assert answer.status_code == 303
    assert Reply.objects.filter(piece=topic).count() == 1
    assert "At once." in cast.client("grace").get(topic.get_absolute_url()).text


def test_guest_cannot_reply_where_members_write(cast):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS))
    with pytest.raises(Refused):
        post_reply(topic, Words.plain("May I?"), cast.reader("gus"))
    assert not topic.replies.exists()


def test_empty_reply_is_refused_with_a_sentence(cast):
    topic = make_topic(cast.petra)
    answer = cast.client("mia").post(f"/pieces/{topic.pk}/replies/", {"body": "  "})
    assert answer.status_code == 422
    assert "no words yet" in answer.text
