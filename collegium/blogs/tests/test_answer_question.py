"""Ask the President: questions until an hour, by how many ask the same; the leader's answers under them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collegium.audience.instants import next_instant
from collegium.audience.models import MEMBERS, PUBLIC
from collegium.blogs.actions import edit_post
from collegium.blogs.models import Answer, Post
from collegium.blogs.questions import answer_question
from collegium.blogs.tests.factory import form_data, make_blog, make_post, writing
from collegium.discussion import actions as discussion
from collegium.discussion.actions import Refused, post_reply, react
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.notifications.models import Notification
from collegium.web.models import KeptVersion


@pytest.fixture
def post(cast):
    return make_post(make_blog(cast.petra), closes_at=timezone.now() + timedelta(days=3))


def ask(cast, post, name, text):
    return post_reply(post, Words.plain(text), cast.reader(name))


def answer(cast, post, question, text="From January on."):
    address = f"{post.get_absolute_url()}answer/{question.pk}/"
    return cast.client("petra").post(address, {"body": text, "body_format": "plain"})


def close(post):
    Post.objects.filter(pk=post.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    KeptVersion.touch()


def test_questions_stand_by_how_many_ask_the_same(cast, post):
    ask(cast, post, "mia", "Why is the fee higher?")
    wanted = ask(cast, post, "grace", "When do fellows vote?")
    react(cast.mia, post, wanted, "same", on=True)
    page = cast.client("mia").get(post.get_absolute_url()).text
    assert page.index("When do fellows vote?") < page.index("Why is the fee higher?")
    assert "questions are welcome until" in page
    assert "2 questions, 0 answered." in page
    assert "Ask your question" in page


def test_answer_stands_under_its_question_and_whoever_asked_is_told(cast, post):
    first = ask(cast, post, "mia", "Why is the fee higher?")
    ask(cast, post, "grace", "When do fellows vote?")
    assert answer(cast, post, first).status_code == 303
    page = cast.client("vera").get(post.get_absolute_url()).text
    assert page.index("Why is the fee higher?") < page.index("From January on.") < page.index("When do fellows vote?")
    assert "2 questions, 1 answered." in page
    assert Notification.objects.filter(person=cast.mia, kind="answer", reply=Answer.objects.get().reply).exists()


def test_question_cannot_be_answered_twice(cast, post):
    question = ask(cast, post, "mia", "Why is the fee higher?")
    answer(cast, post, question)
    assert answer(cast, post, question, "Another one.").status_code == 403
    assert Answer.objects.count() == 1
    discussion.remove_reply(Answer.objects.get().reply)
    assert answer(cast, post, question, "Another one.").status_code == 303


@pytest.mark.parametrize("name", ["mia", "ed", "mo", "ada", "gus", "vera"])
def test_others_cannot_answer(cast, post, name):
    question = ask(cast, post, "grace", "When do fellows vote?")
    address = f"{post.get_absolute_url()}answer/{question.pk}/"
    assert cast.client(name).get(address).status_code == 403
    assert cast.client(name).post(address, {"body": "Never.", "body_format": "plain"}).status_code == 403
    with pytest.raises(Refused):
        answer_question(post, question, Words.plain("Never."), cast.reader(name))


def test_reply_elsewhere_cannot_be_answered_here(cast, post):
    other = make_post(post.blog, "Another post")
    comment = post_reply(other, Words.plain("A comment."), cast.reader("mia"))
    assert answer(cast, post, comment).status_code == 403
    assert answer(cast, other, comment).status_code == 403
    assert not Answer.objects.exists()


def test_nobody_can_ask_after_the_closing_time_and_the_leader_still_answers(cast, post):
    question = ask(cast, post, "mia", "Why is the fee higher?")
    close(post)
    page = cast.client("mia").get(post.get_absolute_url()).text
    assert "Closed on" in page
    assert "Ask your question" not in page.partition('<section id="reply"')[0]
    late = cast.client("mia").post(f"/pieces/{post.pk}/replies/", {"body": "One more?", "body_format": "plain"})
    assert late.status_code == 422
    assert "Closed on" in late.text
    with pytest.raises(Refused, match="Closed on"):
        ask(cast, post, "grace", "And one more?")
    assert answer(cast, Post.objects.get(pk=post.pk), question).status_code == 303
    assert Reply.objects.filter(piece=post).count() == 2


def test_line_stands_on_home_and_blogs_while_it_is_open(cast, post):
    for name, address in (("vera", "/"), ("mia", "/"), ("mia", "/blogs/"), ("gus", "/blogs/")):
        assert "Ask Petra Halvorsen, open until" in cast.client(name).get(address).text
    close(post)
    for name, address in (("vera", "/"), ("mia", "/"), ("mia", "/blogs/")):
        assert "open until" not in cast.client(name).get(address).text


def test_closing_time_ends_what_is_kept(post):
    assert next_instant(timezone.now().timestamp()) == post.closes_at.timestamp()


def test_line_about_what_is_for_members_cannot_be_seen_by_others(cast):
    make_post(make_blog(cast.petra), "Among ourselves", MEMBERS, closes_at=timezone.now() + timedelta(days=1))
    assert "open until" in cast.client("mia").get("/blogs/").text
    for name in ("vera", "gus", "lars"):
        assert "open until" not in cast.client(name).get("/blogs/").text
        assert "open until" not in cast.client(name).get("/").text


def test_questions_for_members_cannot_be_seen_by_others(cast):
    members = make_post(make_blog(cast.petra), "Among ourselves", MEMBERS, closes_at=timezone.now() + timedelta(days=1))
    ask(cast, members, "mia", "Why is the fee higher?")
    edit_post(members, writing(readers=PUBLIC, closes_at=members.closes_at), cast.reader("petra"), seen_version=1)
    assert "Why is the fee higher?" not in cast.client("vera").get(members.get_absolute_url()).text
    assert "Why is the fee higher?" in cast.client("grace").get(members.get_absolute_url()).text


def test_question_taken_back_cannot_be_seen_and_its_answer_stands_alone(cast, post):
    question = ask(cast, post, "mia", "About the man in the corner bed?")
    answer(cast, post, question, "Nothing about persons here.")
    discussion.take_back(Reply.objects.get(pk=question.pk))
    page = cast.client("mia").get(post.get_absolute_url()).text
    assert "corner bed" not in page
    assert "Also from the leader" in page
    assert "Nothing about persons here." in page


def test_leader_sets_the_closing_time_while_writing(cast):
    make_blog(cast.petra)
    until = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    cast.client("petra").post("/blogs/notes/new/", form_data(closes_at=until))
    post = Post.objects.get()
    assert f"{timezone.localtime(post.closes_at):%Y-%m-%dT%H:%M}" == until
    assert f'value="{until}"' in cast.client("petra").get(f"{post.get_absolute_url()}edit/").text
    cast.client("petra").post(f"{post.get_absolute_url()}edit/", form_data(post, closes_at=""))
    assert Post.objects.get().closes_at is None
