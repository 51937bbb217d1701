"""The staff page of everything that is open to guests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.opening import open_to_guests
from collegium.forums.models import Forum
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.magazine.models import Article
from collegium.magazine.tests.factory import make_article


def test_staff_see_forums_and_single_topics_with_their_end(cast):
    make_forum("For everybody", readers=GUESTS)
    open_to_guests(make_topic(cast.petra, make_forum()), until=timezone.now() + timedelta(days=3))
    page = cast.client("ed").get("/desk/open/").text
    assert "For everybody" in page
    assert "How do you time the first call?" in page


def test_what_ended_is_not_listed(cast):
    open_to_guests(make_topic(cast.petra, make_forum()), until=timezone.now() - timedelta(seconds=1))
    assert "How do you time the first call?" not in cast.client("mo").get("/desk/open/").text


def test_what_was_written_for_more_than_its_place_reads_is_listed(cast):
    article = make_article(cast.reader("ed"))
    Article.objects.filter(pk=article.pk).update(readers=PUBLIC)
    post = make_post(make_blog(cast.petra, readers_id=MEMBERS), readers=GUESTS)
    topic = make_topic(cast.petra, forum := make_forum("Once for guests", readers=GUESTS))
    Forum.objects.filter(pk=forum.pk).update(readers=MEMBERS)
    page = cast.client("ed").get("/desk/open/").text
    for piece in (article, post, topic):
        assert f'href="{piece.get_absolute_url()}"' in page


def test_what_reads_as_its_place_is_not_listed_once_more(cast):
    topic = make_topic(cast.petra, make_forum("For everybody", readers=GUESTS))
    assert f'href="{topic.get_absolute_url()}"' not in cast.client("ed").get("/desk/open/").text


@pytest.mark.parametrize(("who", "status"), [("vera", 403), ("gus", 404), ("mia", 404), ("petra", 404), ("sam", 403)])
def test_others_cannot_open_it(cast, who, status):
    assert cast.client(who).get("/desk/open/").status_code == status


@pytest.mark.parametrize(("who", "offered"), [("ed", True), ("ada", True), ("mo", False)])
def test_window_of_an_article_is_offered_to_those_who_may_change_it(cast, who, offered):
    article = make_article(cast.reader("ed"))
    open_to_guests(article, by=cast.ed)
    page = cast.client(who).get("/desk/open/").text
    assert article.title in page
    assert (f"/desk/editorial/articles/{article.pk}/" in page) == offered
