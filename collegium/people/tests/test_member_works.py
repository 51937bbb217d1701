"""The posts and articles of one author: newest first, as far as the reader may have them; and the feed of them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import MEMBERS, PUBLIC
from collegium.blogs import co_authors
from collegium.blogs.actions import publish_post
from collegium.blogs.models import CoAuthor, Post
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.magazine.tests.factory import make_article


@pytest.fixture
def works(cast):
    """Of Mia's: an article of hers and Petra's, and a post in Petra's blog to which she agreed; both Public."""
    blog = make_blog(cast.petra)
    article = make_article(cast.reader("ed"), title="An article of two", authors=[cast.petra, cast.mia], readers=PUBLIC)
    post = make_draft(blog, "A post of two", PUBLIC)
    co_authors.agree(co_authors.name_co_author(post, cast.mia, cast.reader("petra")), cast.reader("mia"), 1)
    publish_post(Post.objects.get(pk=post.pk), cast.reader("petra"))
    type(article).objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(days=9))
    return blog


def titles(answer):
    return re.findall(r"<h3><a href=\"[^\"]+\">([^<]+)</a></h3>", answer.text)


def test_visitor_finds_both_newest_first_and_from_the_profile(cast, works):
    page = cast.client("vera").get("/members/mia/works/")
    assert titles(page) == ["A post of two", "An article of two"]
    assert 'rel="author" href="/members/mia/"' in page.text
    assert "/members/mia/works/" in cast.client("vera").get("/members/mia/").text
    feed = cast.client("vera").get("/members/mia/feed/").text
    names = re.findall(r"<author><name>([^<,]*)[^<]*</name></author>", feed)
    assert names == ["Petra Halvorsen", "Mia Lindholm"] * 2
    assert "The kettle in the hallway boiled twice." in feed


def test_members_words_are_teasers_for_others_and_counted_for_whom_they_are_listed(cast, works):
    make_post(works, "Among members", MEMBERS)
    for who, minutes in (("vera", 2), ("grace", 3)):
        page = cast.client(who).get("/members/petra/works/")
        assert titles(page)[0] == "Among members"
        assert len(re.findall(r"\d min", page.text)) >= minutes
        assert "kettle" not in page.text
    feed = cast.client("grace").get("/members/petra/feed/").text  # a feed's address carries no sign-in
    assert feed.count("kettle") == 1
    assert 'term="teaser"' in feed


def test_who_wrote_nothing_for_a_visitor_cannot_be_found(cast, works):
    make_post(make_blog(cast.otto, "Of ours", "ours"), "Among members", MEMBERS)
    for handle in ("otto", "grace", "nobody"):
        for page in ("", "works/", "feed/"):
            assert cast.client("vera").get(f"/members/{handle}/{page}").status_code == 404
    assert titles(cast.client("mia").get("/members/otto/works/")) == ["Among members"]


@pytest.mark.parametrize("who", ["vera", "gus", "grace", "mo", "mia"])
def test_drafts_and_names_that_were_not_agreed_to_cannot_be_seen(cast, works, who):
    draft = make_draft(works, "Not out yet", PUBLIC)
    asked = make_draft(works, "Without her word", PUBLIC)
    co_authors.name_co_author(asked, cast.mia, cast.reader("petra"))
    publish_post(asked, cast.reader("petra"))
    client = cast.client(who)
    for address in ("/members/petra/works/", "/members/petra/feed/", "/members/mia/works/", "/members/mia/feed/"):
        assert draft.title not in client.get(address).text
    assert CoAuthor.objects.filter(post=asked).exists()
    assert asked.title not in client.get("/members/mia/works/").text
    assert asked.title in client.get("/members/petra/works/").text


def test_hidden_post_cannot_stay_on_the_page_of_any_author(cast, works):
    Post.objects.filter(title="A post of two").update(hidden_at=timezone.now())
    for handle in ("mia", "petra"):
        assert titles(cast.client("vera").get(f"/members/{handle}/works/")) == ["An article of two"]
