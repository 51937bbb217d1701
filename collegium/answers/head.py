"""What stands above a topic's first words, as one reader has it. A topic without any of it asks nothing."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from markupsafe import Markup

from collegium.answers.actions import asker_is_gone, may_see_versions, refusal_to_erase, refusal_to_write
from collegium.answers.asking import refusal_to_ask
from collegium.answers.cases import may_see_versions as may_see_case_versions
from collegium.answers.cases import refusal_to_tell
from collegium.answers.models import Card, Case
from collegium.audience.reader import Reader
from collegium.audience.shared import shared
from collegium.discussion.endorsement import Agreeing, agreeing_with_card
from collegium.discussion.models import Reply
from collegium.discussion.words import Words
from collegium.forums.models import Topic
from collegium.web.keep import age


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with its answer as safe HTML; `source` is the reply it began with, when this reader has that."""

    card: Card
    answer: Markup
    outcome: Markup
    source: Reply | None
    agreeing: Agreeing = ()

    @property
    def key(self) -> Hashable:
        """Everything of it that is printed."""
        card = self.card
        return (card.pk, card.version, card.created_at, age(card.created_at), self.source and self.source.pk,
                card.by_id, self.agreeing)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case's head with its outcome as safe HTML."""

    case: Case
    outcome: Markup

    @property
    def key(self) -> Hashable:
        """Everything of it that is printed."""
        return (self.case.pk, self.case.version, self.case.outcome_at, self.case.remind_on)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the words, and what the reader may do about it. `offered` and `taken` are for the asker:
    to how many colleagues the question was offered, and how many said yes."""

    card: ShownCard | None
    may_write: bool
    may_erase: bool
    sees_versions: bool
    case: ShownCase | None = None
    may_tell: bool = False
    sees_case_versions: bool = False
    offered: int = 0
    taken: int = 0
    may_ask: bool = False
    is_hidden: bool = False  # a moderator hid the card; said to whoever could write it, and nobody else

    @property
    def key(self) -> Hashable:
        """Everything that decides how it is printed, for `web.keep`."""
        return (self.card and self.card.key, self.may_write, self.may_erase, self.sees_versions, self.offered,
                self.is_hidden, self.taken, self.may_ask, self.case and self.case.key, self.may_tell,
                self.sees_case_versions)  # fmt: skip


def head_of(topic: Topic, reader: Reader) -> Head | None:
    """What stands above this topic's words; None when nothing does.

    Args:
        topic: which the reader has in full.
        reader: whoever reads.
    """
    is_asker = reader.person_id is not None and topic.author_id == reader.person_id
    is_for_moderator = reader.is_moderator and topic.author_id is None
    if not (topic.has_card or topic.is_case or is_asker or is_for_moderator):
        return None
    card = shared(reader, ("card", topic.pk), lambda who: _card(topic.pk, who)) if topic.has_card else None
    if reader.is_moderator and card is not None:
        is_for_moderator = shared(reader, ("asker gone", topic.pk), lambda _who: asker_is_gone(topic))
    may_write = (is_asker or is_for_moderator) and not refusal_to_write(topic, reader)
    is_hidden = may_write and not topic.has_card and shared(reader, ("hidden card", topic.pk), lambda _: _hid(topic.pk))
    return Head(
        card=card,
        may_write=may_write and not is_hidden,
        is_hidden=is_hidden,
        may_erase=card is not None and not refusal_to_erase(topic, reader),
        sees_versions=card is not None and card.card.version > 1 and may_see_versions(card.card, reader),
        case=shared(reader, ("case", topic.pk), lambda _who: _case(topic.pk)) if topic.is_case else None,
        may_tell=topic.is_case and not refusal_to_tell(topic, reader),
        sees_case_versions=topic.is_case and may_see_case_versions(topic, reader),
        offered=topic.offered if is_asker else 0,
        taken=topic.offers_taken if is_asker else 0,
        may_ask=is_asker and not topic.reply_count and not refusal_to_ask(topic, reader),
    )


def _card(topic_id: int, reader: Reader) -> ShownCard | None:
    rows = Card.objects.filter(pk=topic_id).shown_to(reader).select_related("reply", "topic")
    card = rows.first()
    if card is None:
        return None
    source = (
        Reply.objects.filter(pk=card.reply_id, piece=topic_id).with_words().shown_to(reader).first()
        if card.reply_id
        else None
    )
    return ShownCard(card, _safe(card.answer), _safe(card.outcome), source, agreeing_with_card(card.topic, reader))


def _hid(topic_id: int) -> bool:
    return Card.objects.filter(pk=topic_id, taken_back_at=None).exclude(hidden_at=None).exists()


def _case(topic_id: int) -> ShownCase | None:
    case = Case.objects.filter(pk=topic_id).first()
    return ShownCase(case, _safe(case.outcome)) if case else None


def _safe(text: str) -> Markup:
    return Markup(Words.plain(text).body)  # noqa: S704 (from plain text: everything in it is escaped)


def cards_of(topic_ids: list[int], reader: Reader) -> dict[int, Card]:
    """The cards of these readable topics that this reader has, in one query."""
    rows = Card.objects.filter(pk__in=topic_ids).shown_to(reader) if topic_ids else []
    return {card.pk: card for card in rows}


def searchable(topic_ids: list[int]) -> dict[int, str]:
    """Topic id -> words by which search finds it: its case, and its card where everybody who reads the topic has it."""
    rows = Card.objects.filter(pk__in=topic_ids, topic__has_card=True).written().select_related("topic")
    found = {case.pk: case.text for case in Case.objects.filter(pk__in=topic_ids, topic__is_case=True)}
    for card in rows:
        if card.is_for_all_readers_of(card.topic):
            found[card.pk] = "\n".join(part for part in (card.text, found.get(card.pk)) if part)
    return found


def closed_between(
    reader: Reader, since: datetime, until: datetime, topics: Collection[int], forums: Collection[int]
) -> list[Card]:
    """Others' cards written between two moments on readable topics among these, or in these forums; newest first."""
    cards = Card.objects.filter(created_at__gt=since, created_at__lte=until).shown_to(reader)
    readable = Topic.objects.readable_by(reader).filter(Q(pk__in=topics) | Q(forum__in=forums))
    rows = cards.filter(topic__in=readable).exclude(by=reader.person_id).order_by("-created_at")
    return list(rows.select_related("topic__forum", "topic__group"))
