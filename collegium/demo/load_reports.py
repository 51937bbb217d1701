"""What waits for the moderators of the demo: first words of guests, reports, appeals. No real case stands in it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from collegium.accounts.models import User
from collegium.answers.models import Card
from collegium.audience.models import GUESTS
from collegium.audience.reader import reader_for
from collegium.discussion.actions import must_wait, post_reply
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.moderation import actions
from collegium.moderation.models import Appeal, Report
from collegium.moderation.things import Thing, found
from collegium.outbox.models import Mail

FIRST = [
    (
        "What helped in our clinic was one page with three telephone numbers on it, large enough to read without "
        "glasses. The folder with everything in it stayed closed.",
        160,
    ),
    (
        "May I ask who in a practice decides what is printed on the leaflet? As a reader I would have cut it in half.",
        78,
    ),
]
REPORTS = [
    ("unsafe", "The second sentence reads as if this held for every age. It should say for whom.", 125),
    ("commercial", "This looks like an advertisement for a scheduling product.", 44),
    ("harassment", "", 31),
]
SHARP = "It attacks a colleague instead of the argument."
APPEAL = (
    "I was sharp about the rule, and I would be again. I did not mean the colleague, and I can say it without her name."
)
CARD = "Cold caps in a four-chair infusion suite: who staffs the changeovers?"
DOUBT = "Four people a week in one suite: whoever sits in the waiting room can say who they are."
FEW = "“Four people a week” in one suite is few enough to be recognized. Say what changed without the number."
NOT_FEW = (
    "Other people cool here every week, and my question, which still stands, says how many. I would rather keep the "
    "answer: show the card again, and I take the number out."
)


def load_reports(people: dict[str, User]) -> None:
    """Fill the queue: everything through the same actions, then dated back, and no mail goes out for it."""
    _first_words(list(people.values()))
    replies = list(
        Reply.objects.filter(piece__kind="topic", piece__topic__group=None, author__isnull=False)
        .exclude(author__standings__kind__in=["moderator", "administrator"])
        .order_by("-created_at")[:60:12]
    )
    reporters = list(User.objects.filter(standings__kind="member").exclude(pk__in=[r.author_id for r in replies])[5:9])
    for (reason, note, minutes), reply, reporter in zip(REPORTS, replies, reporters, strict=False):
        report = actions.report(found("reply", reply.pk), reporter, reason, note)
        Report.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    _appeal(found("reply", replies[-1].pk), SHARP, APPEAL, 12)
    card = found("card", Card.objects.get(topic__title=CARD).pk)
    actions.report(card, reporters[0], "patient", DOUBT)
    _appeal(card, FEW, NOT_FEW, 64)
    Mail.objects.filter(kind="moderation").delete()


def _first_words(people: list[User]) -> None:
    quiet = timezone.now() - timedelta(minutes=FIRST[0][1] + 10)
    open_to_guests = Piece.objects.filter(kind="topic", writers_id=GUESTS, locked_at=None, moved_at__lt=quiet)
    piece = open_to_guests.order_by("-moved_at").first()
    guests = [person for person in people if must_wait(reader_for(person))]
    if piece is None:
        return
    for guest, (text, minutes) in zip(guests, FIRST, strict=False):
        reply = post_reply(piece, Words.plain(text), reader_for(guest))
        moment = timezone.now() - timedelta(minutes=minutes)
        Reply.objects.filter(pk=reply.pk).update(created_at=moment, held_at=moment)


def _appeal(thing: Thing, reason: str, text: str, minutes: int) -> None:
    """A moderator hides it, and its author answers so many minutes ago."""
    moderator = User.objects.filter(standings__kind="moderator").order_by("pk").first()
    if moderator is None:
        return
    appeal = actions.appeal(actions.hide(thing, moderator, reason), text)
    Appeal.objects.filter(pk=appeal.pk).update(at=timezone.now() - timedelta(minutes=minutes))
