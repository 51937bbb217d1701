"""Feeds of blogs: what a visitor has, whoever asks."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from lxml import etree

from collegium.audience.models import MEMBERS
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.discussion.actions import hide

ATOM = {"a": "http://www.w3.org/2005/Atom"}


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


def test_signs_that_xml_forbids_cannot_stop_a_feed(cast):
    odd = "".join(map(chr, (1, 8, 11, 12, 27, 31, 0xFFFE, 0xFFFF)))
    blog = make_blog(cast.petra, f"Not{odd}es", description=f"A clinic{odd}.")
    make_post(blog, f"Hours{odd} on \U0001f469 hold", deck=f"I{odd} timed.", body=f"<p>Ket{odd}tle</p>")
    for address in ("/blogs/feed/", "/blogs/notes/feed/"):
        answer = cast.client("vera").get(address)
        assert answer.status_code == 200
        entry = etree.fromstring(answer.content).find("a:entry", ATOM)
        assert entry.find("a:title", ATOM).text == "Hours on \U0001f469 hold"
        assert entry.find("a:content", ATOM).text == "<p>Kettle</p>"


def test_blogs_own_feed_has_only_its_posts(cast):
    make_post(make_blog(cast.petra), "From the first")
    make_post(make_blog(cast.mia, "Second", "second"), "From the second")
    text = cast.client("vera").get("/blogs/second/feed/").text
    assert "From the second" in text
    assert "From the first" not in text


def _atom(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def test_marks_of_the_site_cannot_get_into_a_feed(cast):
    body = '<p><span class="mention" data-person="7">Mia</span> wrote: data-person="7"</p>'
    make_post(make_blog(cast.petra), "Mentions", body=body)
    content = _atom(cast.client("vera").get("/blogs/feed/").text).find("a:entry/a:content", ATOM).text
    assert content == '<p><span class="mention">Mia</span> wrote: data-person="7"</p>'


def test_words_lead_to_the_right_place_from_anywhere(cast):
    body = (
        '<p>One<sup><a href="#r1">1</a></sup>, <a href="/members/mia/">Mia</a>, <a href="https://x.example/">x</a>.</p>'
        '<ol class="refs"><li id="r1">Typed</li></ol>'
    )
    make_post(make_blog(cast.petra), "References", body=body)
    content = _atom(cast.client("vera").get("/blogs/feed/").text).find("a:entry/a:content", ATOM).text
    links = re.findall('href="([^"]*)"', content)
    assert [urlsplit(link).scheme for link in links] == ["http", "http", "https"]
    assert links[0].endswith("/blogs/notes/references/#r1")
    assert links[1].endswith("/members/mia/")


def test_a_standfirst_is_text_and_cannot_be_read_as_markup(cast):
    post = make_post(make_blog(cast.petra), "Numbers")
    Post.objects.filter(pk=post.pk).update(deck="P < .05 & <b>so what</b>")
    summary = _atom(cast.client("vera").get("/blogs/feed/").text).find("a:entry/a:summary", ATOM)
    assert summary.get("type") == "html"
    assert summary.text == "P &lt; .05 &amp; &lt;b&gt;so what&lt;/b&gt;"


def test_an_entry_keeps_its_id_when_its_address_changes(cast):
    post = make_post(make_blog(cast.petra), "First title")
    before = _atom(cast.client("vera").get("/blogs/feed/").text).find("a:entry/a:id", ATOM).text
    Post.objects.filter(pk=post.pk).update(slug="another-address")
    entry = _atom(cast.client("vera").get("/blogs/feed/").text).find("a:entry", ATOM)
    assert entry.find("a:link", ATOM).get("href").endswith("/another-address/")
    assert entry.find("a:id", ATOM).text == before
    assert before.startswith("tag:")
