"""The versions of a post: compared, brought back, shown to nobody; corrections; what readers see of it."""

from __future__ import annotations

import pytest

from collegium.blogs.actions import edit_post
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog, make_draft, make_post, writing
from collegium.discussion import actions as discussion
from collegium.outbox.models import AuditLine


def edited(cast, post, *bodies):
    for body in bodies:
        edit_post(post, writing(body=f"<p>{body}</p>"), cast.reader("petra"), seen_version=post.version)
    return Post.objects.get(pk=post.pk)


@pytest.fixture
def post(cast):
    """Published with one kettle; then two, then three."""
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    post = make_post(blog, body="<p>One kettle in the hallway boiled.</p>")
    return edited(cast, post, "Two kettles in the hallway boiled.", "Three kettles in the hallway boiled.")


def test_leader_compares_any_two_versions(cast, post):
    address = f"{post.get_absolute_url()}versions/"
    page = cast.client("petra").get(f"{address}?from=1&to=3").text
    assert "<del>One kettle </del><ins>Three kettles </ins>in the hallway boiled." in page
    page = cast.client("petra").get(f"{address}?from=1&to=2").text
    assert "<ins>Two kettles </ins>" in page
    assert "First published" in page
    assert cast.client("petra").get(f"{address}?from=77&to=x").status_code == 200


def test_leader_brings_an_old_version_back_as_a_new_one(cast, post):
    address = f"{post.get_absolute_url()}restore/"
    assert cast.client("petra").post(address, {"version": 1, "seen": 3}).status_code == 303
    post.refresh_from_db()
    assert (post.version, post.text) == (4, "One kettle in the hallway boiled.")
    stale = cast.client("petra").post(address, {"version": 2, "seen": 3})
    assert stale.status_code == 422
    assert "changed in the meantime" in stale.text
    assert cast.client("petra").post(address, {"version": 99, "seen": 4}).status_code == 422


@pytest.mark.parametrize("name", ["mia", "ed", "mo", "ada", "grace", "gus", "vera"])
def test_others_cannot_bring_back_flag_or_correct_what_is_out(cast, post, name):
    for page, data in (
        ("restore", {"version": 1, "seen": 3}), ("flag", {"version": 1}), ("correct", {"text": "It was wrong."}),
    ):  # fmt: skip
        assert cast.client(name).post(f"{post.get_absolute_url()}{page}/", data).status_code in (403, 404)
    fresh = Post.objects.get(pk=post.pk)
    assert (fresh.version, fresh.corrections) == (3, [])
    assert not post.revisions.exclude(flagged_at=None).exists()


@pytest.mark.parametrize("name", ["ed", "mo", "grace", "gus", "vera"])
def test_versions_of_the_drafts_time_cannot_be_seen_by_readers(cast, name):
    draft = edited(cast, make_draft(make_blog(cast.petra), body="<p>A secret number.</p>"), "No number at all.")
    assert "A secret number." in cast.client("petra").get(f"{draft.get_absolute_url()}versions/").text
    assert cast.client(name).get(f"{draft.get_absolute_url()}versions/").status_code == 403


def test_readers_see_when_and_what_changed_since_it_came_out(cast, post):
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert "Updated on" in page
    changes = cast.client("vera").get(f"/pieces/{post.pk}/versions/").text
    assert "<del>One kettle </del><ins>Two kettles </ins>" in changes
    assert "<del>Two </del><ins>Three </ins>" in changes


def test_flagged_version_cannot_be_seen_by_anybody(cast, post):
    flagged = cast.client("petra").post(f"{post.get_absolute_url()}flag/", {"version": 2})
    assert flagged.status_code == 303
    changes = cast.client("vera").get(f"/pieces/{post.pk}/versions/").text
    assert "Two" not in changes
    assert "<del>One kettle </del><ins>Three kettles </ins>" in changes
    own = cast.client("petra").get(f"{post.get_absolute_url()}versions/?from=2&to=3").text
    assert "Two kettles" not in own
    assert "Shown to nobody" in own
    back = cast.client("petra").post(f"{post.get_absolute_url()}restore/", {"version": 2, "seen": 3})
    assert back.status_code == 422
    assert AuditLine.objects.about("piece", post.pk).filter(what="flagged a version", by=cast.petra).exists()


def test_correction_stands_above_the_words_and_in_the_feed(cast, post):
    address = f"{post.get_absolute_url()}correct/"
    assert cast.client("petra").post(address, {"text": "There was <one> kettle."}).status_code == 303
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert "Correction, " in page
    assert page.index("There was &lt;one&gt; kettle.") < page.index("Three kettles")
    assert "There was &amp;lt;one&amp;gt; kettle." in cast.client("vera").get("/blogs/notes/feed/").text
    assert AuditLine.objects.about("piece", post.pk).filter(what="corrected a post").exists()


def test_draft_cannot_be_corrected(cast):
    draft = make_draft(make_blog(cast.petra))
    answer = cast.client("petra").post(f"{draft.get_absolute_url()}correct/", {"text": "It was wrong."})
    assert answer.status_code == 422
    assert "a draft is edited" in answer.text


def test_correction_of_what_was_taken_back_cannot_be_found(cast, post):
    cast.client("petra").post(f"{post.get_absolute_url()}correct/", {"text": "The bed by the window."})
    discussion.take_back(Post.objects.get(pk=post.pk))
    assert Post.objects.get(pk=post.pk).corrections == []


def test_teaser_cannot_tell_a_correction(cast):
    members = make_post(make_blog(cast.petra), "For us alone", 3)
    cast.client("petra").post(f"{members.get_absolute_url()}correct/", {"text": "It was the other kettle."})
    assert "other kettle" not in cast.client("vera").get(members.get_absolute_url()).text
    assert "other kettle" not in cast.client("vera").get("/blogs/notes/feed/").text
    assert "other kettle" in cast.client("mia").get(members.get_absolute_url()).text


def test_post_of_a_leader_without_a_statement_says_so_and_cannot_gain_one_later(cast):
    blog = make_blog(cast.petra, disclosures="")
    address = make_post(blog).get_absolute_url()
    assert "No statement was on file when this was written." in cast.client("vera").get(address).text
    blog.disclosures = "Advises a maker of kettles"
    blog.save()
    page = cast.client("vera").get(address).text
    assert "No statement was on file" in page
    assert "Advises a maker of kettles" not in page
