"""Whoever is paused reads everything, and puts out no word on any way; taking words away stays open to them."""

from __future__ import annotations

import pytest

from collegium.audience.actions import grant
from collegium.audience.models import Standing
from collegium.blogs.models import Post
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.moderation.tests.factory import make_reply
from collegium.organizations.models import Manager
from collegium.organizations.tests.factory import make_organization
from collegium.people.models import Profile
from tests.cast import Cast

WORDS = "Said while paused."
PLAIN = {"body": WORDS, "body_format": "plain", "token": "a" * 32, "version": "1"}
SAID = "A moderator has paused your writing"


def pause(cast: Cast, who: str) -> None:
    grant(getattr(cast, who), Standing.Kind.PAUSED, source="moderation")


def test_paused_person_cannot_change_own_words_and_removes_them(cast):
    reply = make_reply(cast.otto)
    pause(cast, "otto")
    answer = cast.client("otto").post(f"/replies/{reply.pk}/edit/", PLAIN)
    assert answer.status_code == 422
    assert SAID in answer.text
    assert WORDS in answer.text  # what was typed is not lost
    reply.refresh_from_db()
    assert (reply.text, reply.version) == ("What they said.", 1)
    assert cast.client("otto").post(f"/replies/{reply.pk}/remove/").status_code == 303
    reply.refresh_from_db()
    assert reply.removed_at


def test_paused_author_cannot_change_a_topic_and_empties_it(cast):
    topic = make_reply(cast.mia).piece.topic
    type(topic).objects.filter(pk=topic.pk).update(author=cast.otto)
    pause(cast, "otto")
    answer = cast.client("otto").post(f"/topics/{topic.pk}/edit/", PLAIN | {"title": "Another title of it"})
    assert answer.status_code == 422
    assert SAID in answer.text
    assert cast.client("otto").post(f"/topics/{topic.pk}/remove/").status_code == 303
    topic.refresh_from_db()
    assert topic.is_emptied


@pytest.mark.parametrize("way", ["new", "publish", "edit", "correct", "blog"])
def test_paused_leader_cannot_put_out_a_word(cast, way):
    blog = make_blog(cast.petra)
    draft, out = make_draft(blog), make_post(blog, title="It is out already")
    pause(cast, "petra")
    address, form = {
        "new": ("/blogs/notes/new/", PLAIN | {"title": WORDS, "deck": "", "readers": str(blog.readers_id)}),
        "publish": (f"/blogs/notes/{draft.slug}/publish/", {"version": str(draft.version), "at": ""}),
        "edit": (f"/blogs/notes/{out.slug}/edit/", PLAIN | {"title": WORDS, "readers": str(blog.readers_id)}),
        "correct": (f"/blogs/notes/{out.slug}/correct/", {"text": WORDS}),
        "blog": ("/blogs/notes/edit/", {"title": WORDS, "slug": "notes", "description": WORDS}),
    }[way]
    answer = cast.client("petra").post(address, form)
    assert answer.status_code in (403, 422)
    assert SAID in answer.text
    page = cast.client("mia").get("/blogs/notes/").text
    assert draft.title not in page
    assert WORDS not in page + cast.client("mia").get(out.get_absolute_url()).text


def test_paused_leader_takes_a_post_back_to_the_drafts(cast):
    out = make_post(make_blog(cast.petra))
    pause(cast, "petra")
    assert cast.client("petra").post(f"{out.get_absolute_url()}unpublish/").status_code == 303
    assert not Post.objects.get(pk=out.pk).is_out


def test_paused_person_cannot_say_more_of_themselves(cast):
    pause(cast, "otto")
    answer = cast.client("otto").post("/settings/profile/about/", {"headline": WORDS, "about": WORDS})
    assert answer.status_code == 422
    assert SAID in answer.text
    assert not Profile.objects.filter(person=cast.otto).exclude(about="", headline="").exists()


@pytest.mark.parametrize("way", ["edit/", "edit/story/", "edit/news/"])
def test_paused_manager_cannot_write_on_the_page(cast, way):
    page = make_organization()
    Manager.objects.create(organization=page, person=cast.otto)
    pause(cast, "otto")
    form = PLAIN | {"name": page.name, "description": WORDS, "title": WORDS, "text": WORDS, "day": "2026-11-29"}
    answer = cast.client("otto").post(f"{page.get_absolute_url()}{way}", form)
    assert answer.status_code == 422
    assert SAID in answer.text
    assert WORDS not in cast.client("mia").get(page.get_absolute_url()).text
