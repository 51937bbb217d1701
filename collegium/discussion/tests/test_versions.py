"""What edits changed: of talk for its author and moderators, of posts for their readers, taken back for nobody."""

from __future__ import annotations

import time

import pytest

from collegium.discussion import actions
from collegium.discussion.differences import difference
from collegium.discussion.words import Words
from collegium.forums.tests.factory import make_topic


@pytest.fixture
def reply(cast):
    row = actions.post_reply(make_topic(cast.petra), Words.plain("Before."), cast.reader("mia"))
    actions.edit(row, Words.plain("After."), cast.reader("mia"))
    return row


@pytest.mark.parametrize("who", ["mia", "mo", "ada"])
def test_author_moderator_and_administrator_see_what_changed(cast, reply, who):
    page = cast.client(who).get(f"/replies/{reply.pk}/versions/").text
    assert "<del>Before.</del>" in page
    assert "<ins>After.</ins>" in page


@pytest.mark.parametrize(("who", "status"), [("grace", 404), ("petra", 404), ("ed", 404), ("gus", 403), ("vera", 403)])
def test_others_cannot_see_old_versions_of_replies(cast, reply, who, status):
    answer = cast.client(who).get(f"/replies/{reply.pk}/versions/")
    assert answer.status_code == status
    assert "Before." not in answer.text


def test_readers_see_that_and_when_it_was_edited(cast, reply):
    page = cast.client("grace").get(reply.piece.get_absolute_url()).text
    assert ">edited</span>" in page
    assert f"/replies/{reply.pk}/versions/" not in page


def test_what_was_taken_back_cannot_be_seen_by_anybody(cast, reply):
    actions.take_back(reply)
    for who in ("mia", "mo", "ada"):
        assert cast.client(who).get(f"/replies/{reply.pk}/versions/").status_code == 404


def test_readers_see_what_changed_in_a_post_since_it_came_out(cast):
    from collegium.blogs.tests.factory import make_blog, make_post

    post = make_post(make_blog(cast.petra))
    actions.edit(post, Words.plain("Mended after it came out."), cast.reader("petra"))
    page = cast.client("mia").get(f"/pieces/{post.pk}/versions/").text
    assert "<ins>Mended after it came out.</ins>" in page
    assert f'href="/pieces/{post.pk}/versions/"' in cast.client("mia").get(post.get_absolute_url()).text


def test_article_leads_to_what_changed_and_a_teaser_cannot(cast):
    from collegium.magazine.tests.factory import make_article

    article = make_article(cast.reader("ed"))
    link = f'href="/pieces/{article.pk}/versions/"'
    assert link not in cast.client("mia").get(article.get_absolute_url()).text
    actions.edit(article, Words.plain("Mended after it came out."), cast.reader("ed"))
    assert link in cast.client("mia").get(article.get_absolute_url()).text
    assert link not in cast.client("gus").get(article.get_absolute_url()).text
    assert cast.client("gus").get(f"/pieces/{article.pk}/versions/").status_code == 403


def test_old_versions_of_a_topic_cannot_be_seen_by_other_readers(cast):
    topic = make_topic(cast.petra)
    actions.edit(topic, Words.plain("Another question."), cast.reader("petra"))
    assert cast.client("mia").get(f"/pieces/{topic.pk}/versions/").status_code == 404
    assert cast.client("petra").get(f"/pieces/{topic.pk}/versions/").status_code == 200


def test_a_long_text_of_lines_alike_is_compared_at_once():
    before = "\n".join(f"Ward {n} counted {n * 7} beds in the winter." for n in range(1500))
    after = "\n".join(f"Ward {n} counted {n * 5 + 3} beds in the summer." for n in range(1, 1501))
    began = time.process_time()
    lines = difference(before, after)
    assert time.process_time() - began < 2
    assert all(paragraph.is_changed for paragraph in lines)
    assert 1500 <= len(lines) <= 3000
