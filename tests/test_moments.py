"""The very second an opening ends, a post comes out, a membership lapses: on every surface, though everything was kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC, Standing
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.brief.letter import letter_of
from collegium.discussion.actions import post_reply
from collegium.discussion.models import Piece, Reply
from collegium.discussion.opening import open_to_guests
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.magazine.tests.factory import make_article, make_issue
from collegium.people.actions import follow
from collegium.web import versions
from collegium.web.models import KeptVersion

BEGIN = datetime(2026, 11, 24, 10, tzinfo=UTC)
END = BEGIN + timedelta(seconds=30)  # results are kept for a minute: only the instant itself may end them
JUST_BEFORE = END - timedelta(microseconds=1)
TITLE, BODY, REPLY = "How the kestrel came back", "Of a kestrel in the hallway.", "Said of a kestrel by a member."


@pytest.fixture
def clock(cast):
    with time_machine.travel(BEGIN, tick=False) as traveller:
        KeptVersion.touch()
        versions.forget_all()
        yield traveller
    versions.forget_all()


@pytest.fixture
def topic(cast, clock) -> Topic:
    """Open to guests until `END`, with a reply of the time since it was opened."""
    made = make_topic(cast.petra, make_forum(readers=MEMBERS, writers=MEMBERS), TITLE, text=BODY)
    open_to_guests(made, until=END, by=cast.petra)
    made = Topic.objects.get(pk=made.pk)
    for who in ("gus", "lars"):
        follow(getattr(cast, who), "piece", made.pk)
    post_reply(made, Words.plain(REPLY), cast.reader("petra"))
    return Topic.objects.get(pk=made.pk)


def surfaces(topic: Topic) -> list[str]:
    reply = topic.replies.first()
    return [
        topic.get_absolute_url(), f"/replies/{reply.pk}/", f"/pieces/{topic.pk}/unread/", "/", "/forums/",
        f"/forums/{topic.forum.slug}/", "/search/?q=kestrel", "/subjects/", "/notifications/", "/members/petra/",
        "/groups/", "/blogs/", "/magazine/", "/sitemap.xml", f"/people/complete/?q=pe&piece={topic.pk}",
    ]  # fmt: skip


def told(client, address: str) -> bool:
    answer = client.get(address)
    text = answer.content.decode()
    return any(words in text for words in (TITLE, BODY, REPLY))


@pytest.mark.parametrize("who", ["gus", "lars"])
def test_guest_cannot_find_it_anywhere_from_the_second_an_opening_ends(cast, clock, topic, who):
    client, addresses = cast.client(who), surfaces(topic)
    for address in addresses * 2:
        client.get(address)
    clock.move_to(JUST_BEFORE)
    assert told(client, topic.get_absolute_url())
    assert told(client, "/forums/")
    assert told(client, "/search/?q=kestrel")
    assert told(client, "/notifications/")
    clock.move_to(END)
    assert [address for address in addresses if told(client, address)] == []
    assert client.get(topic.get_absolute_url()).status_code == 403
    assert client.post(f"/pieces/{topic.pk}/replies/", {"body": "Mine.", "token": "a" * 32}).status_code == 403
    assert (
        client.post(f"/pieces/{topic.pk}/react/", {"give": "useful", "reply": topic.replies.first().pk}).status_code
        == 403
    )
    assert letter_of(getattr(cast, who), BEGIN - timedelta(days=1), timezone.now()) is None


def test_member_goes_on_reading_and_no_number_of_guests_moves_later(cast, clock, topic):
    before = cast.client("gus").get("/forums/").content.decode()
    clock.move_to(END)
    assert told(cast.client("mia"), topic.get_absolute_url())
    after = cast.client("gus").get("/forums/").content.decode()
    assert after != before
    with_more = cast.client("gus")
    post_reply(Topic.objects.get(pk=topic.pk), Words.plain(REPLY), cast.reader("mia"))
    versions.forget_all()
    again = with_more.get("/forums/").content.decode()
    assert again.count(TITLE) == 0
    assert _blank(again) == _blank(after)


def _blank(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("who", ["vera", "gus"])
def test_free_window_of_a_post_and_an_article_ends_for_who_is_outside(cast, clock, who):
    post = make_post(make_blog(cast.petra), "A post in a window", MEMBERS, body=f"<p>{BODY}</p>")
    issue = make_issue(cast.reader("ed"))
    article = make_article(cast.reader("ed"), title="An article in a window", issue=issue)
    for piece, words in ((post, BODY), (article, "The truck left before the plow.")):
        Piece.objects.filter(pk=piece.pk).update(open_to=PUBLIC, open_until=END)
        KeptVersion.touch()
        client = cast.client(who)
        addresses = [
            piece.get_absolute_url(),
            "/blogs/feed/",
            "/blogs/notes/feed/",
            "/magazine/feed/",
            "/search/?q=kestrel",
        ]
        for address in addresses * 2:
            client.get(address)
        clock.move_to(JUST_BEFORE)
        assert words in client.get(addresses[0]).text
        clock.move_to(END)
        assert [address for address in addresses if words in client.get(address).text] == []
        assert piece.title in client.get(addresses[0]).text  # the teaser stays
        clock.move_to(BEGIN)
        versions.forget_all()


@pytest.mark.parametrize("who", ["vera", "gus", "mia", "mo"])
def test_scheduled_post_cannot_be_found_a_moment_too_early_and_is_there_in_its_second(cast, clock, who):
    make_blog(cast.petra)
    make_post(cast.petra.blogs.get(), TITLE, PUBLIC, at=END, body=f"<p>{BODY}</p>", deck="")
    post = Post.objects.get()
    client = cast.client(who)
    addresses = [
        "/", "/blogs/", "/blogs/notes/", "/blogs/feed/", "/blogs/notes/feed/", "/search/?q=kestrel", "/sitemap.xml",
        "/members/petra/", "/subjects/", "/notifications/", post.get_absolute_url(), f"/pieces/{post.pk}/versions/",
    ]  # fmt: skip
    for address in addresses * 2:
        assert not told(client, address), address
    clock.move_to(JUST_BEFORE)
    assert [address for address in addresses if told(client, address)] == []
    assert client.get(post.get_absolute_url()).status_code == 404
    clock.move_to(END)
    assert client.get(post.get_absolute_url()).status_code == 200
    for address in ("/blogs/", "/blogs/notes/", "/blogs/feed/", "/search/?q=kestrel"):
        assert told(client, address), address


def test_lapsed_member_cannot_read_on_the_first_request_after_the_lapse(cast, clock):
    topic = make_topic(cast.petra, make_forum(readers=MEMBERS, writers=MEMBERS), TITLE, text=BODY)
    follow(cast.mia, "piece", topic.pk)
    post_reply(topic, Words.plain(REPLY), cast.reader("grace"))
    topic = Topic.objects.get(pk=topic.pk)
    Standing.objects.filter(person=cast.mia, kind="member").update(until=END)
    addresses, client = [*surfaces(topic), "/members/"], cast.client("mia")
    for address in addresses * 2:
        client.get(address)
    clock.move_to(JUST_BEFORE)
    assert told(client, topic.get_absolute_url())
    clock.move_to(END)
    for address in reversed(addresses):
        assert not told(client, address), address
    assert client.get("/members/").status_code == 403
    assert client.post(f"/pieces/{topic.pk}/replies/", {"body": "Mine.", "token": "a" * 32}).status_code == 403
    assert not Reply.objects.filter(author=cast.mia).exists()
    assert letter_of(cast.mia, BEGIN - timedelta(days=1), timezone.now()) is None


def test_role_cannot_outlive_its_last_second(cast, clock):
    Standing.objects.filter(person=cast.mo, kind="moderator").update(until=END)
    hidden = make_topic(cast.petra, make_forum(readers=GUESTS), TITLE, text=BODY)
    Topic.objects.filter(pk=hidden.pk).update(hidden_at=BEGIN)
    client = cast.client("mo")
    assert [client.get(hidden.get_absolute_url()).status_code for _twice in range(2)] == [200, 200]
    assert client.get("/desk/reports/").status_code == 200
    clock.move_to(END)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get("/desk/reports/").status_code == 404
