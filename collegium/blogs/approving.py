"""Somebody else writes for a leader, and the leader approves: asking, looking, publishing, sending back.

The question names a version. Whatever is edited afterwards wants another one.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.audience.reader import Reader
from collegium.blogs import co_authors, events, letters
from collegium.blogs.models import Approval, OldSlug, Post
from collegium.blogs.rights import refusal_to_ask, refusal_to_publish
from collegium.discussion.actions import Refused
from collegium.discussion.differences import Paragraph, difference
from collegium.discussion.versions import text_at
from collegium.outbox import audit
from collegium.web import news

Outcome = Approval.Outcome


@transaction.atomic
def ask_leader(
    post: Post, by: Reader, *, seen_version: int, note: str = "", wanted_at: datetime | None = None
) -> Approval:
    """Ask the leader to publish this version: they get one mail with one link, and so do its co-authors where they
    were asked about an earlier version. Of two questions the last one counts.

    Args:
        note: a word to the leader.
        wanted_at: the time the helper proposes; the leader decides.

    Raises:
        Refused: not a helper of this blog, not a draft any more, or changed since `seen_version`.
    """
    fresh = Post.objects.select_for_update(of=("self", "piece")).select_related("blog__owner").get(pk=post.pk)
    if refusal := refusal_to_ask(fresh, by):
        raise Refused(refusal)
    if fresh.version != seen_version:
        raise Refused(_("The text was changed since you looked at it. Read the present version, then ask."))
    overtake(fresh)
    approval = Approval.objects.create(
        post=fresh, asked_by=by.person, version=fresh.version, note=note, wanted_at=wanted_at
    )
    audit.log(
        by.person, "asked for a post to be published", about=("piece", fresh.pk), detail={"version": fresh.version}
    )
    letters.ask(approval)
    co_authors.ask_round(fresh, by)
    news.tell(events.ApprovalAsked(approval.pk))
    return approval


@transaction.atomic
def send_back(post: Post, by: Reader, *, seen_version: int, note: str) -> None:
    """The leader sends the draft back to its helper with a note.

    Raises:
        Refused: not the leader, nobody asks any more, or the question was about another version.
    """
    fresh = Post.objects.select_for_update(of=("self", "piece")).select_related("blog").get(pk=post.pk)
    if refusal := refusal_to_publish(fresh.blog, by):
        raise Refused(refusal)
    approval = waiting_for(fresh)
    if approval is None or approval.version != seen_version:
        raise Refused(_("The question is not open any more: the draft was changed or published in the meantime."))
    _answer(approval, Outcome.SENT_BACK, note)
    audit.log(by.person, "sent a draft back", about=("piece", fresh.pk), detail={"version": fresh.version})


def approve(post: Post, by: Reader) -> None:
    """Note that the leader published or scheduled the present version, for whoever asked and in the log."""
    approval = waiting_for(post)
    facts = {"version": post.version, "at": post.published_at.isoformat() if post.published_at else ""}
    if approval is not None:
        facts["asked_by"] = approval.asked_by_id
        _answer(approval, Outcome.PUBLISHED)
    what = "scheduled a post" if post.is_scheduled else "published a post"
    audit.log(by.person, what, about=("piece", post.pk), detail=facts)


def overtake(post: Post) -> None:
    """End the question that waits: there is another version now."""
    Approval.objects.waiting().filter(post=post).update(answered_at=timezone.now(), outcome=Outcome.OVERTAKEN)


def waiting_for(post: Post) -> Approval | None:
    """The question that waits about this post."""
    return Approval.objects.waiting().filter(post=post).select_related("asked_by", "post__blog").first()


def latest_of(post: Post) -> Approval | None:
    """The last question about this post, open or answered."""
    return Approval.objects.filter(post=post).select_related("asked_by").first()


def note_look(post: Post, reader: Reader) -> None:
    """Remember which version of a draft its leader has before them now, and which one they had before."""
    if post.blog.owner_id != reader.person_id or post.seen_version == post.version:
        return
    post.seen_before, post.seen_version = post.seen_version, post.version
    Post.objects.filter(pk=post.pk).update(seen_before=post.seen_before, seen_version=post.seen_version)


def changed_since_last_look(post: Post) -> list[Paragraph] | None:
    """What differs from the version the leader had before this one; None when this is the first they see."""
    before = text_at(post, post.seen_before) if post.seen_before else None
    return None if before is None else difference(before, text_at(post, post.version) or "")


def _answer(approval: Approval, outcome: str, note: str = "") -> None:
    approval.answered_at, approval.outcome, approval.answer = timezone.now(), outcome, note
    approval.save(update_fields=["answered_at", "outcome", "answer"])
    letters.answer(approval)
    news.tell(events.ApprovalAnswered(approval.pk))


def forget_notes(piece_id: int) -> None:
    """What was said about a post that was taken back is erased with it, corrections and the words of addresses too."""
    OldSlug.objects.filter(post=piece_id, post__taken_back_at__isnull=False).delete()
    Approval.objects.filter(post=piece_id, post__taken_back_at__isnull=False).update(note="", answer="")
    Post.objects.filter(pk=piece_id, taken_back_at__isnull=False).exclude(corrections=[]).update(corrections=[])
