"""A topic: who reads it, who does not, what the page shows and does."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.discussion.actions import Refused, hide, post_reply
from collegium.discussion.models import Reply, Subject
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


def test_removed_reply_names_its_author_without_a_link_that_might_be_dead(cast):
    topic = make_topic(cast.petra, make_forum(readers=PUBLIC))
    hide(post_reply(topic, Words.plain("Not fit for the page."), cast.reader("otto")), cast.mo, "Names a colleague.")
    page = cast.client("vera").get(topic.get_absolute_url()).text
    assert "Hidden from readers; its author was told why." in page
    assert "Otto Kessel" in page
    assert "/members/otto/" not in page
    assert "Not fit for the page." not in page
    assert "/members/otto/" in cast.client("mo").get(topic.get_absolute_url()).text


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


def test_beside_the_topic_stand_its_people_its_map_and_what_is_related(cast):
    topic, other = make_topic(cast.petra), make_topic(cast.otto, title="Something near to it")
    subject = Subject.objects.create(name="Practice", slug="practice")
    for thing in (topic, other):
        thing.subjects.add(subject)
    for number in range(4):
        post_reply(topic, Words.plain(f"Number {number}."), cast.reader("otto"))
    page = cast.client("mia").get(topic.get_absolute_url()).text
    assert "Something near to it" in page
    assert "4 replies</small>" in page
    assert page.count('class="hit"') == 4


def test_related_cannot_name_what_the_reader_may_not_read(cast):
    topic = make_topic(cast.petra, make_forum("Open", readers=GUESTS))
    secret = make_topic(cast.otto, make_forum(), title="Only among members")
    subject = Subject.objects.create(name="Practice", slug="practice")
    for thing in (topic, secret):
        thing.subjects.add(subject)
    assert "Only among members" not in cast.client("gus").get(topic.get_absolute_url()).text


def test_page_of_thirty_replies_takes_no_more_queries_than_one_of_three(cast, django_assert_max_num_queries):
    topic, client = make_topic(cast.petra), cast.client("mia")
    for number in range(3):
        post_reply(topic, Words.plain(f"Number {number}."), cast.reader("otto"))
    client.get(topic.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(topic.get_absolute_url())
    few = len(queries)
    for number in range(27):
        post_reply(topic, Words.plain(f"Further {number}."), cast.reader("otto" if number % 2 else "grace"))
    client.get(topic.get_absolute_url())
    with django_assert_max_num_queries(few + 1):
        client.get(topic.get_absolute_url())


def test_kept_reply_cannot_show_another_reader_its_marks(cast):
    topic = make_topic(cast.petra)
    reply = post_reply(topic, Words.plain("On day three."), cast.reader("petra"))
    address = topic.get_absolute_url()
    own = cast.client("petra").get(address).content.decode()
    other = cast.client("mo").get(address).content.decode()
    plain = cast.client("grace").get(address).content.decode()
    assert f"/replies/{reply.pk}/edit/" in own
    assert f"/replies/{reply.pk}/edit/" not in other + plain
    assert f"/desk/reports/reply/{reply.pk}/" in other
    assert f"/desk/reports/reply/{reply.pk}/" not in own + plain


@pytest.mark.parametrize(("readers", "told"), [(PUBLIC, True), (GUESTS, False)])
def test_search_engines_cannot_keep_a_topic_that_is_not_public(cast, readers, told):
    topic = make_topic(cast.petra, make_forum(readers=readers))
    page = cast.client("vera" if told else "gus").get(topic.get_absolute_url()).text
    assert ('<meta name="description" content="We call on day three. What about you?">' in page) is told
    assert ('<meta name="robots" content="noindex">' in page) is not told
