"""Order in the demo: topics that moved, split, merged, one pinned, one old; a topic, comments and letters locked.

Everything goes through the moderators' own deeds, whose mails are not sent.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.models import Audience
from collegium.discussion.models import Piece, Reply
from collegium.forums.models import Forum, Topic
from collegium.moderation import actions, tending
from collegium.moderation.things import found
from collegium.outbox.models import Mail

MOVED = ("high-school-students-asking-to-shadow", "training-and-careers",
         "It is about teaching, and those who teach read along there.")  # fmt: skip
SPLIT = ("oral-cdk46-follow-up-calls", (5, 6), "When does the clock of follow-up calls start?",
         "Whether the medicine has come at all is a question of its own, as was said here.")  # fmt: skip
MERGED = ("infusion-nurses-who-cover-for-radiation", "cross-training-infusion-nurses",
          "Two topics ask the same; the answers belong beside each other.")  # fmt: skip
LOCK_REASON = "The deadline has passed and everything was answered. What comes next has a topic of its own."
TALK = (
    "a-correction-that-traveled-farther", "obk",
    "The letter to the patient has been sent, and she asked for quiet. What follows I will write in a post of its own.",
)  # fmt: skip
LETTERS = (
    "on-naming-reviewers", "pde",
    "The vote of the editorial board has been taken. Letters about what it decided belong under that decision.",
)  # fmt: skip
OLD, YEARS = "which-paper-form-has-outlived", 4


def load_care(people: dict[str, User]) -> None:
    """Do what moderators do with topics."""
    by = User.objects.filter(standings__kind="moderator").order_by("pk").first()
    if by is None:
        return
    _grow_old(_topic(OLD))
    tending.move(_topic(MOVED[0]), Forum.objects.get(slug=MOVED[1]), by, MOVED[2])
    tending.merge(_topic(MERGED[0]), _topic(MERGED[1]), by, MERGED[2])
    topic = _topic(SPLIT[0])
    chosen = list(Reply.objects.filter(piece=topic, number__in=SPLIT[1]).select_related("author").order_by("number"))
    tending.split(topic, chosen, SPLIT[2], Audience.objects.get(pk=topic.readers_id), by, SPLIT[3])
    Topic.objects.exclude(locked_at=None).update(lock_reason=LOCK_REASON, locked_by=by)
    for slug, keeper, reason in (TALK, LETTERS):
        thing = found("piece", Piece.objects.exclude(kind="topic").get(slug__startswith=slug).pk)
        actions.lock(thing, people[keeper], reason)
    pinned = Topic.objects.exclude(pinned_at=None).order_by("pk").first()
    if pinned is not None:
        pinned.pinned_until, pinned.pinned_by = timezone.now() + timedelta(days=20), by
        pinned.save(update_fields=["pinned_until", "pinned_by"])
    Mail.objects.filter(kind="moderation").delete()


def _topic(slug: str) -> Topic:
    return Topic.objects.select_related("forum", "readers", "writers", "author").get(slug__startswith=slug)


def _grow_old(topic: Topic) -> None:
    """Everything in it was said years ago."""
    years = timedelta(days=365 * YEARS + 20)
    Reply.objects.filter(piece=topic).update(created_at=F("created_at") - years)
    for name in ("published_at", "created_at", "moved_at"):
        setattr(topic, name, getattr(topic, name) - years)
    topic.save(update_fields=["published_at", "created_at", "moved_at"])
