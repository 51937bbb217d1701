"""Deeds: close a question with a card, change it, erase it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collegium.accounts.models import User
from collegium.answers.events import OutcomeAsked, OutcomeKnown
from collegium.answers.models import Card, CardVersion, Case
from collegium.audience.people import people_in
from collegium.audience.reader import PAUSED, Reader, reader_for
from collegium.discussion import events
from collegium.discussion.actions import Refused, must_wait
from collegium.discussion.bylines import byline_of
from collegium.discussion.models import Piece, Reaction, Reply
from collegium.forums.models import Topic
from collegium.outbox import audit, taken_back
from collegium.web import news

WORDS = ("question", "answer", "did", "outcome")
HIDDEN = gettext_lazy("A moderator hid this card. Your notifications lead to the decision, which you can answer.")


def asker_is_gone(topic: Topic) -> bool:
    """Whether whoever asked can't come back to close it: no account any more, ended, suspended, or in memoriam."""
    return topic.author is None or reader_for(topic.author).is_visitor


def refusal_to_write(topic: Topic, reader: Reader) -> str:
    """Why this reader may not close the topic with a card, as a sentence; "" for whoever asked, and for moderators
    once the asker is gone."""
    if reader.is_paused:
        return str(PAUSED)
    is_asker = reader.person_id is not None and topic.author_id == reader.person_id
    if is_asker and must_wait(reader):
        return _("A moderator reads a guest’s first two contributions. Once yours have appeared you can add the card.")
    if is_asker or (reader.is_moderator and asker_is_gone(topic)):
        return ""
    return _("Whoever asked writes the card; a moderator does when they are gone.")


def refusal_to_erase(topic: Topic, reader: Reader) -> str:
    """Why this reader may not erase the card, as a sentence; "" for whoever asked, and moderators."""
    if reader.is_moderator or (reader.person_id is not None and topic.author_id == reader.person_id):
        return ""
    return _("Whoever asked can erase the card, and moderators.")


def may_see_versions(card: Card, reader: Reader) -> bool:
    """As for replies: who wrote it, moderators, administrators (docs/access.md, "old versions")."""
    return reader.is_moderator or (
        reader.person_id is not None and reader.person_id in (card.by_id, card.topic.author_id)
    )


@transaction.atomic
def write_card(
    topic: Topic, data: dict[str, Any], by: Reader, *, source: Reply | None = None, seen_version: int | None = None
) -> Card:
    """Close a topic with a card, or change the one it has; what it said before is kept.

    Args:
        data: question, answer, did (lines), outcome, remind_on.
        source: the accepted answer the words began with; counts for a new card.
        seen_version: the version the writer had before them; None for a new card.

    Raises:
        Refused: this reader may not, or somebody changed the card since; nothing is overwritten.
    """
    Piece.objects.select_for_update().get(pk=topic.pk)
    if refusal := refusal_to_write(topic, by):
        raise Refused(refusal)
    card = Card.objects.filter(pk=topic.pk, taken_back_at=None).first()
    if seen_version != (card.version if card else None):
        raise Refused(_("The card was changed in the meantime. Yours is below; compare and send again."))
    if card is not None and card.hidden_at:
        raise Refused(str(HIDDEN))
    if card is None:
        card = _new_card(topic, source)
    else:
        _keep_version(card, by)
    is_known_now = bool(data["outcome"] and not card.outcome)
    card.outcome_at = timezone.now() if is_known_now else card.outcome_at
    _fill(card, data, by)
    card.save()
    _flag(topic, on=True)
    if is_known_now and card.version > 1:
        news.tell(OutcomeKnown(topic.pk, took_part(topic, {card.readers_id, card.told_to_id})))
    return card


def took_part(topic: Topic, audiences: Iterable[int | None]) -> tuple[int, ...]:
    """Who replied in the topic with words that stand, and belongs to these audiences; not the asker."""
    said = Reply.objects.filter(piece=topic).with_words().exclude(author_id=topic.author_id).values("author")
    people = people_in(audience for audience in audiences if audience).filter(pk__in=said)
    return tuple(sorted(people.values_list("pk", flat=True)))


def _new_card(topic: Topic, source: Reply | None) -> Card:
    """For whoever the words were for: a card never tells guests what only members were told."""
    card = Card(topic=topic, reply=source, readers_id=(source or topic).readers_id)
    if topic.is_open_now and (source.open_to_id == topic.open_to_id if source else not topic.has_narrower):
        card.told_to_id, card.told_until = topic.open_to_id, (source or topic).open_until
    return card


def _keep_version(card: Card, by: Reader) -> None:
    words = {name: getattr(card, name) for name in WORDS}
    CardVersion.objects.create(card=card, version=card.version, by_id=by.person_id, **words)
    card.version += 1
    card.edited_at = timezone.now()


def _fill(card: Card, data: dict[str, Any], by: Reader) -> None:
    assert by.person is not None
    for name in WORDS:
        setattr(card, name, data[name])
    if card.remind_on != data["remind_on"]:
        card.remind_on, card.reminded_at = data["remind_on"], None
    card.by, card.byline = by.person, byline_of(by.person, by)


def _flag(topic: Topic, *, on: bool) -> None:
    """Topics without a card ask nothing about cards; search and kept pages hear of the change."""
    topic.has_card = on
    Topic.objects.filter(pk=topic.pk).update(has_card=on)
    news.tell(events.PieceChanged(topic.pk))


@transaction.atomic
def ask_for_outcomes(today: date | None = None) -> int:
    """Ask whoever wrote a card or presented a case for the outcome when their day has come, once. Returns how many."""
    due = {"remind_on__lte": today or timezone.localdate(), "reminded_at": None, "outcome": ""}
    waiting: list[Card | Case] = list(Card.objects.filter(**due).written().select_related("topic"))
    waiting += Case.objects.filter(**due).select_related("topic")
    asked = 0
    for row in waiting:
        won = type(row).objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=timezone.now())
        if won and row.topic.author_id:
            news.tell(OutcomeAsked(row.pk, row.topic.author_id))
            asked += 1
    return asked


@transaction.atomic
def hide_card(card: Card, by: User, reason: str) -> None:
    """Hide a card from all readers; the topic stays. The caller logs it and tells its author."""
    card.hidden_at, card.hidden_by, card.hidden_reason = timezone.now(), by, reason
    card.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _flag(card.topic, on=False)


@transaction.atomic
def unhide_card(card: Card) -> None:
    """Show a hidden card again."""
    card.hidden_at, card.hidden_by, card.hidden_reason = None, None, ""
    card.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _flag(card.topic, on=card.taken_back_at is None)


@transaction.atomic
def erase_card(card: Card, by: User | None = None) -> None:
    """Erase a card's words from every version, as for a patient's sake: a later restore erases them again.

    Args:
        by: the moderator whose act is logged; None for its own author, and for what follows from another deed.
    """
    said = card.text
    card.versions.all().delete()  # type: ignore[attr-defined]
    Reaction.objects.filter(piece=card.topic, reply=None, kind__in=Reaction.CLOSING).delete()
    card.question, card.answer, card.did, card.outcome, card.byline = "", "", [], "", {}
    card.reply, card.remind_on, card.taken_back_at = None, None, timezone.now()
    card.save()
    taken_back.note("card", card, said)
    if by is not None:
        audit.log(by, "erased an answer card", about=("piece", card.topic_id))
    _flag(card.topic, on=False)
