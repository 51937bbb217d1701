"""Feeds of blogs: what a visitor has, whoever asks."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from collegium.audience.models import MEMBERS
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.discussion.actions import hide


def test_feed_has_open_posts_in_full_and_teasers_marked(cast):
    blog = make_blog(cast.petra)
    make_post(blog, "Open to all")
    make_post(blog, "For members", readers=MEMBERS, body="<p>Closed words.</p>")
    answer = cast.client("vera").get("/blogs/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "kettle" in answer.text
    assert "Petra Halvorsen, MD, MMSc" in answer.text
    assert "For members" in answer.text
    assert 'term="teaser"' in answer.text


def test_member_cannot_get_more_from_a_feed_than_a_visitor(cast):
    blog = make_blog(cast.petra)
    make_post(blog, readers=MEMBERS)
    for address in ("/blogs/feed/", "/blogs/notes/feed/"):
        assert "kettle" not in cast.client("mia").get(address).text


def test_drafts_scheduled_and_hidden_cannot_get_into_a_feed(cast):
    blog = make_blog(cast.petra)
    make_draft(blog, "Half a thought")
    make_post(blog, "Tomorrow", at=timezone.now() + timedelta(days=1))
    hide(make_post(blog, "Hidden one"), cast.mo, "House rules")
    text = cast.client("petra").get("/blogs/notes/feed/").text
    for title in ("Half a thought", "Tomorrow", "Hidden one"):
        assert title not in text


def test_blogs_own_feed_has_only_its_posts(cast):
    make_post(make_blog(cast.petra), "From the first")
    make_post(make_blog(cast.mia, "Second", "second"), "From the second")
    text = cast.client("vera").get("/blogs/second/feed/").text
    assert "From the second" in text
    assert "From the first" not in text
