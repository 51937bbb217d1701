"""Reading marks are exact: what was skipped stays new, and "Jump to new" leads there."""

from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS
from collegium.discussion.actions import post_reply, take_back
from collegium.discussion.models import ReadMark, Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic


@pytest.fixture
def topic(cast):
    row = make_topic(cast.petra)
    for number in range(1, 46):
        post_reply(row, Words.plain(f"Number {number}."), cast.reader("otto"))
    return row


def mark(cast, topic, who="mia"):
    return ReadMark.objects.filter(person=getattr(cast, who), piece=topic).values_list("number", flat=True).first()


def test_pages_in_order_move_the_mark(cast, topic):
    client = cast.client("mia")
    for page, number in (("", 20), ("?page=2", 40), ("?page=3", 45)):
        client.get(topic.get_absolute_url() + page)
        assert mark(cast, topic) == number


def test_jump_leads_to_the_first_new_reply_in_its_place(cast, topic):
    client = cast.client("mia")
    client.get(topic.get_absolute_url())
    answer = client.get(f"/pieces/{topic.pk}/unread/")
    assert answer["Location"] == f"{topic.get_absolute_url()}?page=2#reply-21"
    assert "25 new replies" in client.get(topic.get_absolute_url()).text


def test_last_page_cannot_mark_the_middle_as_read(cast, topic):
    client = cast.client("mia")
    client.get(topic.get_absolute_url())
    client.get(topic.get_absolute_url() + "?page=3")
    assert mark(cast, topic) == 20
    assert client.get(f"/pieces/{topic.pk}/unread/")["Location"].endswith("#reply-21")


def test_own_reply_cannot_mark_others_as_read(cast, topic):
    cast.client("mia").get(topic.get_absolute_url())
    post_reply(topic, Words.plain("Mine."), cast.reader("mia"))
    assert mark(cast, topic) == 20


def test_left_off_line_stands_before_the_first_new_reply(cast, topic):
    client = cast.client("mia")
    client.get(topic.get_absolute_url() + "?page=1")
    page = client.get(topic.get_absolute_url() + "?page=2").text
    assert page.index('id="leftoff"') < page.index('id="reply-21"')


def test_left_off_line_cannot_stand_where_nobody_left_off(cast, topic):
    client = cast.client("mia")
    client.get(topic.get_absolute_url())
    page = client.get(topic.get_absolute_url() + "?page=3").text
    assert 'class="post new" id="reply-41"' in page
    assert 'id="leftoff"' not in page


def test_held_words_are_no_number_of_others(cast):
    topic = make_topic(cast.petra, make_forum("Open", readers=GUESTS, writers=GUESTS))
    post_reply(topic, Words.plain("Waits."), cast.reader("nina"))
    post_reply(topic, Words.plain("Seen."), cast.reader("mia"))
    page = cast.client("grace").get(topic.get_absolute_url()).text
    assert "1 reply<" in page
    assert 'id="reply-1"' in page
    assert 'id="reply-2"' not in page
    assert "2 replies" in cast.client("nina").get(topic.get_absolute_url()).text


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "sam"])
def test_whoever_may_not_read_it_cannot_jump(cast, topic, who):
    assert cast.client(who).get(f"/pieces/{topic.pk}/unread/").status_code == 403


def test_visitor_has_no_mark(cast, topic):
    assert not ReadMark.objects.filter(piece=topic).exclude(person__in=[cast.otto, cast.petra]).exists()


def test_a_reply_that_was_taken_back_is_not_new(cast, topic):
    client = cast.client("mia")
    client.get(topic.get_absolute_url())
    take_back(Reply.objects.get(piece=topic, number=21))
    assert "24 new replies" in client.get(topic.get_absolute_url()).text
    assert client.get(f"/pieces/{topic.pk}/unread/")["Location"].endswith("#reply-22")
