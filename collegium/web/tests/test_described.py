"""What a search engine says of a page: its own description, or the society's; never of what is not for everybody."""

from __future__ import annotations

import re

import pytest

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.web.models import Society


def described(cast, address, who="vera"):
    """The descriptions that the page carries."""
    return re.findall(r'<meta name="description" content="([^"]*)">', cast.client(who).get(address).text)


@pytest.mark.parametrize("address", ["/", "/blogs/", "/forums/", "/magazine/", "/organizations/", "/join/", "/search/"])
def test_every_page_of_visitors_has_one(cast, address):
    [text] = described(cast, address)
    assert Society.current().name in text


def test_a_page_says_what_it_is_about(cast):
    forum = make_forum(readers=PUBLIC)
    type(forum).objects.filter(pk=forum.pk).update(description='Waits, "holds" & lists')
    assert described(cast, f"/forums/{forum.slug}/") == ["Waits, &#34;holds&#34; &amp; lists"]
    post = make_post(make_blog(cast.petra), readers=PUBLIC)
    assert described(cast, post.get_absolute_url()) == [post.deck]


def test_a_closed_topic_cannot_be_described(cast):
    topic = make_topic(cast.petra, make_forum(readers=MEMBERS))
    [text] = described(cast, topic.get_absolute_url())
    assert topic.text not in text
    assert topic.title not in text


def test_who_is_signed_in_needs_none(cast):
    assert described(cast, "/blogs/", "mia") == []
