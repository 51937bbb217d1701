"""Guests on selected topics: who opens, until when, what guests get, and each author's own consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Agreement
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.groups.models import Group
from collegium.magazine.actions import open_window
from collegium.magazine.tests.factory import make_article
from collegium.outbox import audit


@pytest.fixture
def topic(cast):
    row = make_topic(cast.petra)
    post_reply(row, Words.plain("Written among members."), cast.reader("mia"))
    post_reply(row, Words.plain("The words of the asker."), cast.reader("petra"))
    return row


def opened(cast, topic, who="petra", **data):
    answer = cast.client(who).post(f"/pieces/{topic.pk}/guests/", {"act": "open", "writing": "on", **data})
    topic.refresh_from_db()
    return answer


def page(cast, topic, who):
    return cast.client(who).get(topic.get_absolute_url())


@pytest.mark.parametrize("who", ["petra", "ed", "mo", "ada"])
def test_author_and_staff_open_it(cast, topic, who):
    assert opened(cast, topic, who).status_code == 303
    assert topic.is_open_now
    assert page(cast, topic, "gus").status_code == 200
    assert audit.about("piece", topic.pk)[0].what == "opened to guests"


def test_guests_get_the_head_and_the_openers_replies_never_those_of_others(cast, topic):
    opened(cast, topic)
    text = page(cast, topic, "gus").text
    assert "We call on day three." in text
    assert "The words of the asker." in text
    assert "Written among members." not in text


def test_each_author_is_asked_once_and_one_tap_opens_their_replies(cast, topic):
    opened(cast, topic)
    assert "May guests read your earlier replies here?" in page(cast, topic, "mia").text
    assert "May guests read" not in page(cast, topic, "grace").text
    cast.client("mia").post(f"/pieces/{topic.pk}/agree/", {"agreed": "1"})
    assert "Written among members." in page(cast, topic, "gus").text
    assert "May guests read" not in page(cast, topic, "mia").text


def test_no_keeps_them_among_members(cast, topic):
    opened(cast, topic)
    cast.client("mia").post(f"/pieces/{topic.pk}/agree/", {"agreed": "0"})
    assert "Written among members." not in page(cast, topic, "gus").text
    assert Agreement.objects.get(person=cast.mia).agreed is False


def test_end_is_compared_when_the_page_is_asked_for(cast, topic):
    opened(cast, topic, until=f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}")
    assert page(cast, topic, "gus").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert page(cast, topic, "gus").status_code == 403


def test_prolonging_never_prolongs_others_words(cast, topic):
    opened(cast, topic, until=f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}")
    reply = post_reply(topic, Words.plain("While it was open."), cast.reader("mia"))
    opened(cast, topic)
    reply.refresh_from_db()
    assert topic.open_until is None
    assert reply.open_until is not None
    assert Agreement.objects.get(person=cast.mia).answered_at is None


def test_closing_is_felt_on_the_next_request(cast, topic):
    opened(cast, topic)
    assert cast.client("petra").post(f"/pieces/{topic.pk}/guests/", {"act": "close"}).status_code == 303
    assert page(cast, topic, "gus").status_code == 403


def test_guest_cannot_write_where_only_reading_is_open(cast, topic):
    cast.client("petra").post(f"/pieces/{topic.pk}/guests/", {"act": "open"})
    answer = cast.client("gus").post(f"/pieces/{topic.pk}/replies/", {"body": "May I?"})
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["vera", "gus", "lars", "mia", "grace", "sam"])
def test_others_cannot_open_it(cast, topic, who):
    assert opened(cast, topic, who).status_code == 403
    assert topic.open_to_id is None


def test_what_is_in_a_closed_group_cannot_be_opened(cast):
    group = Group.objects.create(kind="closed", name="C", slug="c", audience=cast.closed, writers=cast.closed)
    topic = Topic.objects.create(
        group=group, title="Behind a door", slug="b", readers=cast.closed, writers=cast.closed, author=cast.grace,
        byline={"name": "Grace"}, published_at=timezone.now(),
    )  # fmt: skip
    assert opened(cast, topic, "grace").status_code == 403


def test_day_that_has_passed_cannot_be_the_end(cast, topic):
    answer = opened(cast, topic, until=f"{timezone.localdate() - timedelta(days=2):%Y-%m-%d}")
    assert answer.status_code == 422
    assert "This day has passed." in answer.text
    assert topic.open_to_id is None


def test_nobody_can_answer_for_others(cast, topic):
    opened(cast, topic)
    assert cast.client("grace").post(f"/pieces/{topic.pk}/agree/", {"agreed": "1"}).status_code == 404
    assert "Written among members." not in page(cast, topic, "gus").text


def test_preview_shows_what_a_guest_gets(cast, topic):
    opened(cast, topic)
    text = cast.client("mia").get(topic.get_absolute_url() + "?as=guest").text
    assert "This is what a guest gets." in text
    assert "Written among members." not in text
    assert "We call on day three." in text
    assert "1 reply" in text


def test_preview_of_a_closed_topic_shows_the_door(cast, topic):
    door = cast.client("petra").get(topic.get_absolute_url() + "?as=guest")
    assert door.status_code == 403
    assert topic.title not in door.text
    assert "We call on day three." not in door.text


def test_preview_cannot_be_had_by_who_may_not_read(cast, topic):
    assert cast.client("gus").get(topic.get_absolute_url() + "?as=guest").status_code == 403


def test_what_guests_read_already_cannot_be_opened_again(cast):
    topic = make_topic(cast.petra, make_forum("Guests", readers=GUESTS))
    assert cast.client("petra").get(f"/pieces/{topic.pk}/guests/").status_code == 403


@pytest.fixture(params=["post", "article"])
def publication(request, cast):
    """Among members, with a comment of Mia's; opened by its author or an editor."""
    if request.param == "post":
        piece = make_post(make_blog(cast.petra), readers=MEMBERS)
    else:
        piece = make_article(cast.reader("ed"), authors=[cast.petra])
    post_reply(piece, Words.plain("Said among members."), cast.reader("mia"))
    return piece


def test_post_and_article_are_opened_from_their_page_and_previewed(cast, publication):
    address = f"/pieces/{publication.pk}/guests/"
    assert address in page(cast, publication, "petra").text
    assert address not in page(cast, publication, "mia").text
    before = cast.client("petra").get(publication.get_absolute_url() + "?as=guest").text
    assert "is for members." in before
    assert publication.text.split()[-1] not in before
    opened(cast, publication)
    after = cast.client("petra").get(publication.get_absolute_url() + "?as=guest").text
    assert publication.text.split()[-1] in after
    assert "Said among members." not in after


def test_preview_of_a_post_or_article_cannot_be_had_by_who_may_not_read(cast, publication):
    for eyes in ("guest", "member"):
        text = cast.client("gus").get(f"{publication.get_absolute_url()}?as={eyes}").text
        assert "This is what a member gets" not in text
        assert publication.text.split()[-1] not in text


def test_who_commented_before_is_asked_where_they_wrote(cast, publication):
    opened(cast, publication)
    assert "May guests read what you wrote under it before?" in page(cast, publication, "mia").text
    assert "May guests read what you wrote" not in page(cast, publication, "grace").text
    assert cast.client("mia").post(f"/pieces/{publication.pk}/agree/", {"agreed": "1"}).status_code == 303
    assert "Said among members." in page(cast, publication, "gus").text


def test_what_everybody_reads_for_a_while_cannot_be_narrowed_to_guests(cast):
    article = make_article(cast.reader("ed"), authors=[cast.petra])
    open_window(article, timezone.now(), None, cast.reader("ed"))
    assert cast.client("petra").get(f"/pieces/{article.pk}/guests/").status_code == 403
    assert cast.client("vera").get(article.get_absolute_url()).text.count(article.text.split()[-1]) > 0


def test_what_is_open_to_guests_is_not_said_to_be_for_members_only(cast, publication):
    assert "is for members." in page(cast, publication, "vera").text
    opened(cast, publication)
    text = page(cast, publication, "vera").text
    assert "is for everyone with an account." in text
    assert publication.text.split()[-1] not in text
