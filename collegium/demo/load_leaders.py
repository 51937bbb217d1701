"""What leaders and helpers do with posts: a draft that waits for approval, a correction, questions and answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.reader import reader_for
from collegium.blogs import approving, co_authors
from collegium.blogs.actions import correct_post, edit_post, publish_post, start_post
from collegium.blogs.models import Answer, Approval, Blog, Post
from collegium.blogs.serial import Place, place_post
from collegium.demo.chance import Clock
from collegium.demo.load_blogs import ORDER, PieceText, answer, read_piece, writing_of
from collegium.demo.load_forums import Talk
from collegium.discussion.models import Piece, Reaction, Reply, Revision
from collegium.discussion.words import Words
from collegium.outbox.models import Mail


def load_leaders(folder: Path, people: dict[str, User], clock: Clock) -> None:
    """Everything of the blogs that takes more than one person; no mail goes out for it."""
    mails = set(Mail.objects.values_list("pk", flat=True))
    talk = Talk(folder, people, clock)
    aside = Talk(folder, people, Clock(now=clock.now))  # by its own chance: what is dated later stays as it is
    for slug in ORDER:
        for file in sorted((folder / "blogs" / slug).glob("*.html")):
            text = read_piece(file)
            text.headers["writer"] = slug
            blog = people[slug].blogs.get()
            if series := text.headers.get("series"):
                title, part, planned = series.split(" | ")
                place_post(blog.posts.get(title=text.headers["title"]), Place(title, int(part), int(planned)))
            if text.headers.get("state") == "asked":
                _ask(talk, blog, text)
            elif text.headers.get("state") in ("together", "waiting"):
                _write_together(aside, blog, text)
            elif text.headers.get("correction"):
                _correct(talk, blog, text)
            elif text.headers.get("questions"):
                _take_questions(talk, blog, text)
    Mail.objects.exclude(pk__in=mails).delete()


def _ask(talk: Talk, blog: Blog, text: PieceText) -> None:
    """The helper writes, the leader looks, the helper mends it and asks for the second version to be published."""
    helper = reader_for(talk.people[text.headers["helper"]])
    post = start_post(blog, writing_of(replace(text, body=text.earlier), talk), helper)
    approving.note_look(post, reader_for(blog.owner))
    edit_post(post, writing_of(text, talk), helper, seen_version=post.version)
    asked = approving.ask_leader(
        post, helper, seen_version=post.version, note=text.headers["note"], wanted_at=talk.clock.morning(3)
    )
    at = timezone.now() - timedelta(hours=2)
    Approval.objects.filter(pk=asked.pk).update(asked_at=at)
    Post.objects.filter(pk=post.pk).update(created_at=at - timedelta(days=2), edited_at=at)


def _write_together(talk: Talk, blog: Blog, text: PieceText) -> None:
    """A post of several: all agreed and it is out (`together`), or it waits for somebody's agreement (`waiting`)."""
    leader, head = reader_for(blog.owner), text.headers
    post = start_post(blog, writing_of(text, talk), leader)
    agreed = head.get("agreed", head["with"]).split(", ")
    for slug in head["with"].split(", "):
        row = co_authors.name_co_author(post, talk.people[slug], leader)
        if slug in agreed:
            co_authors.agree(row, reader_for(row.person), post.version)
    if head["state"] == "waiting":
        return
    at = talk.clock.days_ago(float(head["days"]))
    post = Post.objects.get(pk=post.pk)
    publish_post(post, leader, at=at)
    Post.objects.filter(pk=post.pk).update(created_at=at - timedelta(days=6))
    answer(talk, post, text, head["writer"])


def _correct(talk: Talk, blog: Blog, text: PieceText) -> None:
    """What came out first stood otherwise; three days later it was mended, with a line that says so."""
    leader, post = reader_for(blog.owner), blog.posts.get(title=text.headers["title"])
    assert post.published_at is not None
    first = Words.rich(text.body.replace(text.headers["is"], text.headers["was"]), headings=True)
    Post.objects.filter(pk=post.pk).update(body=first.body, text=first.text)
    edit_post(Post.objects.get(pk=post.pk), writing_of(text, talk), leader, seen_version=post.version)
    correct_post(post, text.headers["correction"], leader)
    at = post.published_at + timedelta(days=3)
    line = {"at": at.isoformat(), "text": text.headers["correction"]}
    Post.objects.filter(pk=post.pk).update(edited_at=at, corrections=[line])
    Revision.objects.filter(piece=post).update(replaced_at=at)


def _take_questions(talk: Talk, blog: Blog, text: PieceText) -> None:
    """What was asked so far, who asks the same, and the answers; open for some days more, or closed after a week."""
    post = blog.posts.get(title=text.headers["title"])
    assert post.published_at is not None
    is_open = text.headers["questions"] == "open"
    closes_at = talk.clock.morning(5) if is_open else post.published_at + timedelta(days=7)
    Post.objects.filter(pk=post.pk).update(closes_at=closes_at)
    if is_open:
        _move(post, talk.clock.days_ago(5) - post.published_at)
    replies = list(Reply.objects.filter(piece=post).order_by("number"))
    for reply, said in zip(replies, text.answers, strict=True):
        if "answers" in said.tags:
            Answer.objects.create(question=replies[int(said.tags["answers"]) - 1], reply=reply)
        Reaction.objects.filter(reply=reply).delete()
        people = talk.crowd.some(int(said.tags.get("same", 0)))
        Reaction.objects.bulk_create([Reaction(person=one, piece=post, reply=reply, kind="same") for one in people])
        Reply.objects.filter(pk=reply.pk).update(same=len(people), useful=0, thanks=0)


def _move(post: Post, by: timedelta) -> None:
    """Date a post and what was said under it otherwise."""
    Reply.objects.filter(piece=post).update(created_at=F("created_at") + by)
    Post.objects.filter(pk=post.pk).update(announced_at=F("announced_at") + by)
    moved = {name: F(name) + by for name in ("published_at", "created_at", "moved_at")}
    Piece.objects.filter(pk=post.pk).update(**moved)
