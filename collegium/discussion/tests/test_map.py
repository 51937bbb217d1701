"""The map of a talk: a bar a reply, and in words the latest of them, so that a long talk stays a light page."""

from __future__ import annotations

import re

from collegium.audience.models import GUESTS, MEMBERS
from collegium.discussion.actions import post_reply
from collegium.discussion.map import LISTED
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic


def shown(cast, topic, who="petra"):
    """The bars of the drawing and the lines of the list, as (number of the first line, count)."""
    page = cast.client(who).get(topic.get_absolute_url()).text
    listed = re.search(r'<ol class="rows tight" start="(\d+)">(.*?)</ol>', page, re.DOTALL)
    lines = re.findall(r"#reply-(\d+)", listed[2]) if listed else []
    return page.count('<rect class="hit"'), int(listed[1]) if listed else 0, [int(line) for line in lines]


def test_latest_replies_are_listed_in_words_and_all_are_drawn(cast):
    topic = make_topic(cast.petra, make_forum())
    for number in range(LISTED + 3):
        post_reply(topic, Words.plain(f"Reply {number}."), cast.reader("mia"))
    assert shown(cast, topic) == (LISTED + 3, 4, list(range(4, LISTED + 4)))
    assert "3 earlier replies are not listed." in cast.client("petra").get(topic.get_absolute_url()).text


def test_few_replies_are_all_listed(cast):
    topic = make_topic(cast.petra, make_forum())
    for number in range(5):
        post_reply(topic, Words.plain(f"Reply {number}."), cast.reader("mia"))
    assert shown(cast, topic) == (5, 1, [1, 2, 3, 4, 5])
    assert "not listed" not in cast.client("petra").get(topic.get_absolute_url()).text


def test_map_cannot_tell_of_replies_that_are_not_for_this_reader(cast):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS))
    for number in range(6):
        post_reply(topic, Words.plain(f"Reply {number}."), cast.reader("mia"))
    topic.replies.filter(number__gt=4).update(readers_id=MEMBERS)
    type(topic).objects.filter(pk=topic.pk).update(has_narrower=True)
    assert shown(cast, topic, "gus") == (4, 1, [1, 2, 3, 4])
    assert shown(cast, topic) == (6, 1, [1, 2, 3, 4, 5, 6])
