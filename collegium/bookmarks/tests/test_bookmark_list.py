"""The own list: what it shows, to whom, and what of it goes with access."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.audience import actions as audience
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.bookmarks.actions import set_bookmark
from collegium.bookmarks.models import Bookmark
from collegium.discussion.actions import hide, post_reply, remove_reply, take_back
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.actions import leave
from collegium.groups.tests.factory import make_group, make_group_topic, seat
from collegium.magazine.tests.factory import make_article

NOTE = "Try this in the spring"
GONE = "is not open to you any more"


@pytest.fixture
def topic(cast) -> Topic:
    return make_topic(cast.petra, make_forum(), "How do you time the first call?")


@pytest.fixture
def reply(cast, topic):
    return post_reply(topic, Words.plain("Day three, by a nurse who can act."), cast.reader("grace"))


def page(cast, who: str = "mia") -> str:
    return cast.client(who).get("/bookmarks/").text


def test_each_kind_of_thing_is_listed_with_its_note(cast, topic, reply):
    reader = cast.reader("mia")
    article = make_article(cast.reader("ed"))
    for thing in (topic, reply, make_post(make_blog(cast.petra)), article):
        set_bookmark(thing, reader, note=f"{NOTE} {thing.pk}")
    text = page(cast)
    assert text.count(NOTE) == 4
    assert text.count("How do you time the first call?") == 2
    assert "A reply by Grace Penhaligon" in text
    assert "Day three, by a nurse who can act." in text
    assert article.title in text


def test_an_empty_list_says_how_to_mark(cast):
    assert "Nothing marked yet" in page(cast)


@pytest.mark.parametrize("who", ["gus", "grace", "petra", "ed", "mo", "ada"])
def test_nobody_else_can_see_or_remove_them(cast, topic, reply, who):
    marks = [set_bookmark(thing, cast.reader("mia"), note=NOTE) for thing in (topic, reply)]
    assert NOTE not in page(cast, who)
    client = cast.client(who)
    for mark in marks:
        assert client.post(f"/bookmarks/{mark.pk}/remove/").status_code == 404
    for address in (
        f"/bookmarks/piece/{topic.pk}/",
        f"/bookmarks/reply/{reply.pk}/",
        topic.get_absolute_url(),
        "/members/mia/",
    ):
        assert NOTE not in client.get(address).text
    assert Bookmark.objects.count() == 2
    assert NOTE in page(cast)


@pytest.mark.parametrize("who", ["vera", "sam"])
def test_visitors_cannot_have_any(cast, topic, who):
    client = cast.client(who)
    assert client.get("/bookmarks/").status_code == 403
    assert client.post(f"/bookmarks/piece/{topic.pk}/", {"note": NOTE}).status_code == 403
    assert not Bookmark.objects.exists()


ENDS = {
    "lapse": lambda cast, topic, reply: audience.end(cast.mia, "member"),
    "hidden": lambda cast, topic, reply: hide(topic, cast.mo, "Names a colleague."),
    "taken back": lambda cast, topic, reply: (take_back(topic), take_back(reply)),
    "deleted author": lambda cast, topic, reply: (hide(topic, cast.mo, "Names a colleague."), cast.petra.delete()),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_cannot_be_read_any_more_shows_nothing_and_can_be_removed(cast, topic, reply, name):
    marks = [set_bookmark(thing, cast.reader("mia"), note=NOTE) for thing in (topic, reply)]
    ENDS[name](cast, topic, reply)
    text = page(cast)
    assert text.count(GONE) == 2
    for word in ("How do you time", "Taken back", "Grace Penhaligon", "Day three", f"/replies/{reply.pk}/", topic.slug):
        assert word not in text
    assert text.count(NOTE) == 2
    client = cast.client("mia")
    for mark in marks:
        assert client.post(f"/bookmarks/{mark.pk}/remove/").status_code == 303
    assert not Bookmark.objects.exists()


def test_a_removed_reply_cannot_be_seen_in_a_bookmark(cast, topic, reply):
    set_bookmark(reply, cast.reader("mia"))
    set_bookmark(topic, cast.reader("mia"))
    remove_reply(reply)
    text = page(cast)
    assert text.count(GONE) == 1
    assert "Day three" not in text
    assert "How do you time" in text


@pytest.mark.parametrize("kind", ["closed", "secret"])
def test_who_left_a_group_cannot_see_a_title_of_it(cast, kind):
    group = make_group(cast.petra, kind, cast.grace)
    seat(group, cast.mia)
    set_bookmark(make_group_topic(group, cast.grace, "Only among ourselves"), cast.reader("mia"), note=NOTE)
    assert "Only among ourselves" in page(cast)
    leave(group, cast.mia)
    text = page(cast)
    assert "Only among ourselves" not in text
    assert group.name not in text
    assert NOTE in text


def test_the_list_costs_the_same_with_three_and_with_twelve(cast):
    def queries() -> int:
        client.get("/bookmarks/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/bookmarks/")
        return len(asked)

    client, forum = cast.client("mia"), make_forum()
    numbers = []
    for some in (range(3), range(3, 12)):
        for number in some:
            topic = make_topic(cast.petra, forum, f"A topic worth keeping, {number}")
            set_bookmark(topic, cast.reader("mia"))
            set_bookmark(post_reply(topic, Words.plain("A reply."), cast.reader("grace")), cast.reader("mia"))
        numbers.append(queries())
    assert numbers[0] == numbers[1]
