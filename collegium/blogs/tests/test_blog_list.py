"""All blogs: the leaders' row, the latest posts, what each reader may count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.models import MEMBERS
from collegium.blogs.actions import retire_blog
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.forums.actions import open_to_guests
from collegium.membership.models import Office, Term
from collegium.people.actions import follow


@pytest.fixture
def president(cast):
    start = timezone.localdate() - timedelta(days=100)
    Term.objects.create(person=cast.petra, office=Office.objects.get(title="President"), start=start)


def test_leaders_stand_with_credentials_and_the_office_held_now(cast, president):
    make_blog(cast.petra)
    make_blog(cast.mia, "Second", "second")
    page = cast.client("vera").get("/blogs/").text
    assert "Petra Halvorsen, MD, MMSc" in page
    assert "President" in page
    assert page.index("Petra Halvorsen") < page.index("Mia Lindholm")


def test_leader_begins_a_post_from_here(cast):
    make_blog(cast.petra)
    assert 'href="/blogs/notes/new/"' in cast.client("petra").get("/blogs/").text
    for who in ("vera", "gus", "mia", "ed"):
        assert 'href="/blogs/notes/new/"' not in cast.client(who).get("/blogs/").text, who


def test_row_holds_eleven(cast):
    for number in range(11):
        make_blog(cast.petra, f"Blog number {number}", f"blog-{number}")
    page = cast.client("vera").get("/blogs/").text
    assert page.count('<a class="plain" href="/blogs/blog-') + page.count('<h3><a href="/blogs/blog-') == 11


def test_visitor_sees_teasers_without_a_number_and_members_their_own(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    post_reply(post, Words.plain("One."), cast.reader("mia"))
    visitors, members = (cast.client(name).get("/blogs/").text for name in ("vera", "grace"))
    assert post.title in visitors
    assert "1 comment" not in visitors
    assert "1 comment" in members
    assert "kettle" not in visitors + members


def test_guest_cannot_learn_from_the_ranking_or_count_what_members_wrote(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    post_reply(post, Words.plain("One."), cast.reader("mia"))
    open_to_guests(post)
    page = cast.client("gus").get("/blogs/").text
    assert "Most discussed this month" not in page
    assert "1 comment" not in page
    assert "Most discussed this month" in cast.client("grace").get("/blogs/").text


def test_drafts_and_scheduled_cannot_be_found_in_the_list(cast):
    blog = make_blog(cast.petra)
    make_draft(blog, "Not finished")
    make_post(blog, "Later today", at=timezone.now() + timedelta(hours=3))
    for name in ("vera", "mia", "mo", "petra"):
        page = cast.client(name).get("/blogs/").text
        assert "Not finished" not in page
        assert "Later today" not in page


def test_retired_blog_leaves_the_row(cast):
    blog = make_blog(cast.petra)
    make_post(blog)
    retire_blog(blog, cast.reader("ed"), "The term is over.")
    page = cast.client("vera").get("/blogs/").text
    assert "Past office holders" in page
    assert 'class="bloggers"' not in page


def test_following_tab_shows_followed_blogs_only(cast):
    first, second = make_blog(cast.petra), make_blog(cast.mia, "Second", "second")
    make_post(first, "From the first")
    make_post(second, "From the second")
    follow(cast.grace, "blog", second.pk)
    page = cast.client("grace").get("/blogs/?following=1").text
    assert '<h3><a href="/blogs/second/from-the-second/">' in page
    assert '<h3><a href="/blogs/notes/from-the-first/">' not in page


def test_visitor_cannot_follow(cast):
    make_blog(cast.petra)
    page = cast.client("vera").get("/blogs/").text
    assert 'action="/follow/"' not in page
    assert 'action="/follow/"' in cast.client("mia").get("/blogs/").text


def test_same_number_of_queries_with_three_posts_and_thirty(cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    blog = make_blog(cast.petra)
    client = cast.client("mia")
    counts = []
    for batch in (3, 7):
        for number in range(batch):
            make_post(blog, f"Post {batch} {number}")
            make_blog(cast.mia, f"Blog {batch} {number}", f"b-{batch}-{number}")
        client.get("/blogs/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/blogs/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_whoever_writes_in_an_office_has_an_upright_face(cast, president):
    make_post(make_blog(cast.petra))
    make_post(make_blog(cast.mia, "Second", "second"), "Of a member")
    page = cast.client("vera").get("/blogs/").text
    latest = page[page.index('id="latest"') :]
    assert latest.count('class="face upright"') == 1
    assert latest.count('class="face"') == 1
