"""A post: who reads it, who gets the teaser, what stands beside the words."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.audience.actions import end
from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.blogs.actions import change_blog, change_post_slug, retire_blog, unpublish_post
from collegium.blogs.tests.factory import make_blog, make_draft, make_post
from collegium.discussion.actions import hide, post_reply
from collegium.discussion.words import Words
from collegium.files import actions as files
from collegium.files.tests.factory import make_picture
from collegium.forums.actions import open_to_guests

SECRET = "The kettle in the hallway"
FULL = {
    PUBLIC: {"vera", "gus", "mia", "grace", "lars", "petra", "ed", "mo", "ada", "sam"},
    GUESTS: {"gus", "mia", "grace", "lars", "petra", "ed", "mo", "ada"},
    MEMBERS: {"mia", "grace", "petra", "ed", "mo", "ada"},
}


@pytest.mark.parametrize("readers", FULL)
def test_each_of_the_cast_has_it_in_full_or_as_a_teaser(cast, readers):
    post = make_post(make_blog(cast.petra), readers=readers)
    for name in FULL[PUBLIC]:
        answer = cast.client(name).get(post.get_absolute_url())
        assert answer.status_code == 200, name
        assert post.title in answer.text
        assert post.deck in answer.text
        assert (SECRET in answer.text) == (name in FULL[readers]), name


def test_visitor_cannot_see_a_word_of_body_or_comments_or_their_number_in_a_teaser(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    for text in ("Remarkable parrot.", "Second remark."):
        post_reply(post, Words.plain(text), cast.reader("mia"))
    page = cast.client("vera").get(post.get_absolute_url()).text
    for hidden in (SECRET, "Who waits", "parrot", "2 comments", "Mia Lindholm", "1 min"):
        assert hidden not in page
    assert "Petra Halvorsen, MD, MMSc" in page
    full = cast.client("grace").get(post.get_absolute_url()).text
    assert "2 comments" in full
    assert "Remarkable parrot." in full


def test_teaser_is_marked_not_free_and_open_posts_free(cast):
    blog = make_blog(cast.petra)
    for readers, free in ((PUBLIC, True), (MEMBERS, False)):
        post = make_post(blog, f"Readers {readers}", readers=readers)
        for name in ("vera", "mia"):
            page = cast.client(name).get(post.get_absolute_url()).text
            facts = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
            assert facts["isAccessibleForFree"] is free
            assert facts["headline"] == post.title
            assert facts["description"] == post.deck
            assert SECRET not in json.dumps(facts)
        assert 'property="og:title"' in page


def test_post_without_a_picture_is_shared_with_the_leaders_portrait_that_a_visitor_may_have(cast):
    post = make_post(make_blog(cast.petra), readers=PUBLIC)
    visitor = cast.client("vera")
    assert 'property="og:image"' not in visitor.get(post.get_absolute_url()).text
    cast.client("petra").post(
        "/settings/profile/portrait/", {"picture": SimpleUploadedFile("face.png", make_picture())}
    )
    page = visitor.get(post.get_absolute_url()).text
    (address,) = re.findall(r'property="og:image" content="[^"]*?(/files/\d+/640/)"', page)
    assert visitor.get(address).status_code == 200


def test_picture_that_a_visitor_cannot_have_is_not_named(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    own = files.store(make_picture(), "own.png", cast.petra)
    files.attach([own.pk], "piece", post.pk, cast.petra)
    type(post).objects.filter(pk=post.pk).update(hero_file=own.pk)
    for name in ("vera", "mia"):
        assert 'property="og:image"' not in cast.client(name).get(post.get_absolute_url()).text


def test_title_cannot_break_out_of_the_machine_facts(cast):
    post = make_post(make_blog(cast.petra), "A </script><script>alert(1)</script> title")
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert "<script>alert(1)" not in page


def test_guest_cannot_count_comments_written_among_members(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    post_reply(post, Words.plain("Among members."), cast.reader("mia"))
    open_to_guests(post)
    page = cast.client("gus").get(post.get_absolute_url()).text
    assert SECRET in page
    assert "Among members." not in page
    assert "No comments yet" in page


def test_draft_and_scheduled_are_hidden_from_everybody_but_their_writers_and_editors(cast):
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    draft = make_draft(blog)
    seeing = {"petra", "mia", "ed", "ada"}
    for name in ("vera", "gus", "mia", "grace", "lars", "petra", "ed", "mo", "ada", "sam"):
        answer = cast.client(name).get(draft.get_absolute_url())
        assert answer.status_code == (200 if name in seeing else 404), name
        assert (SECRET in answer.text) == (name in seeing)


def test_preview_is_the_page_without_comments_or_machine_facts(cast):
    draft = make_draft(make_blog(cast.petra))
    page = cast.client("petra").get(draft.get_absolute_url()).text
    assert "This is the page as it will be." in page
    assert '<h2 id="s1">Who waits</h2>' in page
    assert "ld+json" not in page
    assert 'content="noindex"' in page


def test_helper_whose_membership_ended_cannot_open_the_draft(cast):
    blog = make_blog(cast.petra)
    blog.helpers.add(cast.mia)
    draft = make_draft(blog)
    end(cast.mia, "member")
    assert cast.client("mia").get(draft.get_absolute_url()).status_code == 404


def test_unpublished_post_cannot_be_read_on_the_next_request(cast):
    post = make_post(make_blog(cast.petra))
    assert cast.client("mia").get(post.get_absolute_url()).status_code == 200
    unpublish_post(post, cast.reader("petra"))
    assert cast.client("mia").get(post.get_absolute_url()).status_code == 404
    assert cast.client("petra").get(post.get_absolute_url()).status_code == 200


def test_hidden_post_cannot_be_read_and_looks_like_none(cast):
    post = make_post(make_blog(cast.petra))
    hide(post, cast.mo, "House rules")
    answer = cast.client("vera").get(post.get_absolute_url())
    absent = cast.client("vera").get("/blogs/notes/never-was/")
    assert (answer.status_code, absent.status_code) == (404, 404)
    blanked = [re.sub(r'value="[^"]*"|next=[^"&]*', "", page.text) for page in (answer, absent)]
    assert blanked[0] == blanked[1]


def test_old_addresses_redirect_and_show_no_more_than_the_new_one(cast):
    blog = make_blog(cast.petra)
    post = make_post(blog, readers=MEMBERS)
    old = post.get_absolute_url()
    change_post_slug(post, "hold-music", cast.reader("petra"))
    change_blog(blog, slug="bay")
    answer = cast.client("vera").get(old)
    assert answer.status_code == 301
    again = cast.client("vera").get(answer["Location"])
    assert again.status_code in (200, 301)
    final = cast.client("vera").get(old, follow=True)
    assert final.redirect_chain[-1][0] == "/blogs/bay/hold-music/"
    assert SECRET not in final.text


def test_old_address_cannot_tell_of_an_unpublished_post(cast):
    post = make_post(make_blog(cast.petra))
    old = post.get_absolute_url()
    change_post_slug(post, "hold-music", cast.reader("petra"))
    unpublish_post(post, cast.reader("petra"))
    assert cast.client("vera").get(old).status_code == 404


def test_reading_marks_the_post_read_and_visitors_leave_no_mark(cast):
    post = make_post(make_blog(cast.petra))
    post_reply(post, Words.plain("One."), cast.reader("grace"))
    cast.client("vera").get(post.get_absolute_url())
    assert post.read_marks.exclude(person=cast.grace).count() == 0
    cast.client("mia").get(post.get_absolute_url())
    assert post.read_marks.get(person=cast.mia).number == 1


def test_member_comments_at_once_and_guest_cannot(cast):
    post = make_post(make_blog(cast.petra))
    assert cast.client("mia").post(f"/pieces/{post.pk}/replies/", {"body": "At once."}).status_code == 303
    assert "At once." in cast.client("vera").get(post.get_absolute_url()).text
    assert cast.client("gus").post(f"/pieces/{post.pk}/replies/", {"body": "May I?"}).status_code == 422
    assert "May I?" not in cast.client("vera").get(post.get_absolute_url()).text


def test_references_lead_to_their_sources_and_notes_are_notes(cast):
    body = (
        '<p>Seen.<sup><a href="#r1">1</a></sup></p><aside class="gloss"><p>A note.</p></aside>'
        '<h2>References</h2><ol class="refs"><li id="r1">Author. doi:10.5555/a.2024.1. PMID 99000417</li></ol>'
    )
    post = make_post(make_blog(cast.petra), body=body)
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert 'href="https://doi.org/10.5555/a.2024.1"' in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/99000417/"' in page
    assert 'aria-label="Reference 1"' in page
    assert '<aside class="gloss" role="note">' in page


def test_shared_links_carry_the_address_of_the_post(cast):
    post = make_post(make_blog(cast.petra))
    page = cast.client("vera").get(post.get_absolute_url()).text
    for site in ("linkedin.com/sharing", "x.com/intent/post", "facebook.com/sharer"):
        assert site in page
    assert "%2Fblogs%2Fnotes%2Feleven-hours-on-hold%2F" in page.replace("/blogs/notes/", "%2Fblogs%2Fnotes%2F").replace(
        "eleven-hours-on-hold/", "eleven-hours-on-hold%2F"
    )


def test_posts_of_a_retired_blog_stay(cast):
    blog = make_blog(cast.petra)
    post = make_post(blog)
    retire_blog(blog, cast.reader("ed"), "The term is over.")
    assert cast.client("vera").get(post.get_absolute_url()).status_code == 200


def test_who_signs_in_to_comment_comes_back_to_the_box_and_drafts_are_of_one_person(cast):
    post = make_post(make_blog(cast.petra))
    address = post.get_absolute_url()
    assert f"/accounts/login/?next={address}%23reply" in cast.client("vera").get(address).text
    assert f'data-draft-key="{cast.mia.pk}-piece-{post.pk}"' in cast.client("mia").get(address).text
    assert f'data-draft-key="{cast.petra.pk}-blog-{post.blog_id}"' in cast.client("petra").get("/blogs/notes/new/").text


def test_whoever_leads_the_blog_now_cannot_be_taken_for_the_author(cast):
    blog = make_blog(cast.petra)
    own, old = make_post(blog, readers=PUBLIC), make_post(blog, "An older post", readers=PUBLIC)
    type(old).objects.filter(pk=old.pk).update(author=None, byline=old.byline | {"name": "Una Old", "handle": ""})
    mia, shown = cast.client("mia"), 'class="portrait" src="/files/'
    cast.client("petra").post(
        "/settings/profile/portrait/", {"picture": SimpleUploadedFile("face.png", make_picture())}
    )
    assert shown in mia.get(own.get_absolute_url()).text
    page = mia.get(old.get_absolute_url()).text
    assert "<b>Una Old" in page
    assert shown not in page
    assert "/members//" not in page
