"""What happened in the last hours, through the same actions as on a real site: two are named, one edits, one claims."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

from django.utils import timezone

from collegium.accounts.models import User
from collegium.audience.people import people_who_may_read
from collegium.audience.reader import reader_for
from collegium.discussion.actions import edit, post_reply
from collegium.discussion.mentions import linked
from collegium.discussion.models import Piece, Reply
from collegium.discussion.words import Words
from collegium.notifications.models import Notification
from collegium.organizations.actions import make_statement, state_with_document, take_in
from collegium.organizations.challenge import Found
from collegium.organizations.models import Claim, Organization
from collegium.outbox.models import Mail

# who names whom, in the topic of this title, so many minutes ago
NAMED = [
    (
        "nep", "Community tumor board by video", 95,
        "@mia, didn't you do this the other way around last year, with the surgeon's two minutes recorded the night "
        "before? I remember you saying that the recording was never over ninety seconds. Would you tell it here?",
    ),
    (
        "rbr", "Turnaround for outside pathology", 150,
        "@petra keeps the log of what the board has already said on this. Petra, was there not a sentence on couriers?",
    ),
]  # fmt: skip
MENDED = "Turnaround for outside pathology"  # the last reply there was edited once
ADDED = "Edited to add: ask for the log before you ask for the limit."
CLAIM = (
    "simone-kirkbride", "mesa-verano-health", 26,
    "I plan services for the hospital and answer for what stands on our page. The address under my name on our own "
    "website is the one I signed in with, and our switchboard puts you through to me.",
)  # fmt: skip
RIVAL = (  # who claims the same page, with a paper
    "wendell-brightwater", "mesa-verano-health", 9,
    "The board of the hospital has asked me to keep the page, although my clinic is on the other side of the ridge. "
    "Their letter is attached; the secretary answers for it.",
    "mesa-verano-letter.pdf",
)  # fmt: skip
DISPUTE = (
    "ard", "tallow-river-health", 40,
    "The page names the program on the hill, which closed when we moved into the valley. I asked our communications "
    "office: nobody there knows who keeps the page, and they have asked me to see to it. Call them before you decide.",
)  # fmt: skip
RECORD = ("gus", "gannet-point-hospital", "gannetpoint.example.org", 5)


def load_today(folder: Path, people: dict[str, User]) -> None:
    """Post, edit and claim, then date it back; no mail goes out for it."""
    mails = set(Mail.objects.values_list("pk", flat=True))
    for slug, title, minutes, text in NAMED:
        piece = Piece.objects.get(kind="topic", title__startswith=title)
        words = Words.kept(linked(Words.plain(text).body, partial(people_who_may_read, piece)))
        reply = post_reply(piece, words, reader_for(people[slug]))
        _date_back(reply, minutes)
    mended = Reply.objects.filter(piece__title__startswith=MENDED).order_by("number")[0]
    assert mended.author is not None
    edit(mended, Words.plain(f"{mended.text} {ADDED}"), reader_for(mended.author))
    Reply.objects.filter(pk=mended.pk).update(edited_at=mended.created_at + timedelta(hours=1))
    _rivals(people, folder / "papers")
    _claims(people)
    Mail.objects.exclude(pk__in=mails).delete()


def _rivals(people: dict[str, User], papers: Path) -> None:
    """Two claims on one page, one with a paper."""
    for claimant, slug, hours, evidence, *names in (CLAIM, RIVAL):
        by = people[claimant]
        sent = [take_in((papers / name).read_bytes(), name, by) for name in names]
        page = Organization.objects.get(slug=slug)
        claim = state_with_document(page, evidence, sent[0] if sent else None, reader_for(by))
        at = timezone.now() - timedelta(hours=hours)
        Claim.objects.filter(pk=claim.pk).update(created_at=at, submitted_at=at)


def _claims(people: dict[str, User]) -> None:
    """A dispute that its manager has not answered, and a claim whose record in DNS is not there yet."""
    disputant, slug, hours, evidence = DISPUTE
    at = timezone.now() - timedelta(hours=hours)
    disputed = make_statement(Organization.objects.get(slug=slug), evidence, reader_for(people[disputant]), "dispute")
    Claim.objects.filter(pk=disputed.pk).update(created_at=at, submitted_at=at)
    claimant, slug, domain, hours = RECORD
    at = timezone.now() - timedelta(hours=hours)
    Claim.objects.create(
        organization=Organization.objects.get(slug=slug), person=people[claimant], method=Claim.Method.DNS,
        domain=domain, token="5f0c1f7e29d84c6fa1b6b1b0c7d2e943", created_at=at, asked_at=at, checked_at=at,
        found=Found.MISSING,
    )  # fmt: skip


def _date_back(reply: Reply, minutes: int) -> None:
    at = timezone.now() - timedelta(minutes=minutes)
    Reply.objects.filter(pk=reply.pk).update(created_at=at)
    Piece.objects.filter(pk=reply.piece_id).update(moved_at=at)
    Notification.objects.filter(reply=reply).update(created_at=at)
