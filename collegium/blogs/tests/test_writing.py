"""Writing in a blog: drafts, helpers, versions, publishing, taking back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.actions import (
    announce_due_posts,
    change_post_slug,
    edit_post,
    open_blog,
    publish_post,
    start_post,
    unpublish_post,
)
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import form_data, make_blog, make_draft, make_post, writing
from collegium.discussion.actions import Refused, post_reply
from collegium.discussion.events import PiecePublished
from collegium.discussion.words import Words
from collegium.web import news


@pytest.fixture
def told(monkeypatch):
    heard: list[int] = []
    monkeypatch.setitem(news._listeners, PiecePublished, [lambda event: heard.append(event.piece_id)])
    return heard


def test_leader_saves_a_draft_that_nobody_else_sees(cast):
    make_blog(cast.petra)
    answer = cast.client("petra").post("/blogs/notes/new/", form_data())
    assert (answer.status_code, answer["Location"]) == (303, "/blogs/notes/eleven-hours-on-hold/")
    post = Post.objects.get()
    assert post.published_at is None
    assert post.byline["name"] == "Petra Halvorsen"
    assert "<h2>Who waits</h2>" in post.body


def test_draft_sent_twice_is_one(cast):
    make_blog(cast.petra)
    for _time in range(2):
        cast.client("petra").post("/blogs/notes/new/", form_data(token="one"))
        start_post(Post.objects.first().blog, writing(), cast.reader("petra"), origin="same")
    assert Post.objects.filter(origin="same").count() == 1


@pytest.mark.parametrize("name", ["mia", "gus", "ed", "mo", "ada", "lars"])
def test_others_cannot_write_in_a_leaders_blog(cast, name):
    blog = make_blog(cast.petra)
    assert cast.client(name).get("/blogs/notes/new/").status_code == 403
    assert cast.client(name).post("/blogs/notes/new/", form_data()).status_code == 403
    with pytest.raises(Refused):
        start_post(blog, writing(), cast.reader(name))
    assert not Post.objects.exists()


def test_visitor_cannot_reach_the_writing_screen(cast):
    make_blog(cast.petra)
    assert cast.client("vera").get("/blogs/notes/new/").status_code == 403


@pytest.mark.parametrize("name", ["ed", "ada", "mo", "grace"])
def test_editors_and_others_cannot_change_a_leaders_words(cast, name):
    post = make_post(make_blog(cast.petra))
    answer = cast.client(name).post(f"{post.get_absolute_url()}edit/", form_data(post, body="<p>Mine now.</p>"))
    assert answer.status_code == 403
    with pytest.raises(Refused):
        edit_post(post, writing(body="<p>Mine now.</p>"), cast.reader(name))
    post.refresh_from_db()
    assert "Mine now" not in post.body


def test_helper_edits_the_draft_and_cannot_publish_it(cast):
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    draft = make_draft(blog)
    changed = form_data(draft, body="<p>Tidied by the helper.</p>")
    assert cast.client("mia").post(f"{draft.get_absolute_url()}edit/", changed).status_code == 303
    draft.refresh_from_db()
    assert "Tidied" in draft.body
    assert draft.byline["name"] == "Petra Halvorsen"
    with pytest.raises(Refused):
        publish_post(draft, cast.reader("mia"))
    stopped = cast.client("mia").post(f"{draft.get_absolute_url()}publish/", {"version": 2})
    assert stopped.status_code == 403
    assert "Only the leader publishes. Tell them that the draft is ready." in stopped.text
    assert "Your account reads what is open to guests" not in stopped.text
    assert not Post.objects.published().exists()


def test_helper_cannot_change_what_is_out(cast):
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    post = make_post(blog)
    with pytest.raises(Refused):
        edit_post(post, writing(body="<p>Other words.</p>"), cast.reader("mia"))


def test_helpers_edit_cannot_ride_on_an_approval_of_another_version(cast):
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    post = make_post(blog, at=timezone.now() + timedelta(days=1))
    edit_post(post, writing(body="<p>Slipped in.</p>"), cast.reader("mia"), seen_version=post.version)
    post.refresh_from_db()
    assert post.published_at is None


def test_leader_cannot_approve_a_version_they_have_not_seen(cast):
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    draft = make_draft(blog)
    edit_post(draft, writing(body="<p>Changed meanwhile.</p>"), cast.reader("mia"), seen_version=1)
    answer = cast.client("petra").post(f"{draft.get_absolute_url()}publish/", {"version": 1})
    assert answer.status_code == 422
    assert "changed since you looked" in answer.text
    assert not Post.objects.published().exists()


def test_second_editor_is_shown_the_difference_and_nothing_is_overwritten(cast):
    draft = make_draft(make_blog(cast.petra), body="<p>First words.</p>")
    address = f"{draft.get_absolute_url()}edit/"
    data = form_data(draft, body="<p>From the second window.</p>")
    edit_post(draft, writing(body="<p>From the first window.</p>"), cast.reader("petra"), seen_version=1)
    answer = cast.client("petra").post(address, data)
    assert answer.status_code == 422
    assert "From the <del>first </del><ins>second </ins>window." in answer.text
    draft.refresh_from_db()
    assert "first window" in draft.body
    again = cast.client("petra").post(address, data | {"version": draft.version})
    assert again.status_code == 303


def test_post_without_words_is_refused_with_a_sentence(cast):
    make_blog(cast.petra)
    answer = cast.client("petra").post("/blogs/notes/new/", form_data(body=" "))
    assert answer.status_code == 422
    assert "no words yet" in answer.text


def test_scripts_cannot_get_into_a_post(cast):
    make_blog(cast.petra)
    body = '<p onclick="x()">Fine.</p><script>alert(1)</script><aside class="gloss"><p>Note</p></aside>'
    cast.client("petra").post("/blogs/notes/new/", form_data(body=body))
    stored = Post.objects.get().body
    assert "script" not in stored
    assert "onclick" not in stored
    assert '<aside class="gloss">' in stored


def test_leader_publishes_now_and_it_is_told_once(cast, told):
    draft = make_draft(make_blog(cast.petra))
    answer = cast.client("petra").post(f"{draft.get_absolute_url()}publish/", {"version": 1})
    assert answer.status_code == 303
    assert "kettle" in cast.client("vera").get(draft.get_absolute_url()).text
    assert announce_due_posts() == 0
    assert told == [draft.pk]


def test_scheduled_post_appears_at_its_time_and_is_told_exactly_once(cast, told):
    post = make_post(make_blog(cast.petra), at=timezone.now() + timedelta(hours=1))
    assert announce_due_posts() == 0
    assert cast.client("mia").get(post.get_absolute_url()).status_code == 404
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    assert cast.client("mia").get(post.get_absolute_url()).status_code == 200
    assert [announce_due_posts(), announce_due_posts()] == [1, 0]
    assert told == [post.pk]


def test_publish_page_says_whose_clock_counts(cast):
    draft = make_draft(make_blog(cast.petra))
    User.objects.filter(pk=cast.petra.pk).update(time_zone="Asia/Tokyo")
    assert "Times are those of Asia/Tokyo." in cast.client("petra").get(f"{draft.get_absolute_url()}publish/").text


def test_publish_time_in_the_past_is_refused(cast):
    draft = make_draft(make_blog(cast.petra))
    answer = cast.client("petra").post(f"{draft.get_absolute_url()}publish/", {"version": 1, "at": "2001-01-01T10:00"})
    assert answer.status_code == 422
    assert "This time has passed" in answer.text


@pytest.mark.parametrize("at", ["2030-03-10T02:30", "2030-11-03T01:30"])
def test_hour_that_the_clocks_skip_or_repeat_cannot_be_the_time(cast, at):
    draft = make_draft(make_blog(cast.petra))
    User.objects.filter(pk=cast.petra.pk).update(time_zone="America/New_York")
    address = f"{draft.get_absolute_url()}publish/"
    answer = cast.client("petra").post(address, {"version": draft.version, "at": at})
    assert answer.status_code == 422
    assert "The clocks change in that hour." in answer.text
    assert at in answer.text
    fine = cast.client("petra").post(address, {"version": draft.version, "at": at.replace("T0", "T1")})
    assert fine.status_code == 303


def test_byline_follows_the_writer_until_it_came_out_and_never_after(cast):
    petra = cast.petra
    blog = make_blog(petra)
    draft = make_draft(blog)
    petra.credentials = "MD, PhD"
    petra.save()
    blog.refresh_from_db()
    draft = Post.objects.get(pk=draft.pk)
    publish_post(draft, cast.reader("petra"))
    assert draft.byline["credentials"] == "MD, PhD"
    petra.credentials = "Changed"
    petra.save()
    fresh = Post.objects.get(pk=draft.pk)
    edit_post(fresh, writing(body="<p>Edited.</p>"), cast.reader("petra"), seen_version=1)
    unpublish_post(fresh, cast.reader("petra"))
    publish_post(fresh, cast.reader("petra"))
    assert Post.objects.get(pk=draft.pk).byline["credentials"] == "MD, PhD"


def test_published_again_keeps_its_first_date_and_is_not_told_again(cast, told):
    post = make_post(make_blog(cast.petra), at=timezone.now() - timedelta(days=9))
    first = post.published_at
    unpublish_post(post, cast.reader("petra"))
    publish_post(post, cast.reader("petra"))
    post.refresh_from_db()
    assert post.published_at == first
    assert told == [post.pk]


@pytest.mark.parametrize("name", ["ed", "mia", "mo"])
def test_others_cannot_unpublish(cast, name):
    post = make_post(make_blog(cast.petra))
    assert cast.client(name).post(f"{post.get_absolute_url()}unpublish/").status_code == 403
    assert Post.objects.published().count() == 1


def test_unpublish_cannot_be_done_by_get(cast):
    post = make_post(make_blog(cast.petra))
    assert cast.client("petra").get(f"{post.get_absolute_url()}unpublish/").status_code == 405


def test_widening_a_running_post_cannot_show_earlier_comments(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    post_reply(post, Words.plain("Among ourselves."), cast.reader("mia"))
    post = Post.objects.get(pk=post.pk)
    edit_post(post, writing(readers=PUBLIC), cast.reader("petra"), seen_version=1)
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert "kettle" in page
    assert "Among ourselves." not in page
    assert "No comments yet" in page
    assert "Among ourselves." in cast.client("grace").get(post.get_absolute_url()).text


def test_narrowing_takes_effect_at_once(cast):
    post = make_post(make_blog(cast.petra))
    edit_post(post, writing(readers=GUESTS), cast.reader("petra"), seen_version=1)
    assert "kettle" not in cast.client("vera").get(post.get_absolute_url()).text
    assert "kettle" in cast.client("gus").get(post.get_absolute_url()).text


def test_fixed_words_cannot_become_slugs(cast):
    with pytest.raises(Refused):
        open_blog(cast.petra, "Feed", "feed")
    blog = make_blog(cast.petra)
    assert make_draft(blog, "Feed").slug == "feed-1"
    assert make_draft(blog, "Edit").slug == "edit-1"


def test_same_title_twice_gets_its_own_address(cast):
    blog = make_blog(cast.petra)
    assert [make_draft(blog).slug, make_draft(blog).slug] == ["eleven-hours-on-hold", "eleven-hours-on-hold-2"]


def test_only_the_leader_moves_a_post(cast):
    post = make_post(make_blog(cast.petra))
    with pytest.raises(Refused):
        change_post_slug(post, "mine", cast.reader("ed"))
    answer = cast.client("petra").post(f"{post.get_absolute_url()}address/", {"slug": "hold-music"})
    assert answer["Location"] == "/blogs/notes/hold-music/"


def test_leader_names_helpers_and_changes_the_blog(cast):
    make_blog(cast.petra)
    data = {"title": "Notes", "slug": "notes", "description": "New line", "helper_handles": "mia\ngrace"}
    assert cast.client("petra").post("/blogs/notes/edit/", data).status_code == 303
    blog = Post.blog.field.related_model.objects.get()
    assert {person.handle for person in blog.helpers.all()} == {"mia", "grace"}
    assert blog.description == "New line"


def test_others_cannot_change_what_a_blog_says(cast):
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    for name in ("mia", "ed", "mo"):
        assert cast.client(name).post("/blogs/notes/edit/", {"title": "Mine", "slug": "notes"}).status_code == 404
    blog.refresh_from_db()
    assert blog.title == "Notes from the bay"


def test_leader_whose_membership_ended_cannot_write(cast):
    from collegium.audience.actions import end

    blog = make_blog(cast.petra)
    end(cast.petra, "member")
    with pytest.raises(Refused):
        start_post(blog, writing(), cast.reader("petra"))
