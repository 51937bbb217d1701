"""One subject over blogs, forums and magazine, with what each reader may be shown."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.audience.models import GUESTS, MEMBERS
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.models import Subject
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.magazine.tests.factory import make_article


@pytest.fixture
def subject(cast):
    row = Subject.objects.create(name="Worldwide care", slug="worldwide", description="Care elsewhere.")
    row.pieces.add(
        make_post(make_blog(cast.petra), title="A post for members", readers=MEMBERS),
        make_topic(cast.petra, make_forum(), title="A topic for members"),
        make_topic(cast.petra, make_forum("Open", readers=GUESTS), title="A topic for guests"),
        make_article(cast.reader("ed"), title="An article for members"),
    )
    return row


def page(cast, who, query=""):
    return cast.client(who).get(f"/subjects/worldwide/{query}").text


def test_member_finds_all_three_kinds(cast, subject):
    text = page(cast, "mia")
    for title in ("A post for members", "A topic for members", "A topic for guests", "An article for members"):
        assert title in text
    assert "All <small>4</small>" in text


def test_one_kind_can_be_chosen(cast, subject):
    text = page(cast, "mia", "?kind=topic")
    assert "A topic for members" in text
    assert "A post for members" not in text


@pytest.mark.parametrize(("who", "topics", "number"), [("vera", 0, 2), ("gus", 1, 3), ("lars", 1, 3)])
def test_others_cannot_see_topics_nor_their_number(cast, subject, who, topics, number):
    text = page(cast, who)
    assert "A topic for members" not in text
    assert ("A topic for guests" in text) == bool(topics)
    assert "A post for members" in text  # its title is a teaser
    assert f"All <small>{number}</small>" in text


def test_subject_can_be_followed(cast, subject):
    client = cast.client("mia")
    client.post("/follow/", {"kind": "subject", "id": subject.pk, "on": "1"})
    assert "Following" in client.get("/subjects/worldwide/").text
    assert "Following" in client.get("/subjects/").text


def test_visitor_cannot_follow(cast, subject):
    assert "Follow" not in page(cast, "vera").split("<main")[1]


def test_unknown_subject_cannot_be_opened(cast):
    assert cast.client("mia").get("/subjects/nothing/").status_code == 404


def test_number_of_queries_does_not_grow(cast, subject, django_assert_max_num_queries):
    client = cast.client("mia")
    client.get("/subjects/worldwide/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/subjects/worldwide/")
    few = len(queries)
    for number in range(12):
        subject.pieces.add(make_topic(cast.petra, title=f"A further topic, number {number}"))
    with django_assert_max_num_queries(few):
        client.get("/subjects/worldwide/")
