"""A piece as a visitor, a guest or a member gets it: shown to who has it in full, and changing nothing."""

from __future__ import annotations

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
    assert "Visitors find a closed door here" in seen(cast, topic, "visitor")
    assert topic.text in seen(cast, topic, "member")
    assert "This is what a member gets." in seen(cast, topic, "member")
    assert "?as=visitor" in cast.client("petra").get(topic.get_absolute_url()).text
