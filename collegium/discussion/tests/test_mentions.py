"""Mentions: who is named, who is not."""

from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS
from collegium.discussion.models import Mention, Reply
from collegium.forums.tests.factory import make_forum, make_topic


def say(cast, topic, body, who="mia", **more):
    answer = cast.client(who).post(f"/pieces/{topic.pk}/replies/", {"body": body, **more})
    assert answer.status_code == 303
    return Reply.objects.latest("pk")


def test_handle_in_plain_text_names_the_person(cast):
    reply = say(cast, make_topic(cast.petra), "What says @grace? And not a@grace.example.org, nor @nobody.")
    assert f'<span class="mention" data-person="{cast.grace.pk}">@Grace Penhaligon</span>?' in reply.body
    assert "a@grace.example.org, nor @nobody." in reply.text
    assert [mention.person for mention in Mention.objects.all()] == [cast.grace]


def test_composers_mention_carries_the_real_name(cast):
    markup = f'<p><span class="mention" data-person="{cast.grace.pk}">@The President</span></p>'
    reply = say(cast, make_topic(cast.petra), markup, body_format="html")
    assert reply.text == "@Grace Penhaligon"


def test_guest_can_be_named_where_guests_read(cast):
    say(cast, make_topic(cast.petra, make_forum(readers=GUESTS)), "Welcome, @gus.")
    assert Mention.objects.get().person == cast.gus


@pytest.mark.parametrize("handle", ["gus", "lars", "sam"])
def test_whoever_may_not_read_it_cannot_be_named(cast, handle):
    reply = say(cast, make_topic(cast.petra), f"What says @{handle}?")
    assert "mention" not in reply.body
    markup = f'<p><span class="mention" data-person="{getattr(cast, handle).pk}">@X</span> y</p>'
    assert "mention" not in say(cast, make_topic(cast.petra), markup, body_format="html").body
    assert not Mention.objects.exists()


def test_nobody_can_be_named_inside_links_and_code(cast):
    markup = '<p><a href="https://example.org/@grace">@grace</a> <code>@grace</code> so</p>'
    assert "mention" not in say(cast, make_topic(cast.petra), markup, body_format="html").body
