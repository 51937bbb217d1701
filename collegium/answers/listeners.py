"""What answers hear of, and what they do about it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from collegium.answers.actions import erase_card
from collegium.answers.asking import note_reply
from collegium.answers.cases import erase_case
from collegium.answers.models import Card, Case, Offer
from collegium.audience.prepared import prepared
from collegium.audience.reader import VISITOR, Reader
from collegium.discussion import events
from collegium.discussion.models import Piece, Reply
from collegium.people.events import ProfileChanged
from collegium.people.models import Profile
from collegium.web import news


def register() -> None:
    """Called when the app starts."""
    news.listen(events.PieceChanged, _piece_changed)
    news.listen(events.ReplyChanged, _reply_changed)
    news.listen(events.ReplyPosted, _replied)
    news.listen(ProfileChanged, _profile_changed)


def _profile_changed(event: ProfileChanged) -> None:
    """What somebody does not say of themselves any more is not kept beside a question either."""
    offers = Offer.objects.filter(person=event.person_id, reason=Offer.Reason.ASK_ME).exclude(about="")
    if not offers.exists():
        return
    profile = Profile.objects.filter(person=event.person_id).first()
    offers.exclude(about__in=[phrase[:160] for phrase in (profile.expertise if profile else [])]).update(about="")


def _replied(event: events.ReplyPosted) -> None:
    """Of a topic that was offered: whoever was asked and wrote has answered."""
    for piece, author in _offered.rows(VISITOR, pk=event.reply_id):
        note_reply(piece, author)


@prepared
def _offered(_reader: Reader, pk: int) -> QuerySet[Reply, Any]:
    return Reply.objects.filter(pk=pk, piece__topic__offered__gt=0).values_list("piece_id", "author_id")


def _piece_changed(event: events.PieceChanged) -> None:
    """Words taken back as identifying a patient take the card along: it says the same in short."""
    for case in Case.objects.filter(pk=event.piece_id).exclude(topic__taken_back_at=None).select_related("topic"):
        erase_case(case)
    if Piece.objects.filter(pk=event.piece_id, topic__has_card=True).exclude(taken_back_at=None).exists():
        _erase(Card.objects.filter(pk=event.piece_id))


def _reply_changed(event: events.ReplyChanged) -> None:
    """A card that began with the words of a reply goes with them; hidden with it, it is not found either."""
    cards = Card.objects.filter(reply=event.reply_id, taken_back_at=None)
    if Reply.objects.filter(pk=event.reply_id).exclude(taken_back_at=None).exists():
        _erase(cards)
    else:
        for topic_id in cards.values_list("pk", flat=True):
            news.tell(events.PieceChanged(topic_id))


def _erase(cards) -> None:  # type: ignore[no-untyped-def]
    for card in cards.filter(taken_back_at=None).select_related("topic"):
        erase_card(card)
