"""A page as a visitor, a guest or a member gets it: the very same, shown to who has as much, and changing nothing."""

from __future__ import annotations

import re

import pytest

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.actions import post_reply
from collegium.discussion.models import ReadMark, Reply
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_forum, make_topic
from collegium.magazine.tests.factory import make_article

WORDS = "kettle"


@pytest.fixture(params=["post", "article"])
def piece(request, cast):
    """Among members, with a comment of Mia's."""
    if request.param == "post":
        found = make_post(make_blog(cast.petra), readers=MEMBERS)
    else:
        found = make_article(cast.reader("ed"), authors=[cast.petra])
    post_reply(found, Words.plain("Said among members."), cast.reader("mia"))
    return found


def seen(cast, piece, eyes, who="petra"):
    return cast.client(who).get(f"{piece.get_absolute_url()}?as={eyes}").text


def test_each_pair_of_eyes_gets_what_that_reader_gets(cast, piece):
    words = piece.text.split()[-1]
    for eyes, real in (("visitor", "vera"), ("guest", "gus"), ("member", "grace")):
        page, theirs = seen(cast, piece, eyes), cast.client(real).get(piece.get_absolute_url()).text
        assert f"This is what a {eyes} gets." in page
        for said in (words, "Said among members.", piece.title):
            assert (said in page) == (said in theirs), (eyes, said)
    assert "Said among members." in seen(cast, piece, "member")
    assert "Said among members." not in seen(cast, piece, "guest")


def test_one_choice_of_three_stands_on_the_authors_page(cast, piece):
    page = cast.client("petra").get(piece.get_absolute_url()).text
    assert "?as=visitor" in page
    links = seen(cast, piece, "visitor")
    for eyes in ("visitor", "guest", "member"):
        assert f"?as={eyes}" in links


def test_looking_cannot_mark_anything_as_read(cast, piece):
    for eyes in ("visitor", "guest", "member"):
        seen(cast, piece, eyes)
    assert not ReadMark.objects.filter(person=cast.petra, piece=piece.pk).exists()
    cast.client("petra").get(piece.get_absolute_url())
    assert ReadMark.objects.filter(person=cast.petra, piece=piece.pk).exists()


@pytest.mark.parametrize("who", ["gus", "lars"])
def test_nobody_can_see_more_through_others_eyes(cast, who):
    post = make_post(make_blog(cast.petra), readers=GUESTS)
    reply = post_reply(post, Words.plain("Said among members."), cast.reader("mia"))
    Reply.objects.filter(pk=reply.pk).update(readers_id=MEMBERS)
    type(post).objects.filter(pk=post.pk).update(has_narrower=True)
    page = seen(cast, post, "member", who)
    assert "Said among members." not in page
    assert "This is what a member gets." not in page
    assert "?as=member" not in seen(cast, post, "visitor", who)
    assert "Said among members." in seen(cast, post, "member")


def test_visitor_cannot_choose_eyes(cast):
    post = make_post(make_blog(cast.petra), readers=PUBLIC)
    assert "This is what" not in seen(cast, post, "guest", "vera")


def test_topic_is_shown_to_its_author_as_others_get_it(cast):
    topic = make_topic(cast.petra, make_forum("Members only", readers=MEMBERS))
    door = cast.client("petra").get(f"{topic.get_absolute_url()}?as=visitor")
    assert door.status_code == 403
    assert "This is what a visitor gets." in door.text
    assert topic.title not in door.text
    assert topic.text not in door.text
    assert topic.text in seen(cast, topic, "member")
    assert "This is what a member gets." in seen(cast, topic, "member")
    assert "?as=visitor" in cast.client("petra").get(topic.get_absolute_url()).text


def _plain(page):
    """Of a page, what everybody would find the same: without the line above, scripts, and what is anew each time."""
    page = re.sub(r"<script [^>]*src=[^>]*></script>", "", page)
    page = re.sub(
        r'<div class="page told"><div class="note seen-as.*?</p></div></div></div>', "", page, flags=re.DOTALL
    )
    page = re.sub(r'name="(csrfmiddlewaretoken|token)" value="[^"]*"', "", page.replace("<form inert ", "<form "))
    return [
        line.strip()
        for line in page.replace("?as=visitor&amp;", "?")
        .replace("?as=visitor", "")
        .replace("%3Fas%3Dvisitor", "")
        .splitlines()
        if line.strip()
    ]


def test_it_is_the_very_page_of_a_visitor(cast):
    blog = make_blog(cast.petra)
    for readers in (PUBLIC, MEMBERS):
        post = make_post(blog, readers=readers, title=f"Told to {readers}")
        post_reply(post, Words.plain("Said in the talk."), cast.reader("mia"))
        theirs = cast.client("vera").get(post.get_absolute_url()).text
        assert _plain(seen(cast, post, "visitor")) == _plain(theirs)


def test_nothing_can_be_sent_from_it(cast, piece):
    page = cast.client("petra").get(f"{piece.get_absolute_url()}?as=member")
    assert page.text.count("<form ") == page.text.count("<form inert ") > 2
    assert "form-action 'none'" in page["Content-Security-Policy"]
    assert "script-src" in page["Content-Security-Policy"]
    assert re.findall(r'<script [^>]*src="([^"?]*)', page.text) == ["/static/web/behaviours/theme.js"]
    own = cast.client("petra").get(piece.get_absolute_url())
    assert "<form inert " not in own.text
    assert "form-action 'self'" in own["Content-Security-Policy"]


def test_draft_by_nobody_cannot_be_read_through_a_members_eyes(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    type(post).objects.filter(pk=post.pk).update(published_at=None, author=None)
    page = cast.client("mia").get(f"{post.get_absolute_url()}?as=member")
    assert page.status_code == 404
    assert post.title not in page.text
    assert post.title in cast.client("petra").get(post.get_absolute_url()).text


def test_what_is_of_the_writer_alone_cannot_be_seen_by_others(cast, piece):
    assert "?as=visitor" in cast.client("petra").get(piece.get_absolute_url()).text
    for eyes in ("guest", "member"):
        page = seen(cast, piece, eyes)
        assert cast.petra.handle not in page.split("<main")[0]
        for link in ("/edit/", "/correct/", "/moderat", "/desk/"):
            assert f'{link}"' not in page, (eyes, link)
