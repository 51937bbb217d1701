"""Deeds of polls: ask, change before the first vote, vote, close. Refusals are sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.audience.reader import PAUSED, Reader
from collegium.discussion.actions import Refused
from collegium.discussion.models import Piece
from collegium.polls.events import PollMoved
from collegium.polls.models import Option, Poll, Vote
from collegium.web import news


class Asked(NamedTuple):
    """What somebody asks: an empty question stands for the title of the piece."""

    question: str
    options: list[str]
    several: bool
    closes_at: datetime


def ask_poll(piece: Piece, asked: Asked) -> Poll:
    """Put a poll under a new piece, in the caller's transaction; the caller notes on the piece that it has one."""
    poll = Poll.objects.create(
        piece=piece, question=asked.question, several=asked.several, closes_at=asked.closes_at
    )  # fmt: skip
    _offer(poll, asked.options)
    news.tell(PollMoved(piece.pk, words=True))
    return poll


def refusal_to_vote(poll: Poll, piece: Piece, reader: Reader) -> str:
    """Why this reader may not vote now, as a sentence; "" for whoever may write in the piece (docs/access.md)."""
    if poll.is_closed:
        return _("The vote is closed.")
    if reader.is_visitor:
        return _("Sign in to vote.")
    if reader.is_paused:
        return str(PAUSED)
    if piece.is_locked:
        return _("This topic is locked: nobody votes in it any more.")
    if not reader.may_write_in(piece):
        return _("Whoever may write here votes. You can read along.")
    return ""


@transaction.atomic
def cast_vote(poll: Poll, choices: Collection[int], by: Reader) -> None:
    """Choose these options (ids), in place of what was chosen before.

    Raises:
        Refused: this reader may not vote now, or chose nothing, too much, or what is not offered.
    """
    locked = _locked(poll)
    piece = Piece.objects.select_related("readers", "writers").get(pk=locked.piece_id)
    if refusal := refusal_to_vote(locked, piece, by):
        raise Refused(refusal)
    offered = set(Option.objects.filter(poll=locked).values_list("pk", flat=True))
    chosen = set(choices)
    if not chosen:
        raise Refused(_("Choose an answer, then vote."))
    if not chosen <= offered or (len(chosen) > 1 and not locked.several):
        raise Refused(_("These answers are not offered. Choose again, then vote."))
    before = set(Vote.objects.filter(poll=locked, person_id=by.person_id).values_list("option_id", flat=True))
    Vote.objects.filter(poll=locked, person_id=by.person_id, option__in=before - chosen).delete()
    Vote.objects.bulk_create(Vote(poll=locked, option_id=pk, person_id=by.person_id) for pk in sorted(chosen - before))  # type: ignore[misc]
    Option.objects.filter(pk__in=before - chosen).update(votes=F("votes") - 1)
    Option.objects.filter(pk__in=chosen - before).update(votes=F("votes") + 1)
    if not before:
        Poll.objects.filter(pk=locked.pk).update(voters=F("voters") + 1)
    news.tell(PollMoved(locked.piece_id))


def refusal_to_change(poll: Poll, piece: Piece, reader: Reader) -> str:
    """Why this reader may not change what is asked, as a sentence; "" for its author before the first vote."""
    if refusal := refusal_to_close(poll, piece, reader):
        return refusal
    if reader.is_paused:
        return str(PAUSED)
    if poll.voters:
        return _("Somebody has voted: what is asked stays as it is. You can close the vote.")
    return ""


def refusal_to_close(poll: Poll, piece: Piece, reader: Reader) -> str:
    """Why this reader may not close it before its day, as a sentence; "" for its author."""
    if reader.person_id is None or piece.author_id != reader.person_id:
        return _("Whoever asked closes the vote.")
    return _("The vote is closed.") if poll.is_closed else ""


@transaction.atomic
def change_poll(poll: Poll, asked: Asked, by: Reader) -> None:
    """Ask something else, while nobody has voted.

    Raises:
        Refused: somebody else's poll, or somebody has voted.
    """
    locked = _locked(poll)
    if refusal := refusal_to_change(locked, locked.piece, by):
        raise Refused(refusal)
    locked.question, locked.several, locked.closes_at = asked.question, asked.several, asked.closes_at
    locked.save(update_fields=["question", "several", "closes_at"])
    locked.options.all().delete()
    _offer(locked, asked.options)
    news.tell(PollMoved(locked.piece_id, words=True))


@transaction.atomic
def close_poll(poll: Poll, by: Reader) -> None:
    """Close it now; the numbers are open to everybody who reads the topic, and who chose what is forgotten.

    Raises:
        Refused: somebody else's poll, or it is closed.
    """
    locked = _locked(poll)
    if refusal := refusal_to_close(locked, locked.piece, by):
        raise Refused(refusal)
    Poll.objects.filter(pk=locked.pk).update(closes_at=timezone.now())
    forget_votes()
    news.tell(PollMoved(locked.piece_id))


def count_once(first_id: int, second_id: int) -> None:
    """Two records are one person, who votes once: where both voted, the first's vote is taken out of the numbers."""
    voted = Vote.objects.filter(person_id=second_id).values("poll")
    for poll in Poll.objects.filter(pk__in=Vote.objects.filter(person_id=first_id, poll__in=voted).values("poll")):
        locked = _locked(poll)
        double = Vote.objects.filter(poll=locked, person_id=first_id)
        Option.objects.filter(pk__in=list(double.values_list("option", flat=True))).update(votes=F("votes") - 1)
        double.delete()
        Poll.objects.filter(pk=locked.pk).update(voters=F("voters") - 1)
        news.tell(PollMoved(locked.piece_id))


def forget_votes() -> int:
    """Forget who chose what in polls that are closed: only numbers stay (docs/decisions/008-polls.md).

    Returns:
        How many votes were forgotten.
    """
    return Vote.objects.of_closed().delete()[0]


def erase_poll(piece_id: int) -> None:
    """Erase what a piece asked, with its votes: its author's words went."""
    Poll.objects.filter(piece=piece_id).delete()
    news.tell(PollMoved(piece_id, words=True))


def texts_of(piece_ids: Iterable[int]) -> dict[int, str]:
    """Piece id -> what its poll asks and offers, a line each."""
    texts: dict[int, str] = {}
    rows = Option.objects.filter(poll__piece__in=list(piece_ids)).order_by("poll", "order")
    for piece_id, question, option in rows.values_list("poll__piece", "poll__question", "text"):
        texts[piece_id] = f"{texts[piece_id]}\n{option}" if piece_id in texts else f"{question}\n{option}".strip()
    return texts


def _locked(poll: Poll) -> Poll:
    """The row as it is now, and nobody else's until the transaction ends: numbers stay exact."""
    return Poll.objects.select_for_update(of=("self",)).select_related("piece").get(pk=poll.pk)


def _offer(poll: Poll, options: list[str]) -> None:
    Option.objects.bulk_create(Option(poll=poll, order=order, text=text) for order, text in enumerate(options))
