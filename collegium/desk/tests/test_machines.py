"""robots.txt, sitemap.xml, security.txt: right types, and nothing that a visitor does not have."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime

import pytest
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.actions import hide
from collegium.discussion.opening import open_to_guests
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.web.models import Society

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(cast, who="vera"):
    answer = cast.client(who).get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return [node.text for node in ET.fromstring(answer.content).findall("s:url/s:loc", NAMES)]


def test_map_holds_what_everybody_reads(cast):
    post = make_post(make_blog(cast.petra), readers=PUBLIC)
    topic = make_topic(cast.petra, make_forum(readers=PUBLIC))
    found = addresses(cast)
    assert any(address.endswith(post.get_absolute_url()) for address in found)
    assert any(address.endswith(topic.get_absolute_url()) for address in found)


@pytest.mark.parametrize("who", ["vera", "mia", "ada"])
def test_map_cannot_name_what_a_visitor_does_not_have(cast, who):
    opened = make_topic(cast.petra, make_forum())
    open_to_guests(opened)
    hidden = make_topic(cast.petra, make_forum("Public", readers=PUBLIC), title="Hidden from everybody")
    hide(hidden, cast.mo, "Because.")
    teaser = make_post(make_blog(cast.petra), readers=MEMBERS)
    guests = make_topic(cast.petra, make_forum("Guests", readers=GUESTS), title="Only for guests, this one")
    found = "\n".join(addresses(cast, who))
    for piece in (opened, hidden, teaser, guests):
        assert piece.get_absolute_url() not in found


def test_robots_are_told_where_the_map_is(cast):
    answer = cast.client("vera").get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /desk/" in answer.text
    assert "/sitemap.xml" in answer.text


def test_weaknesses_are_reported_to_the_society(cast):
    society = Society.current()
    society.contact_email = "office@example.org"
    society.save()
    text = cast.client("vera").get("/.well-known/security.txt").text
    assert "Contact: mailto:office@example.org" in text
    expires = datetime.fromisoformat(text.split("Expires: ")[1].split("\n")[0])
    assert timezone.now() < expires
