"""A blog: who writes, its posts, and its drafts for those who write them."""

from __future__ import annotations

from collegium.audience.models import MEMBERS
from collegium.blogs.actions import change_blog
from collegium.blogs.tests.factory import make_blog, make_draft, make_post


def test_blog_shows_its_writer_and_posts(cast):
    blog = make_blog(cast.petra, bio="Trained in two cities.", disclosures="Advisory board, Imaginary Diagnostics")
    make_post(blog, readers=MEMBERS)
    page = cast.client("vera").get("/blogs/notes/").text
    for text in ("Notes from the bay", "Trained in two cities.", "Imaginary Diagnostics", "Eleven hours on hold"):
        assert text in page


def test_drafts_stand_there_for_writers_and_editors_only(cast):
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    make_draft(blog, "Half a thought")
    for name, seen in {"petra": True, "mia": True, "ed": True, "grace": False, "mo": False, "vera": False}.items():
        assert ("Half a thought" in cast.client(name).get("/blogs/notes/").text) == seen, name


def test_only_writers_are_offered_a_new_post(cast):
    make_blog(cast.petra)
    assert "/blogs/notes/new/" in cast.client("petra").get("/blogs/notes/").text
    for name in ("vera", "mia", "ed"):
        assert "/blogs/notes/new/" not in cast.client(name).get("/blogs/notes/").text


def test_changed_slug_redirects(cast):
    blog = make_blog(cast.petra)
    change_blog(blog, slug="bay")
    answer = cast.client("vera").get("/blogs/notes/")
    assert (answer.status_code, answer["Location"]) == (301, "/blogs/bay/")


def test_blog_that_never_was_cannot_be_found(cast):
    assert cast.client("vera").get("/blogs/nobody/").status_code == 404
