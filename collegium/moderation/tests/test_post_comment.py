"""Bloggers keep order under their own posts: with a reason, appealable, never elsewhere, never reports."""

from __future__ import annotations

import pytest

from collegium.audience.models import GUESTS, MEMBERS, PUBLIC
from collegium.audience.reader import reader_for
from collegium.blogs.tests.factory import make_blog, make_post
from collegium.discussion.actions import post_reply
from collegium.discussion.words import Words
from collegium.moderation.models import Decision, Report
from collegium.moderation.tests.factory import make_report
from collegium.outbox.models import Mail

RUDE = "Whoever wrote this has never seen a ward."


def scene(cast, **facts):
    """Petra's post with a comment of Mia's, and the place where Petra keeps order."""
    post = make_post(make_blog(cast.petra, **facts))
    comment = post_reply(post, Words.plain(RUDE), reader_for(cast.mia))
    return post, comment, f"{post.get_absolute_url()}comments/"


def test_leader_hides_a_comment_and_its_author_may_appeal(cast):
    post, comment, desk = scene(cast)
    client = cast.client("petra")
    page = client.get(post.get_absolute_url()).text
    assert f'href="{desk}"' in page
    assert f"{desk}reply/{comment.pk}/" in page
    assert RUDE in client.get(f"{desk}reply/{comment.pk}/").text
    answer = client.post(f"{desk}reply/{comment.pk}/decide/", {"act": "hide", "reason": "It attacks a person."})
    assert (answer.status_code, answer["Location"]) == (303, desk)
    page = cast.client("otto").get(post.get_absolute_url()).text
    assert RUDE not in page
    assert "Hidden from readers; its author was told why." in page
    assert "by a moderator" not in page
    decision = Decision.objects.get(author=cast.mia)
    assert "It attacks a person." in Mail.objects.get(person=cast.mia, kind="moderation").text
    appeal = cast.client("mia").post(decision.get_absolute_url(), {"text": "It was about the plan, not the person."})
    assert appeal.status_code == 303
    assert "An appeal" in cast.client("mo").get(f"/desk/reports/reply/{comment.pk}/").text
    listed = client.get(desk).text
    assert f"{desk}reply/{comment.pk}/" in listed
    assert RUDE not in client.get(f"{desk}reply/{comment.pk}/").text
    undo = f"{desk}decisions/{decision.pk}/undo/"
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "I read it again."}).status_code == 303
    assert RUDE in cast.client("otto").get(post.get_absolute_url()).text


def test_leader_locks_the_talk_and_opens_it_again_also_in_a_retired_blog(cast):
    post, _comment, desk = scene(cast)
    post.blog.retired_at = post.published_at
    post.blog.save()
    client = cast.client("petra")
    client.post(f"{desk}piece/{post.pk}/decide/", {"act": "lock", "reason": "All is said."})
    post.refresh_from_db()
    assert post.is_locked
    assert not Mail.objects.filter(person=cast.petra, kind="moderation").exists()
    page = cast.client("otto").get(post.get_absolute_url()).text
    assert "Locked on" in page
    assert "All is said." in page
    client.post(f"{desk}decisions/{Decision.objects.get().pk}/undo/", {"reason": "There is news."})
    post.refresh_from_db()
    assert not post.is_locked
    assert "All is said." not in cast.client("otto").get(post.get_absolute_url()).text


def test_moderator_locks_from_the_post_and_its_leader_learns_why(cast):
    post = make_post(make_blog(cast.petra), readers=MEMBERS)
    address = f"/desk/reports/piece/{post.pk}/"
    assert f'href="{address}"' in cast.client("mo").get(post.get_absolute_url()).text
    cast.client("mo").post(f"{address}decide/", {"act": "lock", "reason": "It burns."})
    assert "It burns." in cast.client("mia").get(post.get_absolute_url()).text
    assert "It burns." in Mail.objects.get(person=cast.petra, kind="moderation").text
    for who in ("vera", "gus", "lars"):
        assert "It burns." not in cast.client(who).get(post.get_absolute_url()).text


def test_leader_cannot_read_or_close_reports(cast):
    _post, comment, desk = scene(cast)
    make_report(comment, cast.otto)
    client = cast.client("petra")
    assert "1 report" not in client.get(f"{desk}reply/{comment.pk}/").text
    answer = client.post(f"{desk}reply/{comment.pk}/decide/", {"act": "dismiss", "reason": "I like it."})
    assert answer.status_code == 422
    client.post(f"{desk}reply/{comment.pk}/decide/", {"act": "hide", "reason": "It attacks a person."})
    assert Report.objects.get().closed_at is None, "the moderators still look: hiding does not erase a patient"


@pytest.mark.parametrize("act", ["take-back", "narrow", "pause", "release", "lock"])
def test_leader_cannot_do_more_than_hide_a_comment(cast, act):
    _post, comment, desk = scene(cast)
    more = {"act": act, "reason": "Enough.", "days": "7", "readers": "3"}
    assert cast.client("petra").post(f"{desk}reply/{comment.pk}/decide/", more).status_code == 422
    assert not Decision.objects.exists()


def test_leader_cannot_hide_twice_or_without_a_reason(cast):
    _post, comment, desk = scene(cast)
    client, address = cast.client("petra"), f"{desk}reply/{comment.pk}/decide/"
    assert client.post(address, {"act": "hide", "reason": " "}).status_code == 422
    assert client.post(address, {"act": "hide", "reason": "It attacks a person."}).status_code == 303
    assert client.post(address, {"act": "hide", "reason": "Once more."}).status_code == 422
    assert Decision.objects.count() == 1


def test_leader_cannot_show_what_a_moderator_hid(cast):
    _post, comment, desk = scene(cast)
    cast.client("mo").post(f"/desk/reports/reply/{comment.pk}/decide/", {"act": "hide", "reason": "Rude."})
    client = cast.client("petra")
    undo = f"{desk}decisions/{Decision.objects.get().pk}/undo/"
    assert client.post(undo, {"reason": "I like it."}).status_code == 404
    assert RUDE not in client.get(f"{desk}reply/{comment.pk}/").text


def test_leader_cannot_show_what_a_moderator_locked_too(cast):
    post, _comment, desk = scene(cast)
    client = cast.client("petra")
    client.post(f"{desk}piece/{post.pk}/decide/", {"act": "lock", "reason": "All is said."})
    cast.client("mo").post(f"/desk/reports/piece/{post.pk}/decide/", {"act": "lock", "reason": "It burns."})
    own = Decision.objects.get(by=cast.petra)
    assert client.post(f"{desk}decisions/{own.pk}/undo/", {"reason": "There is news."}).status_code == 422
    post.refresh_from_db()
    assert post.is_locked


def test_leader_cannot_read_first_words_of_a_guest_before_a_moderator(cast):
    post = make_post(make_blog(cast.petra, readers_id=PUBLIC, writers_id=GUESTS))
    held = post_reply(post, Words.plain("My first words."), reader_for(cast.gus))
    assert held.held_at
    address = f"{post.get_absolute_url()}comments/reply/{held.pk}/"
    assert cast.client("petra").get(address).status_code == 404
    assert cast.client("petra").post(f"{address}decide/", {"act": "hide", "reason": "No."}).status_code == 404


def test_leader_cannot_reach_comments_of_another_blog_or_post(cast):
    _post, comment, _desk = scene(cast)
    other = make_post(make_blog(cast.otto, "Another", "another"))
    address = f"{other.get_absolute_url()}comments/reply/{comment.pk}/"
    assert cast.client("otto").get(address).status_code == 404
    assert cast.client("otto").post(f"{address}decide/", {"act": "hide", "reason": "No."}).status_code == 404


WHO = {"vera": 403, "gus": 403, "lars": 403, "mia": 404, "ed": 404, "mo": 404, "ada": 404}


@pytest.mark.parametrize(("who", "status"), WHO.items())
def test_others_cannot_keep_order_under_a_leaders_post(cast, who, status):
    post, comment, desk = scene(cast)
    post.blog.helpers.add(cast.mia)
    client = cast.client(who)
    assert f'href="{desk}"' not in client.get(post.get_absolute_url()).text
    for address in (desk, f"{desk}reply/{comment.pk}/", f"{desk}piece/{post.pk}/"):
        assert client.get(address).status_code == status
    for kind, pk in (("reply", comment.pk), ("piece", post.pk)):
        answer = client.post(f"{desk}{kind}/{pk}/decide/", {"act": "hide", "reason": "No."})
        assert answer.status_code == status
    assert not Decision.objects.exists()
