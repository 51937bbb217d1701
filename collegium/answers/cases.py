"""Presenting a case, and telling later what came of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.answers.actions import took_part
from collegium.answers.events import OutcomeKnown
from collegium.answers.models import Case
from collegium.audience.reader import PAUSED, Reader
from collegium.discussion import events
from collegium.discussion.actions import Refused
from collegium.discussion.models import Piece
from collegium.discussion.words import Words
from collegium.forums.actions import start_topic
from collegium.forums.models import Forum, Topic
from collegium.web import news


@transaction.atomic
def present_case(forum: Forum, data: dict[str, Any], words: Words, by: Reader) -> Topic:
    """Start a topic with a case's head.

    Args:
        data: title, subjects, token, age, setting, question, options (lines), remind_on; consent was given in the form.

    Raises:
        Refused: this forum takes no cases, or this reader may not start a topic here.
    """
    if not forum.takes_cases:
        raise Refused(_("This forum takes no cases."))
    topic = start_topic(forum, data["title"], words, by, subjects=data["subjects"], origin=data["token"])
    head = {name: data[name] for name in ("age", "setting", "question", "options", "remind_on")}
    _case, new = Case.objects.get_or_create(topic=topic, defaults=head | {"consent_by": by.person})
    if new:
        _flag(topic, on=True)
    return topic


def refusal_to_tell(topic: Topic, reader: Reader) -> str:
    """Why this reader may not say what came of the case, as a sentence; "" for whoever presented it."""
    if reader.is_paused:
        return str(PAUSED)
    if reader.person_id is not None and topic.author_id == reader.person_id:
        return ""
    return _("Whoever presented the case says what came of it.")


@transaction.atomic
def tell_outcome(case: Case, outcome: str, by: Reader) -> None:
    """Say what came of a case, or say it better; those who took part hear of it the first time.

    Raises:
        Refused: somebody else's case.
    """
    Piece.objects.select_for_update().get(pk=case.topic_id)
    if refusal := refusal_to_tell(case.topic, by):
        raise Refused(refusal)
    is_first = not Case.objects.get(pk=case.pk).outcome
    case.outcome, case.outcome_at = outcome, timezone.now()
    case.save(update_fields=["outcome", "outcome_at"])
    news.tell(events.PieceChanged(case.topic_id))
    if is_first:
        news.tell(OutcomeKnown(case.topic_id, took_part(case.topic, case.topic.reader_ids())))


@transaction.atomic
def erase_case(case: Case) -> None:
    """With the words of its topic, when these are taken back."""
    topic = case.topic
    case.delete()
    _flag(topic, on=False)


def _flag(topic: Topic, *, on: bool) -> None:
    topic.is_case = on
    Topic.objects.filter(pk=topic.pk).update(is_case=on)
    news.tell(events.PieceChanged(topic.pk))
