"""Marking, note and day; reminders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from collegium.audience.models import GUESTS
from collegium.bookmarks.actions import remind, set_bookmark
from collegium.bookmarks.models import Bookmark
from collegium.bookmarks.tasks import remind_of_bookmarks
from collegium.discussion.actions import post_reply, remove_reply, take_back
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.notifications.models import Notification
from tests.at_once import at_once


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_a_topic_and_a_reply_are_marked_changed_and_unmarked(cast):
    topic = make_topic(cast.petra)
    reply = post_reply(topic, Words.plain("Day three."), cast.reader("grace"))
    client = cast.client("mia")
    menu = client.get(topic.get_absolute_url()).text
    for address, back in (
        (f"/bookmarks/piece/{topic.pk}/", topic.get_absolute_url()),
        (f"/bookmarks/reply/{reply.pk}/", f"/replies/{reply.pk}/"),
    ):
        assert address in menu
        assert client.get(address).status_code == 200
        assert client.post(address, {"note": "Look again"})["Location"] == back
        assert client.post(address, {"note": "In spring", "remind_on": day(3)}).status_code == 303
        assert "In spring" in client.get(address).text
    assert list(Bookmark.objects.values_list("note", flat=True)) == ["In spring"] * 2
    assert client.post(f"/bookmarks/{Bookmark.objects.first().pk}/remove/").status_code == 303
    assert Bookmark.objects.count() == 1


WRONG = {
    "long": ({"note": "x" * 501}, "at most 500 characters"),
    "passed": ({"note": "Soon", "remind_on": day(-1)}, "has passed"),
    "patient": ({"note": "As with patient MRN 4471902"}, "could identify a patient"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_cannot_be_kept_and_loses_nothing(cast, name):
    data, sentence = WRONG[name]
    answer = cast.client("mia").post(f"/bookmarks/piece/{make_topic(cast.petra).pk}/", data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert data["note"] in answer.text
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("gus", 403), ("lars", 403), ("mia", 200)])
def test_what_cannot_be_read_cannot_be_marked(cast, who, status):
    topic = make_topic(cast.petra)
    reply = post_reply(topic, Words.plain("Day three."), cast.reader("grace"))
    for address in (f"/bookmarks/piece/{topic.pk}/", f"/bookmarks/reply/{reply.pk}/"):
        assert cast.client(who).get(address).status_code == status
        assert cast.client(who).post(address, {}).status_code == (303 if status == 200 else status)
    assert Bookmark.objects.count() == (2 if status == 200 else 0)


def test_guests_mark_what_guests_read(cast):
    topic = make_topic(cast.petra, make_forum(readers=GUESTS, writers=GUESTS))
    assert cast.client("gus").post(f"/bookmarks/piece/{topic.pk}/", {}).status_code == 303


def test_what_has_no_words_any_more_cannot_be_marked(cast):
    topic = make_topic(cast.petra)
    reply = post_reply(topic, Words.plain("Day three."), cast.reader("grace"))
    remove_reply(reply)
    take_back(topic)
    client = cast.client("mia")
    for address in (
        f"/bookmarks/piece/{topic.pk}/",
        f"/bookmarks/reply/{reply.pk}/",
        "/bookmarks/group/1/",
        "/bookmarks/piece/0/",
    ):
        assert client.get(address).status_code == 404


def test_one_thing_cannot_be_marked_twice_at_the_same_moment(apart):
    topic = make_topic(apart.petra, make_forum())
    clients = [apart.client("mia") for _time in range(3)]
    answers = at_once(*[lambda c=c: c.post(f"/bookmarks/piece/{topic.pk}/", {"note": "Once"}) for c in clients])
    assert [getattr(answer, "status_code", answer) for answer in answers] == [303] * 3
    assert Bookmark.objects.count() == 1


def test_a_reminder_comes_on_its_day_where_the_person_lives_and_once(cast):
    cast.mia.__class__.objects.filter(pk=cast.mia.pk).update(time_zone="America/Los_Angeles")
    mark = set_bookmark(make_topic(cast.petra), cast.reader("mia"), remind_on=datetime(2031, 5, 2, tzinfo=UTC).date())
    with time_machine.travel(datetime(2031, 5, 2, 6, 30, tzinfo=UTC), tick=False):  # still the first there
        assert remind() == 0
    with time_machine.travel(datetime(2031, 5, 2, 7, 30, tzinfo=UTC), tick=False):
        remind_of_bookmarks.call()
        remind_of_bookmarks.call()
    told = Notification.objects.get()
    assert (told.person, told.kind, told.address) == (cast.mia, "bookmark", f"/bookmarks/#bookmark-{mark.pk}")
    mark.refresh_from_db()
    assert mark.remind_on is None


def test_a_reminder_cannot_tell_what_may_not_be_read_any_more(cast):
    topic = make_topic(cast.petra, title="How do you time the first call?")
    set_bookmark(topic, cast.reader("mia"), remind_on=timezone.localdate())
    remind()
    text = cast.client("mia").get("/notifications/").text
    assert "You wanted to be reminded of a bookmark today" in text
    assert "How do you time" not in text
    assert not Notification.objects.exclude(person=cast.mia).exists()
