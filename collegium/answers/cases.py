"""Presenting a case, and telling later what came of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collegium.answers.actions import took_part
from collegium.answers.events import OutcomeKnown
from collegium.answers.models import Case, CaseVersion
from collegium.audience.reader import PAUSED, Reader
from collegium.discussion import events
from collegium.discussion.actions import Refused
from collegium.discussion.models import Piece
from collegium.discussion.words import Words
from collegium.forums.actions import start_topic
from collegium.forums.models import Forum, Topic
from collegium.web import news

HEAD = ("age", "setting", "question", "options")


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
    head = {name: data[name] for name in (*HEAD, "remind_on")}
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


def refusal_to_change(topic: Topic, reader: Reader) -> str:
    """Why this reader may not change the head, as a sentence; "" for whoever presented the case."""
    if reader.is_paused:
        return str(PAUSED)
    if reader.person_id is not None and topic.author_id == reader.person_id:
        return ""
    return _("Whoever presented the case changes its head.")


def may_see_versions(topic: Topic, reader: Reader) -> bool:
    """As for replies: who wrote it, moderators, administrators (docs/access.md, "old versions")."""
    return reader.is_moderator or (reader.person_id is not None and topic.author_id == reader.person_id)


@transaction.atomic
def change_case(case: Case, data: dict[str, Any], by: Reader, *, seen_version: int | None) -> None:
    """Change the head; what it said before is kept.

    Args:
        data: age, setting, question, options (lines), remind_on; consent was given in the form.
        seen_version: the version the writer had before them.

    Raises:
        Refused: somebody else's case, or it was changed since; nothing is overwritten.
    """
    Piece.objects.select_for_update().get(pk=case.topic_id)
    if refusal := refusal_to_change(case.topic, by):
        raise Refused(refusal)
    fresh = Case.objects.get(pk=case.pk)
    if seen_version != fresh.version:
        raise Refused(_("The case was changed in the meantime. Yours is below; compare and send again."))
    if any(getattr(fresh, name) != data[name] for name in HEAD):
        said = {name: getattr(fresh, name) for name in HEAD}
        CaseVersion.objects.create(case=fresh, version=fresh.version, by=by.person, **said)
        fresh.version, fresh.edited_at = fresh.version + 1, timezone.now()
    for name in HEAD:
        setattr(fresh, name, data[name])
    if fresh.remind_on != data["remind_on"]:
        fresh.remind_on, fresh.reminded_at = data["remind_on"], None
    fresh.save(update_fields=[*HEAD, "version", "edited_at", "remind_on", "reminded_at"])
    news.tell(events.PieceChanged(case.topic_id))


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
